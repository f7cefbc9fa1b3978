using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>
/// Fills a <see cref="PriceCache"/> from live sources. A collection that was interrupted goes on where it stopped; a later one fetches only new days and an
/// overlap, by which it sees whether the source has restated the past (a split) and then fetches everything again. A file stays with its source: prices of two
/// sources are never mixed.
/// </summary>
/// <example><code>await new PriceCollector(new LivePrices(), new PriceCache("data/cache")).CollectAsync(["005930", "KS11", "USD/KRW"]);</code></example>
public sealed class PriceCollector
{
    /// <summary>How many of the last rows are fetched again with the new ones.</summary>
    public const int Overlap = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30), LongestPause = TimeSpan.FromMinutes(15);

    private readonly LivePrices _live;
    private readonly PriceCache _cache;
    private readonly TimeProvider _time;

    /// <summary>Prepares a collection.</summary>
    /// <param name="live">The sources.</param>
    /// <param name="cache">The folder.</param>
    /// <param name="patience">How long to go on trying while failures may pass; ten minutes when null.</param>
    /// <param name="time">The clock.</param>
    public PriceCollector(LivePrices live, PriceCache cache, TimeSpan? patience = null, TimeProvider? time = null)
    {
        _live = live;
        _cache = cache;
        _time = time ?? TimeProvider.System;
        Patience = patience ?? TimeSpan.FromMinutes(10);
    }

    /// <summary>How long the collection goes on trying while failures may pass.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Brings the files of symbols up to date, one after the other.</summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="progress">Is told of every symbol.</param>
    /// <param name="cancel">Stops the collection; what is collected stays.</param>
    /// <returns>What was done for each symbol. Failures are in it; they do not stop the others.</returns>
    /// <exception cref="PriceSourceException">A text is no symbol; nothing was fetched.</exception>
    /// <exception cref="PriceDataException">Another collection is at work in the folder.</exception>
    public async Task<CollectionReport> CollectAsync(
        IEnumerable<string> symbols, IProgress<CollectionStep>? progress = null, CancellationToken cancel = default)
    {
        var wanted = symbols.Select(Symbol.Parse).DistinctBy(symbol => symbol.FileName, StringComparer.OrdinalIgnoreCase).ToList();
        using var alone = _cache.Enter();
        var results = new Dictionary<Symbol, Collected>();
        var pending = wanted;
        var start = _time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var again = new List<Symbol>();
            foreach (var symbol in pending)
            {
                var result = await CollectAsync(symbol, cancel).ConfigureAwait(false);
                results[symbol] = result;
                if (MayPass(result))
                    again.Add(symbol);
                progress?.Report(new CollectionStep(results.Values.Count(known => !MayPass(known)), wanted.Count, result));
            }
            var asked = again.Max(symbol => (results[symbol].Failure as PriceSourceException)?.RetryAfter);
            var wait = asked > pause ? asked.Value : pause;
            if (again.Count == 0 || _time.GetElapsedTime(start) + wait > Patience)
                return new CollectionReport(_cache.FolderPath, [.. wanted.Select(symbol => results[symbol])]);
            progress?.Report(new CollectionStep(wanted.Count - again.Count, wanted.Count, results[again[0]], wait));
            await Task.Delay(wait, _time, cancel).ConfigureAwait(false);
            pending = again;
        }
    }

    private static bool MayPass(Collected result) => result.Failure is PriceSourceException { IsPassing: true };

    private async Task<Collected> CollectAsync(Symbol symbol, CancellationToken cancel)
    {
        var record = _cache.RecordOf(symbol);
        var failures = new List<PriceSourceException>();
        try
        {
            foreach (var source in _live.SourcesOf(symbol))
            {
                try
                {
                    if (source.Name == record?.Source)
                        return await ExtendAsync(symbol, source, record, cancel).ConfigureAwait(false);
                    return await FetchAllAsync(symbol, source, record, cancel).ConfigureAwait(false);
                }
                catch (PriceSourceException failure)
                {
                    failures.Add(failure);
                    if (source.Name == record?.Source)
                        break;      // a file is not exchanged for that of a less preferred source
                }
            }
            throw LivePrices.Together(symbol, failures);
        }
        catch (PriceDataException failure)
        {
            return new Collected(symbol.Text, CollectionOutcome.Failed, record?.Rows ?? 0, 0, record?.Source, failure);
        }
    }

    private async Task<Collected> ExtendAsync(Symbol symbol, ILiveSource source, PriceProvenance record, CancellationToken cancel)
    {
        var last = FinishedDays.Last(symbol, _time.GetUtcNow());
        if (!FinishedDays.MayHaveTraded(symbol, record.Last, last))
            return new Collected(symbol.Text, CollectionOutcome.UpToDate, record.Rows, 0, source.Name);

        var old = PriceCsv.Read(_cache.FileOf(symbol), symbol.Text);
        var from = Math.Max(0, old.Count - Overlap);
        PriceSeries fresh;
        try
        {
            fresh = await source.GetAsync(symbol.Text, old.Dates[from], last, cancel).ConfigureAwait(false);
        }
        catch (PriceDataException gone) when (gone is not PriceSourceException)
        {
            return await FetchAllAsync(symbol, source, record, cancel).ConfigureAwait(false);      // the source no longer has the days that the file ends with
        }
        if (!Continues(old, from, fresh))
            return await FetchAllAsync(symbol, source, record, cancel).ConfigureAwait(false);
        var added = fresh.Count - (old.Count - from);
        if (added == 0)
            return new Collected(symbol.Text, CollectionOutcome.UpToDate, record.Rows, 0, source.Name);
        _cache.Store(symbol, Join(old, fresh.Slice((old.Count - from)..)), source.Name, _time.GetUtcNow(), keepsOld: false);
        return new Collected(symbol.Text, CollectionOutcome.Extended, old.Count + added, added, source.Name);
    }

    private async Task<Collected> FetchAllAsync(Symbol symbol, ILiveSource source, PriceProvenance? record, CancellationToken cancel)
    {
        var all = await source.GetAsync(symbol.Text, to: FinishedDays.Last(symbol, _time.GetUtcNow()), cancel: cancel).ConfigureAwait(false);
        if (record is not null && record.Source == source.Name && all.Dates[^1] < record.Last)
        {
            throw new PriceSourceException(
                SourceFailure.FormatChanged, source.Name,
                $"its {symbol.Text} ends on {PriceSeries.Iso(all.Dates[^1])}, before the file's last day {PriceSeries.Iso(record.Last)}",
                "Try again later; if it stays so, move the file away and collect anew.") { IsPassing = true };
        }
        var isNew = !File.Exists(_cache.FileOf(symbol));
        _cache.Store(symbol, all, source.Name, _time.GetUtcNow(), keepsOld: true);
        var added = Math.Max(0, all.Count - (record?.Rows ?? 0));
        return new Collected(symbol.Text, isNew ? CollectionOutcome.New : CollectionOutcome.Restated, all.Count, added, source.Name);
    }

    // True if the fresh rows begin with the last rows of the file, to within what services lose by storing single precision.
    private static bool Continues(PriceSeries old, int from, PriceSeries fresh)
    {
        if (fresh.Count < old.Count - from || old.AdjClose.HasValue != fresh.AdjClose.HasValue)
            return false;
        for (var i = from; i < old.Count; i++)
        {
            var j = i - from;
            if (old.Dates[i] != fresh.Dates[j] || !Same(old.Open[i], fresh.Open[j]) || !Same(old.High[i], fresh.High[j]) || !Same(old.Low[i], fresh.Low[j])
                || !Same(old.Close[i], fresh.Close[j]) || !Same(old.Volume[i], fresh.Volume[j])
                || (old.AdjClose is { } adjusted && !Same(adjusted[i], fresh.AdjClose!.Value[j])))
                return false;
        }
        return true;

        static bool Same(double a, double b) => double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) <= 1e-6 * Math.Abs(a);
    }

    private static PriceSeries Join(PriceSeries old, PriceSeries added) => new(
        old.Symbol, old.Origin, [.. old.Dates, .. added.Dates], [.. old.Open, .. added.Open], [.. old.High, .. added.High], [.. old.Low, .. added.Low],
        [.. old.Close, .. added.Close], [.. old.Volume, .. added.Volume],
        old.AdjClose is { } adjusted ? ImmutableArray.CreateRange(adjusted.Concat(added.AdjClose!.Value)) : null);
}
