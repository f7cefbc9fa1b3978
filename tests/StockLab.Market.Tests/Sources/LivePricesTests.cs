namespace StockLab.Market.Tests;

public class LivePricesTests
{
    [Theory]
    [InlineData("005930", "Naver Yahoo KRX")]
    [InlineData("KS11", "Naver Yahoo KRX")]
    [InlineData("KS50", "KRX")]
    [InlineData("TSLA", "Yahoo")]
    [InlineData("USD/KRW", "Yahoo")]
    [InlineData("US1MT", "FRED")]
    [InlineData("FRED:DGS10", "FRED")]
    [InlineData("NAVER:005930", "Naver")]
    [InlineData("YAHOO:005930.KS", "Yahoo")]
    [InlineData("KRX:005930", "KRX")]
    [InlineData("TSE:7203", "Yahoo")]
    public void Symbol_DecidesTheSourcesAndTheirOrder(string symbol, string sources)
    {
        using var live = new LivePrices();
        Assert.Equal(sources, string.Join(' ', live.SourcesOf(Symbol.Parse(symbol)).Select(source => source.Name)));
    }

    [Theory]
    [InlineData("005930")]
    [InlineData("TSLA")]
    [InlineData("KRX:KS11")]
    [InlineData("FRED:X")]
    public async Task SpanOfAllTime_IsAskedForOnce_AndASpanThatRunsBackwardsHasNoPrices(string symbol)
    {
        await using var server = new LoopbackServer(request => new LoopbackReply(request.Path switch
        {
            "/sise.nhn" => "<protocol><chartdata symbol=\"005930\"><item data=\"20241213|1|1|1|1|1\"/></chartdata></protocol>",
            "/graph/fredgraph.csv" => "observation_date,X\n2024-12-13,1\n",
            "/v8/finance/chart/TSLA" => """{"chart":{"result":[{"meta":{"exchangeTimezoneName":"America/New_York"},"timestamp":[1734100200],"indicators":{"quote":[{"open":[1],"high":[1],"low":[1],"close":[1],"volume":[1]}]}}],"error":null}}""",
            _ => """{"_error_code":"CD001","output":[{"TRD_DD":"2024/12/13","OPNPRC_IDX":"1","HGPRC_IDX":"1","LWPRC_IDX":"1","CLSPRC_IDX":"1","ACC_TRDVOL":"1"}]}""",
        }));
        var settings = SourceTest.Once(server);
        using var live = new LivePrices(new NaverSource(settings), new YahooSource(settings), new FredSource(settings), new KrxSource(settings, new KrxLogin("a", "b")));
        Assert.Equal([SourceTest.Day("2024-12-13")], (await live.GetAsync(symbol, DateOnly.MinValue, DateOnly.MaxValue)).Dates);
        Assert.InRange(server.Requests.Count, 1, 21);       // the exchange wants 18 spans of two years and a login
        await Assert.ThrowsAsync<PriceDataException>(() => live.GetAsync(symbol, SourceTest.Day("2024-12-13"), SourceTest.Day("2024-12-12")));
    }

    [Fact]
    public async Task FailingSource_IsFollowedByTheNext()
    {
        await using var naver = new LoopbackServer("", 500);
        await using var yahoo = new LoopbackServer("""
            {"chart":{"result":[{"meta":{"exchangeTimezoneName":"Asia/Seoul"},"timestamp":[1734048000],"indicators":{"quote":[{"open":[1],"high":[1],"low":[1],"close":[56100],"volume":[1]}]}}],"error":null}}
            """);
        using var live = new LivePrices(new NaverSource(SourceTest.Once(naver)), new YahooSource(SourceTest.Once(yahoo)));
        var prices = await live.GetAsync("005930");
        Assert.Equal(("Yahoo", 56100.0), (prices.Origin.Source, prices.Close[0]));
        Assert.Single(naver.Requests);
    }

    [Fact]
    public async Task AllSourcesFailing_TellsOfAll()
    {
        await using var naver = new LoopbackServer("<protocol><chartdata symbol=\"\"></chartdata></protocol>");
        await using var yahoo = new LoopbackServer("", 429);
        using var live = new LivePrices(new NaverSource(SourceTest.Once(naver)), new YahooSource(SourceTest.Once(yahoo)));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => live.GetAsync("005930"));
        Assert.Contains("Naver: ", error.Message);
        Assert.Contains("Yahoo: ", error.Message);
        Assert.Equal((SourceFailure.RateLimited, true), (error.Failure, error.IsPassing));
    }
}
