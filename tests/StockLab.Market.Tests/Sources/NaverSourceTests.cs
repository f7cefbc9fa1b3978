using System.Text;

namespace StockLab.Market.Tests;

public class NaverSourceTests
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"EUC-KR\" ?>\n<protocol>\n<chartdata symbol=\"005930\" name=\"삼성전자\" count=\"3\" timeframe=\"day\" precision=\"0\" origintime=\"19900103\">\n";
    private const string Items = "<item data=\"20241211|53700|54100|53100|54000|20000000\" />\n<item data=\"20241212|54200|55900|54100|55900|23000000\" />\n<item data=\"20241213|55900|56600|55500|56100|15000000\" />\n";
    private const string Tail = "</chartdata>\n</protocol>\n";

    [Fact]
    public async Task Chart_BecomesASeriesThatNamesItsSource()
    {
        await using var server = new LoopbackServer(_ => new LoopbackReply(200, EucKr(Head + Items + Tail), Delivery.Whole, ("Content-Type", "text/xml;charset=EUC-KR")));
        using var naver = new NaverSource(SourceTest.Once(server));
        var prices = await naver.GetAsync("005930");

        Assert.Equal("005930", prices.Symbol);
        Assert.Equal(new PriceOrigin("Naver", IsGenerated: false), prices.Origin);
        Assert.Equal(
            [new Bar(SourceTest.Day("2024-12-11"), 53700, 54100, 53100, 54000, 20000000), new(SourceTest.Day("2024-12-12"), 54200, 55900, 54100, 55900, 23000000), new(SourceTest.Day("2024-12-13"), 55900, 56600, 55500, 56100, 15000000)],
            Enumerable.Range(0, prices.Count).Select(i => prices[i]));
        Assert.Null(prices.AdjClose);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/sise.nhn", "005930", "day", "10000", "0"), (request.Method, request.Path, request["symbol"], request["timeframe"], request["count"], request["requestType"]));
    }

    [Fact]
    public async Task Span_AsksForTheDaysSinceItsBeginningAndIsCutToIt()
    {
        await using var server = new LoopbackServer(Head + Items + Tail);
        using var naver = new NaverSource(SourceTest.Once(server));
        var prices = await naver.GetAsync("005930", SourceTest.Day("2024-12-12"), SourceTest.Day("2024-12-12"));
        Assert.Equal([SourceTest.Day("2024-12-12")], prices.Dates);
        Assert.Equal("11", Assert.Single(server.Requests)["count"]);      // one day back, and ten to spare
        await Assert.ThrowsAsync<PriceDataException>(() => naver.GetAsync("005930", SourceTest.Day("2024-12-14")));
    }

    [Theory]
    [InlineData("KS11", "KOSPI")]
    [InlineData("KQ11", "KOSDAQ")]
    [InlineData("KS200", "KPI200")]
    [InlineData("0001A0", "0001A0")]
    public async Task Indices_HaveNamesOfTheirOwn(string symbol, string code)
    {
        await using var server = new LoopbackServer(request => new LoopbackReply(Head.Replace("005930", request["symbol"]) + "<item data=\"20241213|2482.02|2500.32|2470.10|2494.46|412345\" />" + Tail));
        using var naver = new NaverSource(SourceTest.Once(server));
        Assert.Equal(2494.46, (await naver.GetAsync(symbol)).Close[0]);
        Assert.Equal(code, Assert.Single(server.Requests)["symbol"]);
    }

    [Theory]
    [InlineData("euc-kr")]
    [InlineData("utf-8")]
    [InlineData("utf-8 with mark")]
    [InlineData("utf-16")]
    [InlineData("no encoding at all")]
    public async Task Encoding_DoesNotMatterForTheNumbers(string encoding)
    {
        var text = Head + Items + Tail;
        var body = encoding switch
        {
            "euc-kr" => EucKr(text),
            "utf-8" => Encoding.UTF8.GetBytes(text),
            "utf-8 with mark" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            _ => [.. Encoding.ASCII.GetBytes(text[..text.IndexOf("삼성", StringComparison.Ordinal)]), 0x80, 0xFF, 0xC0, 0xFE, .. Encoding.ASCII.GetBytes(text[(text.IndexOf("전자", StringComparison.Ordinal) + 2)..])],
        };
        await using var server = new LoopbackServer(_ => new LoopbackReply(200, body));
        using var naver = new NaverSource(SourceTest.Once(server));
        Assert.Equal([54000, 55900, 56100], (await naver.GetAsync("005930")).Close);
    }

    [Theory]
    [InlineData("<protocol><chartdata symbol=\"\" name=\"\" count=\"0\"></chartdata></protocol>", SourceFailure.SymbolUnknown)]
    [InlineData("<protocol></protocol>", SourceFailure.FormatChanged)]
    [InlineData("<html><body>점검 중</body></html>", SourceFailure.FormatChanged)]
    [InlineData("{\"message\":\"gone\"}", SourceFailure.FormatChanged)]
    [InlineData("", SourceFailure.FormatChanged)]
    [InlineData("<other/>", SourceFailure.FormatChanged)]
    [InlineData("<protocol><chartdata symbol=\"000660\"><item data=\"20241213|1|1|1|1|1\"/></chartdata></protocol>", SourceFailure.FormatChanged)]
    [InlineData("<protocol><chartdata symbol=\"005930\"><item data=\"20241213|1|1|1|1\"/></chartdata></protocol>", SourceFailure.FormatChanged)]
    [InlineData("<protocol><chartdata symbol=\"005930\"><item data=\"20241313|1|1|1|1|1\"/></chartdata></protocol>", SourceFailure.FormatChanged)]
    [InlineData("<protocol><chartdata symbol=\"005930\"><item data=\"20241213|1|1|1|1e3|1\"/></chartdata></protocol>", SourceFailure.FormatChanged)]
    [InlineData("<protocol><chartdata symbol=\"005930\"><item data=\"20241213|1|1|1|1,000|1\"/></chartdata></protocol>", SourceFailure.FormatChanged)]
    [InlineData("<protocol><chartdata symbol=\"005930\"><item/></chartdata></protocol>", SourceFailure.FormatChanged)]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><protocol>&b;</protocol>", SourceFailure.FormatChanged)]
    public async Task WhatIsNotTheFormat_IsATypedError(string body, SourceFailure failure)
    {
        await using var server = new LoopbackServer(body);
        using var naver = new NaverSource(SourceTest.Once(server));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => naver.GetAsync("005930"));
        Assert.Equal(failure, error.Failure);
        Assert.StartsWith("Naver: ", error.Message);
    }

    [Fact]
    public async Task EveryCutOfTheAnswer_IsSeen_AndWorthAskingAgain()
    {
        var whole = Encoding.ASCII.GetBytes((Head + Items + Tail).Replace("삼성전자", "x").TrimEnd());
        for (var length = 0; length < whole.Length; length += 7)
        {
            await using var server = new LoopbackServer(_ => new LoopbackReply(200, whole[..length], Delivery.Unmarked));
            using var naver = new NaverSource(SourceTest.Once(server));
            var error = await Assert.ThrowsAsync<PriceSourceException>(() => naver.GetAsync("005930"));
            Assert.True(error is { Failure: SourceFailure.FormatChanged, IsPassing: true }, $"cut at {length}: {error}");
        }
    }

    [Fact]
    public async Task MissingValues_AreNotANumber()
    {
        await using var server = new LoopbackServer(Head + "<item data=\"20241213|null|null|null|56100|\" />" + Tail);
        using var naver = new NaverSource(SourceTest.Once(server));
        var prices = await naver.GetAsync("005930");
        Assert.Equal(new Bar(SourceTest.Day("2024-12-13"), double.NaN, double.NaN, double.NaN, 56100, double.NaN), prices[0]);
    }

    [Theory]
    [InlineData("TSLA")]
    [InlineData("USD/KRW")]
    [InlineData("KS50")]
    [InlineData("YAHOO:005930.KS")]
    [InlineData("KRX:005930")]
    public async Task OtherSymbols_AreNotAskedFor(string symbol)
    {
        await using var server = new LoopbackServer("");
        using var naver = new NaverSource(SourceTest.Once(server));
        Assert.False(naver.Has(Symbol.Parse(symbol)));
        Assert.Equal(SourceFailure.SymbolUnknown, (await Assert.ThrowsAsync<PriceSourceException>(() => naver.GetAsync(symbol))).Failure);
        Assert.Empty(server.Requests);
    }

    private static byte[] EucKr(string text) => CodePagesEncodingProvider.Instance.GetEncoding(51949)!.GetBytes(text);
}
