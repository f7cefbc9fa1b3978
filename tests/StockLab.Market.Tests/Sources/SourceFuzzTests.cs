using System.Net;
using System.Text;

namespace StockLab.Market.Tests;

/// <summary>Answers that are damaged at random: whatever comes, a source gives a series or a typed error.</summary>
public class SourceFuzzTests
{
    private const string Naver = "<?xml version=\"1.0\" encoding=\"EUC-KR\" ?>\n<protocol>\n<chartdata symbol=\"005930\" name=\"x\" count=\"2\" timeframe=\"day\">\n<item data=\"20241212|54200|55900|54100|55900|23000000\" />\n<item data=\"20241213|55900|56600|55500|56100|15000000\" />\n</chartdata>\n</protocol>\n";
    private const string Yahoo = "{\"chart\":{\"result\":[{\"meta\":{\"currency\":\"USD\",\"gmtoffset\":-18000,\"exchangeTimezoneName\":\"America/New_York\"},\"timestamp\":[1598621400,1598880600],\"events\":{\"dividends\":{\"1\":{\"amount\":0.25,\"date\":1598880600}},\"splits\":{\"2\":{\"date\":1598880600,\"numerator\":5.0,\"denominator\":1.0}}},\"indicators\":{\"quote\":[{\"open\":[1.5,2],\"high\":[2,3],\"low\":[1,2],\"close\":[2,null],\"volume\":[10,20]}],\"adjclose\":[{\"adjclose\":[2,3]}]}}],\"error\":null}}";
    private const string Fred = "observation_date,DGS1MO\n2001-07-31,3.67\n2001-08-01,.\n2001-08-02,3.65\n";
    private const string Krx = "{\"_error_code\":\"CD001\",\"output\":[{\"TRD_DD\":\"2024/12/13\",\"OPNPRC_IDX\":\"2,482.02\",\"HGPRC_IDX\":\"2,500.32\",\"LWPRC_IDX\":\"2,470.10\",\"CLSPRC_IDX\":\"2,494.46\",\"ACC_TRDVOL\":\"412,345\"}]}";

    [Theory]
    [InlineData("Naver")]
    [InlineData("Yahoo")]
    [InlineData("FRED")]
    [InlineData("KRX")]
    public async Task DamagedAnswer_GivesASeriesOrATypedError(string name)
    {
        var (text, symbol) = name switch { "Naver" => (Naver, "005930"), "Yahoo" => (Yahoo, "TSLA"), "FRED" => (Fred, "FRED:DGS1MO"), _ => (Krx, "KS11") };
        var random = new Random(20241213);
        var series = 0;
        for (var trial = 0; trial < 1500; trial++)
        {
            var body = trial == 0 ? Encoding.UTF8.GetBytes(text) : Damage(Encoding.UTF8.GetBytes(text), random);
            var settings = new SourceSettings
            {
                Address = new Uri("http://127.0.0.1/"), Time = new ManualTime(SourceTest.Now), Pace = TimeSpan.Zero, Retries = 0, Timeout = ManualTime.RequestLimit, Between = _ => new Canned(body),
            };
            using var live = new LivePrices(name switch { "Naver" => new NaverSource(settings), "Yahoo" => new YahooSource(settings), "FRED" => new FredSource(settings), _ => new KrxSource(settings, new KrxLogin("a", "b")) });
            try
            {
                var prices = await live.GetAsync(symbol, SourceTest.Day("2000-01-01"), SourceTest.Day("2024-12-31"));
                Assert.True(prices.Count > 0);
                series++;
            }
            catch (PriceDataException error)
            {
                Assert.True(error.Message.Length < 1000 && !error.Message.Any(c => char.IsControl(c)), $"trial {trial}: {error.Message}");
            }
        }
        Assert.InRange(series, 15, 1250);      // some damage does no harm, most does
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        var bytes = new List<byte>(body);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.Insert(at, (byte)"\0{}[]\",.|<>&;:0-9eE\u00ff"[random.Next(20)]); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(40), bytes.Count - at)); break;
                default: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), random.Next(1, bytes.Count / 2))); break;
            }
            if (bytes.Count == 0)
                bytes.Add(0);
        }
        return [.. bytes];
    }

    private sealed class Canned(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
    }
}
