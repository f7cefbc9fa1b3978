using System.Text;

namespace StockLab.Market.Tests;

public class KrxSourceTests
{
    private const string Password = "p&ss=wörd";

    [Fact]
    public async Task Stock_IsAskedForByItsInternationalNumber_InSpansOfTwoYears()
    {
        await using var server = new LoopbackServer(new Exchange().Answer);
        using var krx = new KrxSource(SourceTest.Once(server), new KrxLogin("student", Password));
        var prices = await krx.GetAsync("KRX:005930", SourceTest.Day("2020-01-02"), SourceTest.Day("2024-12-13"));

        Assert.Equal([SourceTest.Day("2020-01-02"), SourceTest.Day("2021-12-30"), SourceTest.Day("2024-12-13")], prices.Dates);
        Assert.Equal(new Bar(SourceTest.Day("2024-12-13"), 55900, 56600, 55500, 56100, 15123456), prices[2]);
        Assert.True(double.IsNaN(prices.Open[0]));      // "-"
        var tables = server.Requests.Where(request => request.Form.GetValueOrDefault("bld", "").EndsWith("MDCSTAT01701", StringComparison.Ordinal)).Select(request => request.Form).ToList();
        Assert.Equal(["20200102-20220101", "20220102-20240101", "20240102-20241213"], tables.Select(form => $"{form["strtDd"]}-{form["endDd"]}"));
        Assert.All(tables, form => Assert.Equal(("KR7005930003", "2"), (form["isuCd"], form["adjStkPrc"])));
    }

    [Fact]
    public async Task Index_IsAskedForByItsGroupAndNumber()
    {
        await using var server = new LoopbackServer(new Exchange().Answer);
        using var krx = new KrxSource(SourceTest.Once(server), new KrxLogin("student", Password));
        var prices = await krx.GetAsync("KS50", SourceTest.Day("2024-12-01"), SourceTest.Day("2024-12-13"));
        Assert.Equal(2494.46, prices.Close[0]);
        var form = server.Requests.Last().Form;
        Assert.Equal(("1", "035"), (form["indIdx"], form["indIdx2"]));
    }

    [Fact]
    public async Task Members_AreThoseOfTheLastTradingDay()
    {
        await using var server = new LoopbackServer(new Exchange().Answer);
        using var krx = new KrxSource(SourceTest.Once(server), new KrxLogin("student", Password));
        var members = await krx.GetMembersAsync("KS50", SourceTest.Day("2024-12-15"));
        Assert.Equal(("KS50", SourceTest.Day("2024-12-13"), "KRX"), (members.Index, members.AsOf, members.Source));
        Assert.Equal([new IndexMember("005930", "삼성전자"), new("000660", "SK하이닉스")], members.Members);
    }

    [Fact]
    public async Task WithoutALogin_NothingIsSent()
    {
        if (KrxLogin.FromEnvironment() is not null)
            Assert.Skip($"needs an environment without {KrxLogin.IdVariable}");
        await using var server = new LoopbackServer("LOGOUT", 400);
        using var krx = new KrxSource(SourceTest.Once(server));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => krx.GetAsync("005930"));
        Assert.Equal(SourceFailure.LoginRequired, error.Failure);
        Assert.Contains("STOCKLAB_KRX_ID", error.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Login_HappensOnce_AndAgainWhenTheSessionEndsEarlyOrGrowsOld()
    {
        var time = new ManualTime(SourceTest.Now);
        var exchange = new Exchange();
        await using var server = new LoopbackServer(exchange.Answer);
        using var krx = new KrxSource(SourceTest.Once(server, time), new KrxLogin("student", Password));
        await krx.GetAsync("KS11", SourceTest.Day("2024-12-01"));
        await krx.GetAsync("KS11", SourceTest.Day("2024-12-01"));
        Assert.Equal(1, exchange.Logins);
        exchange.EndSession();
        await krx.GetAsync("KS11", SourceTest.Day("2024-12-01"));
        Assert.Equal(2, exchange.Logins);
        await time.RunAsync(Task.Delay(TimeSpan.FromMinutes(51), time));
        await krx.GetAsync("KS11", SourceTest.Day("2024-12-01"));
        Assert.Equal(3, exchange.Logins);
    }

    [Fact]
    public async Task AccountInUseElsewhere_IsTakenOver()
    {
        var exchange = new Exchange { InUse = true };
        await using var server = new LoopbackServer(exchange.Answer);
        using var krx = new KrxSource(SourceTest.Once(server), new KrxLogin("student", Password));
        Assert.Equal(2494.46, (await krx.GetAsync("KS11", SourceTest.Day("2024-12-01"))).Close[0]);
    }

    [Theory]
    [InlineData("wrong", "CD003")]
    [InlineData("expired", "CD010")]
    public async Task RefusedLogin_SaysSo_AndNeverShowsTheCredentials(string password, string code)
    {
        await using var server = new LoopbackServer(new Exchange().Answer);
        var login = new KrxLogin("student-name", password);
        using var krx = new KrxSource(SourceTest.Once(server), login);
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => krx.GetAsync("005930"));
        Assert.Equal(SourceFailure.LoginRequired, error.Failure);
        Assert.Contains(code, error.Message);
        Assert.DoesNotContain("student-name", error + login.ToString());
        Assert.DoesNotContain(password, error + login.ToString());
    }

    [Fact]
    public async Task SessionThatNeverHolds_EndsInLoginRequired()
    {
        await using var server = new LoopbackServer(request => request.Path.EndsWith("MDCCOMS001D1.cmd", StringComparison.Ordinal)
            ? new LoopbackReply("""{"_error_code":"CD001"}""") : new LoopbackReply("LOGOUT", 400));
        using var krx = new KrxSource(SourceTest.Once(server), new KrxLogin("student", Password));
        Assert.Equal(SourceFailure.LoginRequired, (await Assert.ThrowsAsync<PriceSourceException>(() => krx.GetAsync("KS11"))).Failure);
        Assert.Equal(8, server.Requests.Count);     // twice two pages, a login and a question
    }

    [Fact]
    public async Task Login_IsNotSentInTheClear()
    {
        using var krx = new KrxSource(new SourceSettings { Address = new Uri("http://data.krx.invalid/"), Retries = 0 }, new KrxLogin("student", Password));
        Assert.Contains("in the clear", (await Assert.ThrowsAsync<PriceSourceException>(() => krx.GetAsync("KS11"))).Message);
    }

    [Fact]
    public async Task UnlistedCode_IsUnknown()
    {
        await using var server = new LoopbackServer(new Exchange().Answer);
        using var krx = new KrxSource(SourceTest.Once(server), new KrxLogin("student", Password));
        Assert.Equal(SourceFailure.SymbolUnknown, (await Assert.ThrowsAsync<PriceSourceException>(() => krx.GetAsync("999990"))).Failure);
    }

    [Theory]
    [InlineData("""{"output":[{"TRD_DD":"13.12.2024"}]}""")]
    [InlineData("""{"output":[{"TRD_DD":"2024/12/13","CLSPRC_IDX":2494.46}]}""")]
    [InlineData("""{"output":[{"TRD_DD":"2024/12/13","OPNPRC_IDX":"one","HGPRC_IDX":"1","LWPRC_IDX":"1","CLSPRC_IDX":"1","ACC_TRDVOL":"1"}]}""")]
    [InlineData("""{"OutBlock_1":[]}""")]
    [InlineData("<html>점검</html>")]
    public async Task WhatIsNotTheFormat_IsATypedError(string body)
    {
        await using var server = new LoopbackServer(request => request.Path.EndsWith("getJsonData.cmd", StringComparison.Ordinal) ? new LoopbackReply(body) : new Exchange().Answer(request));
        using var krx = new KrxSource(SourceTest.Once(server), new KrxLogin("student", Password));
        Assert.Equal(SourceFailure.FormatChanged, (await Assert.ThrowsAsync<PriceSourceException>(() => krx.GetAsync("KS11", SourceTest.Day("2024-12-01")))).Failure);
    }

    /// <summary>The exchange's data marketplace in small: a session is a cookie that a login makes good.</summary>
    private sealed class Exchange
    {
        private string _session = "none";

        internal int Logins { get; private set; }

        internal bool InUse { get; set; }

        internal void EndSession() => _session = "ended";

        internal LoopbackReply Answer(LoopbackRequest request)
        {
            var cookie = request.Headers.GetValueOrDefault("Cookie", "");
            if (request.Path.EndsWith("MDCCOMS001.cmd", StringComparison.Ordinal))
                return new LoopbackReply("<html>login</html>", 200, Delivery.Whole, ("Set-Cookie", $"JSESSIONID=s{Logins + 1}; Path=/"));
            if (request.Path.EndsWith("login.jsp", StringComparison.Ordinal))
                return new LoopbackReply("<html></html>");
            if (request.Path.EndsWith("MDCCOMS001D1.cmd", StringComparison.Ordinal))
            {
                var code = request.Form["pw"] switch
                {
                    "expired" => "CD010",
                    Password when InUse && !request.Form.ContainsKey("skipDup") => "CD011",
                    Password => "CD001",
                    _ => "CD003",
                };
                if (code == "CD001")
                {
                    Logins++;
                    _session = cookie;
                }
                return new LoopbackReply($$"""{"_error_code":"{{code}}","_error_message":"{{request.Form["mbrId"]}}"}""");
            }
            if (cookie != _session || cookie == "")
                return new LoopbackReply("LOGOUT", 400);
            return new LoopbackReply(Table(request.Form));
        }

        private static string Table(IReadOnlyDictionary<string, string> form)
        {
            var table = form["bld"][(form["bld"].LastIndexOf('/') + 1)..];
            string[] rows = table switch
            {
                "finder_stkisu" => ["""{"full_code":"KR7005930003","short_code":"005930","codeName":"삼성전자"}""", """{"full_code":"KR7005931001","short_code":"005935","codeName":"삼성전자우"}"""],
                "MDCSTAT00601" => form["trdDd"] == "20241213" ? ["""{"ISU_SRT_CD":"005930","ISU_ABBRV":"삼성전자"}""", """{"ISU_SRT_CD":"000660","ISU_ABBRV":"SK하이닉스"}"""] : [],
                "MDCSTAT00301" => [Row("2024/12/13", "_IDX", "2,482.02", "2,500.32", "2,470.10", "2,494.46", "412,345")],
                _ => new[]
                {
                    ("20241213", Row("2024/12/13", "", "55,900", "56,600", "55,500", "56,100", "15,123,456")), ("20211230", Row("2021/12/30", "", "78,900", "79,500", "78,100", "78,300", "14,236,700")),
                    ("20200102", Row("2020/01/02", "", "-", "56,000", "55,000", "55,200", "12,993,228")),
                }.Where(row => string.CompareOrdinal(row.Item1, form["strtDd"]) >= 0 && string.CompareOrdinal(row.Item1, form["endDd"]) <= 0).Select(row => row.Item2).ToArray(),
            };
            return $"{{\"{(table == "finder_stkisu" ? "block1" : "output")}\":[{string.Join(',', rows)}],\"CURRENT_DATETIME\":\"2024.12.13 PM 09:00:00\"}}";
        }

        private static string Row(string day, string kind, params string[] values)
        {
            string[] names = kind == "_IDX" ? ["OPNPRC_IDX", "HGPRC_IDX", "LWPRC_IDX", "CLSPRC_IDX", "ACC_TRDVOL"] : ["TDD_OPNPRC", "TDD_HGPRC", "TDD_LWPRC", "TDD_CLSPRC", "ACC_TRDVOL"];
            return new StringBuilder($"{{\"TRD_DD\":\"{day}\"").AppendJoin("", names.Zip(values, (name, value) => $",\"{name}\":\"{value}\"")).Append('}').ToString();
        }
    }
}
