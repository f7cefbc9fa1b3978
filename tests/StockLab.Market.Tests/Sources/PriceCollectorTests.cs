using System.Security.Cryptography;
using System.Text.Json;

namespace StockLab.Market.Tests;

public sealed class PriceCollectorTests : IDisposable
{
    private static readonly DateOnly Thursday = new(2024, 12, 12), Friday = new(2024, 12, 13);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2024, 12, 13, 2, 0, 0, TimeSpan.Zero));      // Thursday is over in New York, Friday has begun in Seoul

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FirstCollection_WritesPricesAndTheirProvenance()
    {
        var source = new InventedSource("First", _ => InventedSource.Days(50, Thursday));
        var report = await Collect(["TSLA", "USD/KRW"], source);
        Assert.True(report.IsComplete);
        Assert.Equal([CollectionOutcome.New, CollectionOutcome.New], report.Results.Select(result => result.Outcome));

        var bytes = File.ReadAllBytes(At("TSLA.csv"));
        using var record = JsonDocument.Parse(File.ReadAllBytes(At("TSLA.json")));
        Assert.Equal("First", record.RootElement.GetProperty("source").GetString());
        Assert.Equal(50, record.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal("2024-12-12", record.RootElement.GetProperty("last").GetString());
        Assert.Equal(_time.GetUtcNow(), record.RootElement.GetProperty("collected").GetDateTimeOffset());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), record.RootElement.GetProperty("sha256").GetString());
        Assert.Equal(50, PriceCsv.Read(At("TSLA.csv")).Count);
        Assert.Equal(["TSLA", "USDKRW"], new PriceFolder(_folder.FullPath).Symbols);
    }

    [Fact]
    public async Task RunningDay_IsNotCollected()
    {
        var source = new InventedSource("First", _ => InventedSource.Days(50, Friday));
        await Collect(["TSLA", "005930", "FRED:DGS10"], source);
        Assert.Equal(Thursday, PriceCsv.Read(At("TSLA.csv")).Dates[^1]);
        Assert.Equal(Thursday, PriceCsv.Read(At("005930.csv")).Dates[^1]);
        _time.MoveTo(new DateTimeOffset(2024, 12, 13, 9, 29, 0, TimeSpan.Zero));
        await Collect(["TSLA", "005930"], source);
        Assert.Equal(Thursday, PriceCsv.Read(At("005930.csv")).Dates[^1]);
        _time.MoveTo(new DateTimeOffset(2024, 12, 13, 9, 30, 0, TimeSpan.Zero));        // 18:30 in Seoul
        await Collect(["TSLA", "005930"], source);
        Assert.Equal(Friday, PriceCsv.Read(At("005930.csv")).Dates[^1]);
        Assert.Equal(Thursday, PriceCsv.Read(At("TSLA.csv")).Dates[^1]);
    }

    [Fact]
    public async Task SecondCollection_AsksForNewDaysAndAnOverlapOnly_AndGivesTheBytesOfAWholeOne()
    {
        await Collect(["TSLA"], new InventedSource("First", _ => InventedSource.Days(50, Thursday)));
        _time.MoveTo(new DateTimeOffset(2024, 12, 18, 2, 0, 0, TimeSpan.Zero));
        var source = new InventedSource("First", _ => InventedSource.Days(53, new DateOnly(2024, 12, 17)));
        var report = await Collect(["TSLA"], source);
        Assert.Equal((CollectionOutcome.Extended, 53, 3), (report.Results[0].Outcome, report.Results[0].Rows, report.Results[0].NewRows));
        Assert.Equal([("TSLA", (DateOnly?)new DateOnly(2024, 11, 29))], source.Requests);       // ten weekdays up to Thursday
        Assert.Equal(CsvOf(InventedSource.Days(53, new DateOnly(2024, 12, 17))), File.ReadAllBytes(At("TSLA.csv")));
    }

    [Fact]
    public async Task NothingNew_WritesNothing_AndAWeekendAsksNothing()
    {
        var source = new InventedSource("First", _ => InventedSource.Days(50, Thursday));
        await Collect(["TSLA"], source);
        var before = Snapshot();
        _time.MoveTo(new DateTimeOffset(2024, 12, 14, 2, 0, 0, TimeSpan.Zero));
        Assert.Equal(CollectionOutcome.UpToDate, (await Collect(["TSLA"], source)).Results[0].Outcome);       // Friday may have had trading: the source is asked, and had none
        Assert.Equal(2, source.Requests.Count);
        Assert.Equal(before, Snapshot());

        source = new InventedSource("First", _ => InventedSource.Days(51, Friday));
        await Collect(["TSLA"], source);
        _time.MoveTo(new DateTimeOffset(2024, 12, 16, 2, 0, 0, TimeSpan.Zero));         // Sunday evening in New York
        Assert.Equal(CollectionOutcome.UpToDate, (await Collect(["TSLA"], source)).Results[0].Outcome);
        Assert.Single(source.Requests);
    }

    [Fact]
    public async Task SplitAdjustedHistory_IsFetchedAnew_AndTheOldFileKept()
    {
        await Collect(["TSLA"], new InventedSource("First", _ => InventedSource.Days(50, Thursday)));
        var old = File.ReadAllBytes(At("TSLA.csv"));
        _time.MoveTo(new DateTimeOffset(2024, 12, 14, 2, 0, 0, TimeSpan.Zero));
        var split = new InventedSource("First", _ => InventedSource.Days(51, Friday, factor: 0.2));
        var report = await Collect(["TSLA"], split);
        Assert.Equal(CollectionOutcome.Restated, report.Results[0].Outcome);
        Assert.Equal([new DateOnly(2024, 11, 29), null], split.Requests.Select(request => request.From));
        Assert.Equal(CsvOf(InventedSource.Days(51, Friday, 0.2)), File.ReadAllBytes(At("TSLA.csv")));
        var kept = Assert.Single(Directory.GetFiles(At("replaced"), "*.csv"));
        Assert.Equal(old, File.ReadAllBytes(kept));
        Assert.Equal("First", PriceProvenance.Read(Path.ChangeExtension(kept, ".json"))!.Source);
        Assert.Equal(["TSLA"], new PriceFolder(_folder.FullPath).Symbols);
    }

    [Theory]
    [InlineData("Open")]
    [InlineData("Volume")]
    [InlineData("missing day")]
    [InlineData("gone")]
    public async Task AnyChangeOfTheOverlap_CountsAsRestated(string change)
    {
        await Collect(["TSLA"], new InventedSource("First", _ => InventedSource.Days(50, Thursday)));
        var bars = InventedSource.Days(51, Friday);
        switch (change)
        {
            case "Open": bars[45] = bars[45] with { Open = bars[45].Open * 1.00001 }; break;
            case "Volume": bars[49] = bars[49] with { Volume = bars[49].Volume + 1 }; break;
            case "missing day": bars.RemoveAt(44); break;
            default: bars = [.. InventedSource.Days(80, Thursday).Take(30), new Bar(Friday, 1, 1, 1, 1, 1)]; break;
        }
        _time.MoveTo(new DateTimeOffset(2024, 12, 14, 2, 0, 0, TimeSpan.Zero));
        Assert.Equal(CollectionOutcome.Restated, (await Collect(["TSLA"], new InventedSource("First", _ => bars))).Results[0].Outcome);
        Assert.Equal(CsvOf(bars), File.ReadAllBytes(At("TSLA.csv")));
    }

    [Fact]
    public async Task HistoryThatEndsEarlier_IsNotBelieved()
    {
        await Collect(["TSLA"], new InventedSource("First", _ => InventedSource.Days(50, Thursday)));
        var before = Snapshot();
        _time.MoveTo(new DateTimeOffset(2024, 12, 14, 2, 0, 0, TimeSpan.Zero));
        var report = await Collect(["TSLA"], new InventedSource("First", _ => InventedSource.Days(40, new DateOnly(2024, 12, 2))));
        Assert.Equal(CollectionOutcome.Failed, report.Results[0].Outcome);
        Assert.Contains("2024-12-02", report.Results[0].Failure!.Message);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task FileWithoutAFittingRecord_IsFetchedAnew_AndKept()
    {
        var source = new InventedSource("First", _ => InventedSource.Days(50, Thursday));
        await Collect(["TSLA"], source);
        File.AppendAllText(At("TSLA.csv"), "2024-12-13,1,1,1,1,1\n");
        var edited = File.ReadAllBytes(At("TSLA.csv"));
        Assert.Null(new PriceCache(_folder.FullPath).RecordOf(Symbol.Parse("TSLA")));
        Assert.Equal(CollectionOutcome.Restated, (await Collect(["TSLA"], source)).Results[0].Outcome);
        Assert.Equal(edited, File.ReadAllBytes(Assert.Single(Directory.GetFiles(At("replaced"), "*.csv"))));
        Assert.Equal(CsvOf(InventedSource.Days(50, Thursday)), File.ReadAllBytes(At("TSLA.csv")));
    }

    [Fact]
    public async Task PassingFailures_AreTriedAgainUntilPatienceEnds()
    {
        var failures = 5;
        var source = new InventedSource("First", _ => InventedSource.Days(50, Thursday)) { Fails = () => failures-- > 0 ? InventedSource.Failure(SourceFailure.Offline) : null };
        var steps = new Steps();
        var report = await _time.RunAsync(Collector(TimeSpan.FromHours(2), source).CollectAsync(["TSLA", "AAPL"], steps));
        Assert.True(report.IsComplete);
        Assert.Equal([30, 60, 120], steps.Where(step => step.Pause is not null).Select(step => step.Pause!.Value.TotalSeconds));       // two fail, two fail, one fails, none fails
        Assert.Equal(2, steps[^1].Done);

        var down = new InventedSource("First", _ => []) { Fails = () => InventedSource.Failure(SourceFailure.Offline) };
        var start = _time.GetUtcNow();
        var end = await _time.RunAsync(Collector(TimeSpan.FromHours(2), down).CollectAsync(["MSFT"]));
        Assert.Equal(SourceFailure.Offline, Assert.IsType<PriceSourceException>(end.Results[0].Failure).Failure);
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromHours(1.5), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task TheSourcesOwnPause_IsKept()
    {
        var first = true;
        var source = new InventedSource("First", _ => InventedSource.Days(50, Thursday));
        source.Fails = () => first && !(first = false) ? InventedSource.Failure(SourceFailure.RateLimited, TimeSpan.FromMinutes(40)) : null;
        var start = _time.GetUtcNow();
        Assert.True((await _time.RunAsync(Collector(TimeSpan.FromHours(2), source).CollectAsync(["TSLA"]))).IsComplete);
        Assert.Equal(TimeSpan.FromMinutes(40), _time.GetUtcNow() - start);
    }

    [Fact]
    public async Task LastingFailures_AreReportedAndDoNotStopTheOthers()
    {
        var source = new InventedSource("First", symbol => symbol == "NOPE" ? [] : InventedSource.Days(50, Thursday));
        var report = await Collect(["NOPE", "TSLA"], source);
        Assert.False(report.IsComplete);
        Assert.Equal([CollectionOutcome.Failed, CollectionOutcome.New], report.Results.Select(result => result.Outcome));
        Assert.Contains("NOPE", report.Results[0].Failure!.Message);
        Assert.Contains("Failed: 1", report.ToString());
        Assert.Contains("NOPE", report.ToDisplay().ToText());
    }

    [Fact]
    public async Task WhatIsNoSymbol_StopsTheCollectionBeforeItBegins()
    {
        var source = new InventedSource("First", _ => InventedSource.Days(50, Thursday));
        await Assert.ThrowsAsync<PriceSourceException>(() => Collect(["TSLA", "../x"], source));
        Assert.Empty(source.Requests);
    }

    [Fact]
    public async Task Fallback_FillsANewFile_UntilThePreferredSourceIsBack_AndSourcesAreNeverMixed()
    {
        var preferred = new InventedSource("First", _ => InventedSource.Days(60, Friday));
        var other = new InventedSource("Second", _ => InventedSource.Days(60, Friday, factor: 1.5));
        preferred.Fails = () => InventedSource.Failure(SourceFailure.Offline);
        Assert.Equal("Second", (await Collect(["TSLA"], preferred, other)).Results[0].Source);

        _time.MoveTo(new DateTimeOffset(2024, 12, 14, 2, 0, 0, TimeSpan.Zero));
        var extended = await Collect(["TSLA"], preferred, other);           // still off: the file goes on with its own source
        Assert.Equal((CollectionOutcome.Extended, "Second"), (extended.Results[0].Outcome, extended.Results[0].Source));
        Assert.Equal(CsvOf(InventedSource.Days(60, Friday, 1.5)), File.ReadAllBytes(At("TSLA.csv")));

        preferred.Fails = () => null;
        var back = await Collect(["TSLA"], preferred, other);
        Assert.Equal((CollectionOutcome.Restated, "First"), (back.Results[0].Outcome, back.Results[0].Source));
        Assert.Equal(CsvOf(InventedSource.Days(60, Friday)), File.ReadAllBytes(At("TSLA.csv")));

        preferred.Fails = () => InventedSource.Failure(SourceFailure.FormatChanged);
        _time.MoveTo(new DateTimeOffset(2024, 12, 18, 2, 0, 0, TimeSpan.Zero));
        var before = Snapshot();
        Assert.Equal((CollectionOutcome.Failed, "First"), (await Collect(["TSLA"], preferred, other)).Results[0] is var failed ? (failed.Outcome, failed.Source) : default);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task SecondCollector_IsKeptOut_AndPartsOfKilledOnesAreRemoved()
    {
        var cache = new PriceCache(_folder.FullPath);
        _folder.Add(".TSLA.csv.abc.part", "Date,Op");
        using (cache.Enter())
        {
            Assert.Contains("another collection", (await Assert.ThrowsAsync<PriceDataException>(() => Collect(["TSLA"], new InventedSource("First", _ => [])))).Message);
        }
        await Collect(["TSLA"], new InventedSource("First", _ => InventedSource.Days(50, Thursday)));
        Assert.Empty(Directory.GetFiles(_folder.FullPath, "*.part"));
    }

    [Fact]
    public async Task RealAndGeneratedPrices_NeverShareAFolder()
    {
        SampleMarket.Generate().Write(_folder.FullPath);
        Assert.Contains("generated", (await Assert.ThrowsAsync<PriceDataException>(() => Collect(["TSLA"], new InventedSource("First", _ => InventedSource.Days(50, Thursday))))).Message);

        using var real = new TemporaryFolder();
        real.Add("TSLA.csv", "Date,Open,High,Low,Close,Volume\n2024-12-12,2,3,1,2,10\n");
        Assert.Contains("not generated", Assert.Throws<PriceDataException>(() => SampleMarket.Generate().Write(real.FullPath)).Message);
        Assert.False(new PriceFolder(real.FullPath).IsGenerated);
    }

    [Fact]
    public async Task Cancellation_LeavesWhatIsCollected()
    {
        using var cancel = new CancellationTokenSource();
        var source = new InventedSource("First", _ => InventedSource.Days(50, Thursday));
        var steps = new Steps(step => cancel.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Collector(TimeSpan.Zero, source).CollectAsync(["TSLA", "AAPL"], steps, cancel.Token));
        Assert.Equal(["TSLA"], new PriceFolder(_folder.FullPath).Symbols);
        Assert.True((await Collect(["TSLA", "AAPL"], source)).IsComplete);
        Assert.Equal(["TSLA", "AAPL"], source.Requests.Where(request => request.From is null).Select(request => request.Symbol).Distinct());
        Assert.DoesNotContain(source.Requests.Skip(2), request => request.Symbol == "TSLA");       // collected before: not asked for again
    }

    [Theory]
    [InlineData("new")]
    [InlineData("extended")]
    [InlineData("restated")]
    public async Task KillBetweenAnyTwoWrites_LeavesAWholeFileAndItsRecord_AndTheNextCollectionEndsTheSame(string phase)
    {
        byte[] Expected() => CsvOf(InventedSource.Days(phase == "new" ? 50 : 51, phase == "new" ? Thursday : Friday, phase == "restated" ? 0.2 : 1));
        var symbol = Symbol.Parse("TSLA");
        var deaths = 0;
        for (var step = 1; ; step++)
        {
            using var folder = new TemporaryFolder();
            var time = new ManualTime(new DateTimeOffset(2024, 12, 13, 2, 0, 0, TimeSpan.Zero));
            byte[]? old = null;
            if (phase != "new")
            {
                await Run(folder, time, Disk.Real, InventedSource.Days(50, Thursday));
                old = File.ReadAllBytes(Path.Combine(folder.FullPath, "TSLA.csv"));
                time.MoveTo(new DateTimeOffset(2024, 12, 14, 2, 0, 0, TimeSpan.Zero));
            }
            var bars = phase switch { "new" => InventedSource.Days(50, Thursday), "extended" => InventedSource.Days(51, Friday), _ => InventedSource.Days(51, Friday, 0.2) };
            var disk = new MortalDisk(step);
            try
            {
                await Run(folder, time, disk, bars);
            }
            catch (KilledException)
            {
                deaths++;
            }

            var file = Path.Combine(folder.FullPath, "TSLA.csv");
            var cache = new PriceCache(folder.FullPath);
            if (File.Exists(file))
            {
                var now = File.ReadAllBytes(file);
                Assert.True(now.AsSpan().SequenceEqual(Expected()) || now.AsSpan().SequenceEqual(old), $"killed at step {step}: the file is neither the old nor the new one");
                var record = cache.RecordOf(symbol);
                Assert.True(record is not null, $"killed at step {step}: no record fits the file");
                Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(now)), record.Sha256);
                Assert.Equal(PriceCsv.Read(file).Count, record.Rows);
            }
            else
            {
                Assert.Null(old);
            }
            if (phase == "restated" && !File.ReadAllBytes(file).AsSpan().SequenceEqual(old))
                Assert.Equal(old, File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(folder.FullPath, "replaced"), "*.csv"))));

            await Run(folder, time, Disk.Real, bars);
            Assert.Equal(Expected(), File.ReadAllBytes(file));
            Assert.Equal(cache.RecordOf(symbol), PriceProvenance.Read(Path.ChangeExtension(file, ".json")));
            Assert.Empty(Directory.GetFiles(folder.FullPath, "*.part", SearchOption.AllDirectories));
            if (!disk.IsDead)
                break;
        }
        Assert.True(deaths >= (phase == "restated" ? 28 : 14), $"only {deaths} kills");
    }

    private Task<CollectionReport> Collect(string[] symbols, params ILiveSource[] sources) => Collector(TimeSpan.Zero, sources).CollectAsync(symbols);

    private PriceCollector Collector(TimeSpan patience, params ILiveSource[] sources) => new(new LivePrices(sources), new PriceCache(_folder.FullPath), patience, _time);

    private static Task<CollectionReport> Run(TemporaryFolder folder, ManualTime time, Disk disk, List<Bar> bars) =>
        new PriceCollector(new LivePrices(new InventedSource("First", _ => bars)), new PriceCache(folder.FullPath, disk), TimeSpan.Zero, time).CollectAsync(["TSLA"]);

    private string At(string name) => Path.Combine(_folder.FullPath, name);

    private string Snapshot() => string.Join('\n', Directory.GetFiles(_folder.FullPath, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))} {File.GetLastWriteTimeUtc(file):O}"));

    private static byte[] CsvOf(List<Bar> bars)
    {
        using var stream = new MemoryStream();
        PriceCsv.Write(PriceSeries.FromBars("X", Invented.Origin, bars), stream);
        return stream.ToArray();
    }

    private sealed class Steps(Action<CollectionStep>? then = null) : List<CollectionStep>, IProgress<CollectionStep>
    {
        public void Report(CollectionStep value)
        {
            Add(value);
            then?.Invoke(value);
        }
    }
}
