namespace StockLab.Market.Tests;

public class FredSourceTests
{
    [Theory]
    [InlineData("FRED:DGS1MO", "observation_date")]
    [InlineData("US1MT", "observation_date")]
    [InlineData("US1MT", "DATE")]
    public async Task Csv_BecomesASeriesOfCloses_InWhichADotIsMissing(string symbol, string header)
    {
        await using var server = new LoopbackServer($"{header},DGS1MO\n2001-07-31,3.67\n2001-08-01,.\n2001-08-02,\n2001-08-03,-0.05\n");
        using var fred = new FredSource(SourceTest.Once(server));
        var prices = await fred.GetAsync(symbol);
        Assert.Equal([3.67, double.NaN, double.NaN, -0.05], prices.Close);
        Assert.Equal(SourceTest.Day("2001-08-03"), prices.Dates[^1]);
        Assert.All(prices.Open.Concat(prices.High).Concat(prices.Low).Concat(prices.Volume), value => Assert.True(double.IsNaN(value)));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("/graph/fredgraph.csv", "DGS1MO", ""), (request.Path, request["id"], request["cosd"]));
    }

    [Fact]
    public async Task Span_IsAskedForByDate()
    {
        await using var server = new LoopbackServer("observation_date,DGS1MO\r\n2001-07-31,3.67\r\n2001-08-01,3.65\r\n");
        using var fred = new FredSource(SourceTest.Once(server));
        Assert.Equal([3.65], (await fred.GetAsync("FRED:DGS1MO", SourceTest.Day("2001-08-01"), SourceTest.Day("2001-08-05"))).Close);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("2001-08-01", "2001-08-05"), (request["cosd"], request["coed"]));
    }

    [Theory]
    [InlineData(404, "<!DOCTYPE html><html>not found</html>", SourceFailure.SymbolUnknown, false)]
    [InlineData(400, "Bad request", SourceFailure.SymbolUnknown, false)]
    [InlineData(200, "\n <!DOCTYPE html><html>maintenance</html>", SourceFailure.FormatChanged, false)]
    [InlineData(200, "observation_date,DGS10\n2001-07-31,3.67\n", SourceFailure.FormatChanged, false)]
    [InlineData(200, "observation_date;DGS1MO\n2001-07-31;3.67\n", SourceFailure.FormatChanged, false)]
    [InlineData(200, "observation_date,DGS1MO\n31.07.2001,3.67\n", SourceFailure.FormatChanged, false)]
    [InlineData(200, "observation_date,DGS1MO\n2001-07-31,3,67\n", SourceFailure.FormatChanged, false)]
    [InlineData(200, "observation_date,DGS1MO\n2001-07-31,NaN\n", SourceFailure.FormatChanged, false)]
    [InlineData(200, "observation_date,DGS1MO\n\n2001-07-31,1\n", SourceFailure.FormatChanged, false)]
    [InlineData(200, "observation_date,DGS1MO\n2001-07-31,3.6", SourceFailure.FormatChanged, true)]
    [InlineData(200, "observation_da", SourceFailure.FormatChanged, true)]
    public async Task WhatIsNotTheFormat_IsATypedError(int status, string body, SourceFailure failure, bool passing)
    {
        await using var server = new LoopbackServer(body, status);
        using var fred = new FredSource(SourceTest.Once(server));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:DGS1MO"));
        Assert.Equal((failure, passing), (error.Failure, error.IsPassing));
        Assert.StartsWith("FRED: ", error.Message);
    }

    [Fact]
    public async Task BytesThatAreNotUtf8_AreAChangeOfFormat()
    {
        await using var server = new LoopbackServer(_ => new LoopbackReply(200, [.. "observation_date,DGS1MO\n2001-07-31,"u8, 0xB0, 0xA1, (byte)'\n']));
        using var fred = new FredSource(SourceTest.Once(server));
        Assert.Equal(SourceFailure.FormatChanged, (await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:DGS1MO"))).Failure);
    }
}
