namespace StockLab.Market;

/// <summary>
/// Prices from the network: each symbol from the first source that has it, and from the next one where that fails. Korean stocks and indices come from Naver,
/// then Yahoo, then the exchange; economic series from FRED; everything else from Yahoo. A prefix (<c>YAHOO:005930.KS</c>) allows one source only.
/// </summary>
public sealed class LivePrices : IPriceSource, IDisposable
{
    private readonly ILiveSource[] _sources;

    /// <summary>The four public sources.</summary>
    public LivePrices(SourceSettings? settings = null)
        : this(new NaverSource(settings), new YahooSource(settings), new FredSource(settings), new KrxSource(settings))
    {
    }

    /// <summary>Sources of one's own, the preferred ones first.</summary>
    public LivePrices(params ILiveSource[] sources) => _sources = sources;

    /// <inheritdoc/>
    public string Name => "live sources";

    /// <summary>The sources that may have a symbol, the preferred one first.</summary>
    public IReadOnlyList<ILiveSource> SourcesOf(Symbol symbol) => [.. _sources.Where(source => source.Has(symbol))];

    /// <inheritdoc/>
    /// <exception cref="PriceSourceException">No source has the symbol; the failure is that of the preferred source, the message tells of all.</exception>
    public async Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default)
    {
        var wanted = Symbol.Parse(symbol);
        var failures = new List<PriceSourceException>();
        foreach (var source in SourcesOf(wanted))
        {
            try
            {
                return await source.GetAsync(wanted.Text, from, to, cancel).ConfigureAwait(false);
            }
            catch (PriceSourceException failure)
            {
                failures.Add(failure);
            }
        }
        throw Together(wanted, failures);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (var source in _sources.OfType<IDisposable>())
            source.Dispose();
    }

    // What several sources said, as one failure: it passes if one of them may answer later.
    internal static PriceSourceException Together(Symbol symbol, IReadOnlyList<PriceSourceException> failures)
    {
        if (failures.Count == 0)
            return new PriceSourceException(SourceFailure.SymbolUnknown, "Live sources", $"none has {PriceDataException.Quote(symbol.Text)}",
                "Check the symbol and its prefix.", symbol.Text);
        if (failures.Count == 1)
            return failures[0];
        var passing = failures.FirstOrDefault(failure => failure.IsPassing);
        return new PriceSourceException(
            (passing ?? failures[0]).Failure, "Live sources", $"none gave {symbol.Text} ({string.Join("; ", failures.Select(failure => failure.Problem))})",
            (passing ?? failures[0]).Remedy, symbol.Text, passing?.RetryAfter, failures[0]) { IsPassing = passing is not null };
    }
}
