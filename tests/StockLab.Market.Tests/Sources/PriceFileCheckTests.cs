namespace StockLab.Market.Tests;

public sealed class PriceFileCheckTests : IDisposable
{
    private static readonly DateOnly Thursday = new(2024, 12, 12);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CollectedFile_IsGood_AndReadingItNamesItsSource()
    {
        await Collect("TSLA", "USD/KRW");
        Assert.Equal([("TSLA", FileState.Good, 50), ("USDKRW", FileState.Good, 50)], Check().Select(check => (check.Symbol, check.State, check.Rows)));
        var check = Check()[0];
        Assert.True(check.IsTrusted);
        Assert.Equal((Thursday, "Invented"), (check.Last, check.Record!.Source));
        Assert.True(check.Cleaning!.IsClean);

        var folder = new PriceFolder(_folder.FullPath);
        Assert.Equal($"Invented · collected 2024-12-13 · {folder.Name}", folder.Read("TSLA").Origin.Source);
        Assert.Equal("USDKRW", folder.Read("usd/krw").Symbol);
        Assert.Equal("TSLA", folder.Read("테슬라").Symbol);
        Assert.True(folder.Has("NASDAQ:TSLA"));
        Assert.False(folder.Has("AAPL"));
    }

    [Fact]
    public void ForeignFile_HasNoRecord_AndThatIsNoFault()
    {
        _folder.Add("TSLA.csv", "Date,Open,High,Low,Close,Volume\n2024-12-12,2,3,1,2,10\n");
        var check = Assert.Single(Check());
        Assert.Equal((FileState.NoRecord, true), (check.State, check.IsTrusted));
        Assert.Equal(new PriceFolder(_folder.FullPath).Name, new PriceFolder(_folder.FullPath).Read("TSLA").Origin.Source);
    }

    [Fact]
    public async Task ChangedByte_IsSeen()
    {
        await Collect("TSLA");
        var path = Path.Combine(_folder.FullPath, "TSLA.csv");
        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(path, bytes);
        var check = Assert.Single(Check());
        Assert.Equal((FileState.Altered, false), (check.State, check.IsTrusted));
        Assert.Null(check.Record);
        Assert.Contains("SHA-256", check.Problem);
        Assert.DoesNotContain("Invented", new PriceFolder(_folder.FullPath).Read("TSLA").Origin.Source);        // changed numbers are not the source's
    }

    [Theory]
    [InlineData("TSLA.csv", "Date,Open\n", "TSLA.csv:1")]
    [InlineData("TSLA.json", "{\"symbol\":", "TSLA.json")]
    [InlineData("TSLA.json", "{\"symbol\":null}", "TSLA.json")]
    [InlineData("TSLA.json", "{}", "TSLA.json")]
    public async Task UnreadableFileOrRecord_IsDamaged(string file, string text, string place)
    {
        await Collect("TSLA");
        _folder.Add(file, text);
        var check = Assert.Single(Check());
        Assert.Equal((FileState.Damaged, false), (check.State, check.IsTrusted));
        Assert.Contains(place, check.Problem);
    }

    [Fact]
    public async Task InterruptedUpdate_IsToldFromDamage()
    {
        await Collect("TSLA");
        var cache = new PriceCache(_folder.FullPath, new MortalDisk(8));        // after the new record and before the new file
        Assert.Throws<KilledException>(() => cache.Store(Symbol.Parse("TSLA"), PriceSeries.FromBars("TSLA", Invented.Origin, InventedSource.Days(51, new DateOnly(2024, 12, 13))), "Invented", SourceTest.Now, keepsOld: false));
        var check = Assert.Single(Check());
        Assert.Equal((FileState.Interrupted, true, 50), (check.State, check.IsTrusted, check.Rows));
        Assert.Equal(50, check.Record!.Rows);
    }

    [Fact]
    public void UpstreamErrorOfRealPrices_IsFlagged_AndTheMendedFileIsNot()
    {
        var checks = PriceFileCheck.Folder(RealPrices.Folder.FolderPath).ToDictionary(check => check.Symbol);
        Assert.Equal(59, checks.Count);
        Assert.All(checks.Values, check => Assert.Equal(FileState.NoRecord, check.State));
        var jumps = new FlagLimitJumps().Name;
        Assert.Equal([new DateOnly(2012, 5, 24), new DateOnly(2013, 3, 22)], checks["068270_upstream"].Cleaning!.Notes.Where(note => note.Step == jumps).Select(note => note.Date));
        Assert.Equal(0, checks["068270"].Cleaning!.Count(jumps));
        Assert.True(checks["TSLA"].Cleaning!.IsClean);
    }

    private List<PriceFileCheck> Check() => [.. PriceFileCheck.Folder(_folder.FullPath)];

    private Task Collect(params string[] symbols)
    {
        var time = new ManualTime(new DateTimeOffset(2024, 12, 13, 2, 0, 0, TimeSpan.Zero));
        var source = new InventedSource("Invented", _ => InventedSource.Days(50, Thursday));
        return new PriceCollector(new LivePrices(source), new PriceCache(_folder.FullPath), TimeSpan.Zero, time).CollectAsync(symbols);
    }
}
