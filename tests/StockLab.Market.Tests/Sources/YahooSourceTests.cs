using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StockLab.Market.Tests;

public class YahooSourceTests
{
    private const string Tesla = """
        {"chart":{"result":[{"meta":{"currency":"USD","symbol":"TSLA","exchangeName":"NMS","instrumentType":"EQUITY","gmtoffset":-18000,"timezone":"EST","exchangeTimezoneName":"America/New_York"},
        "timestamp":[1598621400,1598880600,1598967000],
        "events":{"dividends":{"1598967000":{"amount":0.25,"date":1598967000},"1598621400":{"amount":0.2,"date":1598621400}},"splits":{"1598880600":{"date":1598880600,"numerator":5.0,"denominator":1.0,"splitRatio":"5:1"}}},
        "indicators":{"quote":[{"open":[459.0239868164062,444.6099853515625,502.1400146484375],"high":[463.697998046875,500.1400146484375,502.489990234375],"low":[437.3039855957031,440.1099853515625,470.510009765625],
        "close":[442.67999267578125,498.32000732421875,475.04998779296875],"volume":[100406000,118374400,89841100]}],"adjclose":[{"adjclose":[442.0,497.5,475.04998779296875]}]}}],"error":null}}
        """;

    [Fact]
    public async Task Chart_KeepsCloseAndAdjustedCloseApart_AndTellsDividendsAndSplits()
    {
        await using var server = new LoopbackServer(Tesla);
        using var yahoo = new YahooSource(SourceTest.Once(server));
        var history = await yahoo.GetHistoryAsync("TSLA");

        Assert.Equal([SourceTest.Day("2020-08-28"), SourceTest.Day("2020-08-31"), SourceTest.Day("2020-09-01")], history.Prices.Dates);
        Assert.Equal([442.68, 498.32, 475.05], history.Prices.Close);       // what single precision meant: 442.67999267578125 is 442.68
        Assert.Equal([442.0, 497.5, 475.05], history.Prices.AdjClose!.Value);
        Assert.Equal([100406000.0, 118374400, 89841100], history.Prices.Volume);
        Assert.Equal([new Dividend(SourceTest.Day("2020-08-28"), 0.2), new(SourceTest.Day("2020-09-01"), 0.25)], history.Dividends);
        Assert.Equal([new Split(SourceTest.Day("2020-08-31"), 5, 1)], history.Splits);
        Assert.Equal(("USD", "America/New_York"), (history.Currency, history.TimeZone));
        Assert.Equal("Yahoo", history.Prices.Origin.Source);
    }

    [Fact]
    public async Task Request_ReachesADayBeyondTheSpan_AndTheRowsAreCutToIt()
    {
        await using var server = new LoopbackServer(Tesla);
        using var yahoo = new YahooSource(SourceTest.Once(server));
        var history = await yahoo.GetHistoryAsync("TSLA", SourceTest.Day("2020-08-31"), SourceTest.Day("2020-08-31"));
        Assert.Equal([SourceTest.Day("2020-08-31")], history.Prices.Dates);
        Assert.Empty(history.Dividends);
        Assert.Single(history.Splits);
        var request = Assert.Single(server.Requests);
        Assert.Equal("/v8/finance/chart/TSLA", request.Path);
        Assert.Equal(("1598745600", "1599004800", "1d", "div,splits"), (request["period1"], request["period2"], request["interval"], request["events"]));    // 2020-08-30 and 2020-09-02, UTC
        Assert.Contains("StockLab", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task TenYearsOfDays_FallOnNewYorksDates_InSummerAndInWinter()
    {
        var folder = RealPrices.Folder;
        using var temporary = new TemporaryFolder();
        var answer = Path.Combine(temporary.FullPath, "answer.json");
        Python.Run(Python.With("zoneinfo", "python3"), "Sources/yahoo_chart.py", Path.Combine(folder.FolderPath, "TSLA.csv"), answer);
        var body = File.ReadAllBytes(answer);
        await using var server = new LoopbackServer(_ => new LoopbackReply(200, body));
        using var yahoo = new YahooSource(SourceTest.Once(server));

        var real = folder.Read("TSLA");
        var prices = await yahoo.GetAsync("TSLA");
        Assert.Equal(2541, prices.Count);
        Assert.Equal(real.Dates, prices.Dates);
        Assert.Equal(real.Close, prices.Close);
        Assert.Equal(real.AdjClose!.Value, prices.AdjClose!.Value);
        Assert.Equal(real.Volume, prices.Volume);
    }

    [Theory]
    [InlineData("Asia/Seoul", 32400, "2024-12-13T00:00:00Z", "2024-12-13")]             // 09:00 in Seoul
    [InlineData("Asia/Seoul", 32400, "2024-12-12T15:00:00Z", "2024-12-13")]             // midnight in Seoul
    [InlineData("America/New_York", -18000, "2024-07-05T13:30:00Z", "2024-07-05")]
    [InlineData("America/New_York", -14400, "2024-12-13T05:00:00Z", "2024-12-13")]      // midnight in winter, although gmtoffset tells of summer
    [InlineData("America/New_York", -18000, "2024-07-05T04:00:00Z", "2024-07-05")]      // midnight in summer, although gmtoffset tells of winter
    [InlineData("Europe/London", 0, "2024-07-04T23:00:00Z", "2024-07-05")]              // an exchange rate: midnight in London
    [InlineData("Europe/London", 3600, "2024-12-12T23:00:00Z", "2024-12-13")]           // Yahoo's slip: 23:00 of the evening before
    [InlineData("Australia/Sydney", 39600, "2024-12-12T23:00:00Z", "2024-12-13")]       // 10:00 in Sydney
    [InlineData("Nowhere/Atlantis", 32400, "2024-12-12T15:00:00Z", "2024-12-13")]       // an unknown zone: its offset
    public async Task Date_IsTheExchangesOwn(string zone, int offset, string time, string date)
    {
        var seconds = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        await using var server = new LoopbackServer(Minimal($"\"exchangeTimezoneName\":\"{zone}\",\"gmtoffset\":{offset}", $"{seconds}"));
        using var yahoo = new YahooSource(SourceTest.Once(server));
        Assert.Equal([SourceTest.Day(date)], (await yahoo.GetAsync("TSLA")).Dates);
    }

    [Fact]
    public async Task TheMachinesCulture_DoesNotMatter()
    {
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (odd.NumberFormat.NegativeSign, odd.NumberFormat.NumberDecimalSeparator) = ("−", ",");
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = odd;
        try
        {
            await using var server = new LoopbackServer(Tesla);
            using var yahoo = new YahooSource(SourceTest.Once(server));
            Assert.Equal([442.68, 498.32, 475.05], (await yahoo.GetAsync("TSLA")).Close);
            Assert.Equal("-1325721600", Assert.Single(server.Requests)["period1"]);      // 1927-12-29
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task TheRunningDaySentTwice_CountsOnce_AndAnEmptyDayNotAtAll()
    {
        await using var server = new LoopbackServer("""
            {"chart":{"result":[{"meta":{"exchangeTimezoneName":"America/New_York"},"timestamp":[1598621400,1598880600,1598967000,1598990400],
            "indicators":{"quote":[{"open":[1,null,3,3.5],"high":[1,null,3,3.5],"low":[1,null,3,3.5],"close":[1,null,3,3.5],"volume":[1,null,3,null]}]}}],"error":null}}
            """);
        using var yahoo = new YahooSource(SourceTest.Once(server));
        var prices = await yahoo.GetAsync("TSLA");
        Assert.Equal([SourceTest.Day("2020-08-28"), SourceTest.Day("2020-09-01")], prices.Dates);
        Assert.Equal([1, 3.5], prices.Close);
        Assert.True(double.IsNaN(prices.Volume[1]));
        Assert.Null(prices.AdjClose);
    }

    [Theory]
    [InlineData("TSLA", "TSLA")]
    [InlineData("BRK.B", "BRK-B")]
    [InlineData("US500", "^GSPC")]
    [InlineData("IXIC", "^IXIC")]
    [InlineData("KS11", "^KS11")]
    [InlineData("USD/KRW", "KRW=X")]
    [InlineData("GBP/KRW", "GBPKRW=X")]
    [InlineData("USD/CHF", "CHF=X")]
    [InlineData("BTC/USD", "BTC-USD")]
    [InlineData("NG", "NG=F")]
    [InlineData("GC", "GC=F")]
    [InlineData("005930", "005930.KS")]
    [InlineData("TSE:7203", "7203.T")]
    [InlineData("HOSE:VCB", "VCB.VN")]
    [InlineData("YAHOO:NG", "NG")]
    [InlineData("^BVSP", "^BVSP")]
    public async Task Symbols_AreTranslatedToYahoosTickers(string symbol, string ticker)
    {
        await using var server = new LoopbackServer(Minimal("\"exchangeTimezoneName\":\"UTC\"", "1598621400"));
        using var yahoo = new YahooSource(SourceTest.Once(server));
        Assert.Equal(Symbol.Parse(symbol).Text, (await yahoo.GetAsync(symbol)).Symbol);
        Assert.Equal($"/v8/finance/chart/{ticker}", Uri.UnescapeDataString(Assert.Single(server.Requests).Path));
    }

    [Fact]
    public async Task KoreanShareOutsideTheCatalogue_IsLookedForOnBothBoards()
    {
        await using var server = new LoopbackServer(request => request.Path.EndsWith(".KQ", StringComparison.Ordinal)
            ? new LoopbackReply(Minimal("\"exchangeTimezoneName\":\"Asia/Seoul\"", "1734048000"))
            : new LoopbackReply("""{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}""", 404));
        using var yahoo = new YahooSource(SourceTest.Once(server));
        Assert.Equal("247540", (await yahoo.GetAsync("247540")).Symbol);
        Assert.Equal(["/v8/finance/chart/247540.KS", "/v8/finance/chart/247540.KQ"], server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData(404, """{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}""", SourceFailure.SymbolUnknown)]
    [InlineData(200, """{"chart":{"result":[],"error":null}}""", SourceFailure.SymbolUnknown)]
    [InlineData(404, "gone", SourceFailure.SymbolUnknown)]
    [InlineData(401, """{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}""", SourceFailure.LoginRequired)]
    [InlineData(422, """{"chart":{"result":null,"error":{"code":"Unprocessable Entity","description":"bad interval"}}}""", SourceFailure.FormatChanged)]
    [InlineData(200, "<!DOCTYPE html><html>consent</html>", SourceFailure.FormatChanged)]
    [InlineData(200, "[]", SourceFailure.FormatChanged)]
    [InlineData(200, "{}", SourceFailure.FormatChanged)]
    [InlineData(200, """{"chart":{"result":[{"meta":{},"timestamp":[1]}],"error":null}}""", SourceFailure.FormatChanged)]
    [InlineData(200, """{"chart":{"result":[{"meta":{"gmtoffset":"x"},"timestamp":[1]}],"error":null}}""", SourceFailure.FormatChanged)]
    [InlineData(200, """{"chart":{"result":[7],"error":null}}""", SourceFailure.FormatChanged)]
    public async Task WhatIsNotTheFormat_IsATypedError(int status, string body, SourceFailure failure)
    {
        await using var server = new LoopbackServer(body, status);
        using var yahoo = new YahooSource(SourceTest.Once(server));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => yahoo.GetAsync("TSLA"));
        Assert.Equal(failure, error.Failure);
        Assert.StartsWith("Yahoo: ", error.Message);
    }

    [Fact]
    public async Task TheServicesWords_AreShownWithoutControlCharacters()
    {
        await using var server = new LoopbackServer("""{"chart":{"result":null,"error":{"code":"a\u001b[31m","description":"b\u0007"}}}""", 400);
        using var yahoo = new YahooSource(SourceTest.Once(server));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => yahoo.GetAsync("TSLA"));
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.Contains("\\u001b", error.Message);
    }

    [Theory]
    [InlineData("\"close\":[442.67999267578125,", "\"close\":[\"442\",")]
    [InlineData("\"close\":[442.67999267578125,", "\"close\":[1e999,")]
    [InlineData("\"close\":[442.67999267578125,", "\"close\":[")]
    [InlineData("\"close\":[442.67999267578125,", "\"klose\":[")]
    [InlineData("1598621400,1598880600", "15986214000000,1598880600")]
    [InlineData("1598621400,1598880600", "-9e18,1598880600")]
    [InlineData("1598621400,1598880600", "null,1598880600")]
    [InlineData("\"amount\":0.25", "\"amount\":\"0.25\"")]
    [InlineData("\"date\":1598880600,\"numerator\"", "\"numerator\"")]
    [InlineData("\"quote\":[{", "\"quote\":[{},{")]
    public async Task ADamagedMember_IsAChangeOfFormat(string found, string damaged)
    {
        Assert.Contains(found, Tesla);
        await using var server = new LoopbackServer(Tesla.Replace(found, damaged));
        using var yahoo = new YahooSource(SourceTest.Once(server));
        Assert.Equal(SourceFailure.FormatChanged, (await Assert.ThrowsAsync<PriceSourceException>(() => yahoo.GetAsync("TSLA"))).Failure);
    }

    [Fact]
    public async Task EveryCutOfTheAnswer_IsSeen_AndWorthAskingAgain()
    {
        var whole = Encoding.UTF8.GetBytes(Tesla.TrimEnd());
        for (var length = 0; length < whole.Length; length += 31)
        {
            await using var server = new LoopbackServer(_ => new LoopbackReply(200, whole[..length], Delivery.Unmarked));
            using var yahoo = new YahooSource(SourceTest.Once(server));
            var error = await Assert.ThrowsAsync<PriceSourceException>(() => yahoo.GetAsync("TSLA"));
            Assert.True(error is { Failure: SourceFailure.FormatChanged, IsPassing: true }, $"cut at {length}: {error}");
        }
    }

    [Fact]
    public async Task DeepNesting_IsRefused()
    {
        await using var server = new LoopbackServer(new string('[', 1_000_000));
        using var yahoo = new YahooSource(SourceTest.Once(server));
        Assert.Equal(SourceFailure.FormatChanged, (await Assert.ThrowsAsync<PriceSourceException>(() => yahoo.GetAsync("TSLA"))).Failure);
    }

    [Fact]
    public async Task SpanWithoutTrading_IsNoFailureOfTheSource()
    {
        await using var server = new LoopbackServer("""{"chart":{"result":[{"meta":{"exchangeTimezoneName":"America/New_York"},"indicators":{"quote":[{}]}}],"error":null}}""");
        using var yahoo = new YahooSource(SourceTest.Once(server));
        var error = await Assert.ThrowsAsync<PriceDataException>(() => yahoo.GetAsync("TSLA", SourceTest.Day("2024-12-14"), SourceTest.Day("2024-12-15")));
        Assert.Contains("2024-12-14", error.Message);
    }

    private static string Minimal(string meta, string times) => $$$"""
        {"chart":{"result":[{"meta":{{{{meta}}}},"timestamp":[{{{times}}}],"indicators":{"quote":[{"open":[1],"high":[1],"low":[1],"close":[1],"volume":[1]}]}}],"error":null}}
        """;
}
