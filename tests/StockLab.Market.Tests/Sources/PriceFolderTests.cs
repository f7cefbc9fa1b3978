using StockLab.Market;

namespace StockLab.Market.Tests.Sources;

public sealed class PriceFolderTests : IDisposable
{
    private const string Text = "Date,Open,High,Low,Close,Volume\n2020-01-02,1,2,1,2,3\n2020-01-03,1,2,1,2,3\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Symbols_AreTheCsvFiles_InOrdinalOrder()
    {
        _folder.Add("TSLA.csv", Text);
        _folder.Add("005930.csv", Text);
        _folder.Add("notes.md", "x");
        _folder.Add(".X.csv.part", "x");
        Assert.Equal(["005930", "TSLA"], new PriceFolder(_folder.FullPath).Symbols);
    }

    [Theory]
    [InlineData("TSLB", "Did you mean TSLA?")]
    [InlineData("KRW", "Did you mean USDKRW?")]
    [InlineData("zzzzzzzz", "It has TSLA, USDKRW.")]
    [InlineData("../TSLA.csv", "It has")]
    public void UnknownSymbol_GetsNearNames(string symbol, string remedy)
    {
        _folder.Add("TSLA.csv", Text);
        _folder.Add("USDKRW.csv", Text);
        var error = Assert.Throws<PriceDataException>(() => new PriceFolder(_folder.FullPath).Read(symbol));
        Assert.Contains(remedy, error.Remedy);
        Assert.Contains($"'{symbol}'", error.Problem);
    }

    [Theory]
    [InlineData("USD/KRW")]
    [InlineData("usdkrw")]
    public void Read_FindsTheFileOfASymbol(string symbol)
    {
        _folder.Add("USDKRW.csv", Text);
        Assert.Equal("USDKRW", new PriceFolder(_folder.FullPath).Read(symbol).Symbol);
    }

    [Fact]
    public void ReadFirst_TakesTheFirstSymbolThatIsThere()
    {
        _folder.Add("SIM.csv", Text);
        var folder = new PriceFolder(_folder.FullPath);
        Assert.Equal("SIM", folder.ReadFirst("TSLA", "SIM").Symbol);
        Assert.Contains("'TSLA'", Assert.Throws<PriceDataException>(() => folder.ReadFirst("TSLA", "NVDA")).Problem);
    }

    [Fact]
    public void MarkedFolder_IsGenerated_AndSaysSo()
    {
        _folder.Add("SIM.csv", Text);
        _folder.Add(PriceFolder.GeneratedMarker, """{ "source": "sample market, seed 7" }""");
        var prices = new PriceFolder(_folder.FullPath).Read("SIM");
        Assert.True(prices.Origin.IsGenerated);
        Assert.Contains("generated", prices.ToString());
        Assert.Contains("seed 7", prices.Origin.Source);
    }

    [Fact]
    public void UnmarkedFolder_IsNotGenerated()
    {
        _folder.Add("REAL.csv", Text);
        Assert.False(new PriceFolder(_folder.FullPath).Read("REAL").Origin.IsGenerated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    public void BrokenMarker_IsRefused_RatherThanTakenForReal(string marker)
    {
        _folder.Add(PriceFolder.GeneratedMarker, marker);
        Assert.Throws<PriceDataException>(() => new PriceFolder(_folder.FullPath));
    }

    [Fact]
    public void MissingFolder_IsNamed() => Assert.Contains("no such folder", Assert.Throws<PriceDataException>(() => new PriceFolder(Path.Combine(_folder.FullPath, "none"))).Problem);

    [Fact]
    public void Open_TakesTheNamedFolderFirst()
    {
        _folder.Add("TSLA.csv", Text);
        Assert.Equal(_folder.FullPath, PriceFolder.Open(_folder.FullPath).FolderPath);
    }

    [Fact]
    public void FolderNamedWithASlashAtItsEnd_KeepsItsName()
    {
        _folder.Add("TSLA.csv", Text);
        Assert.Equal(new PriceFolder(_folder.FullPath).Name, new PriceFolder(_folder.FullPath + Path.DirectorySeparatorChar).Name);
    }

    [Fact]
    public async Task GetAsync_CutsTheSpan()
    {
        _folder.Add("TSLA.csv", Text);
        IPriceSource source = new PriceFolder(_folder.FullPath);
        Assert.Equal(2, (await source.GetAsync("TSLA")).Count);
        Assert.Equal(1, (await source.GetAsync("TSLA", from: new(2020, 1, 3))).Count);
        Assert.Equal(1, (await source.GetAsync("TSLA", to: new(2020, 1, 2))).Count);
    }

    [Fact]
    public async Task GetAsync_StopsWhenCancelled()
    {
        _folder.Add("TSLA.csv", Text);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PriceFolder(_folder.FullPath).GetAsync("TSLA", cancel: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void EveryRealFile_IsRead()
    {
        var folder = RealPrices.Folder;
        foreach (var symbol in folder.Symbols)
        {
            var lines = File.ReadLines(Path.Combine(folder.FolderPath, symbol + ".csv")).Count();
            Assert.Equal(lines - 1, folder.Read(symbol).Count);
        }
    }
}
