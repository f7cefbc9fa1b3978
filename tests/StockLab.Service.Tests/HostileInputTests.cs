using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace StockLab.Service.Tests;

/// <summary>Whatever is sent, the answer is a problem document with a 4xx, and the service goes on.</summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    private const string Row = """["2020-01-02",100,101,99,100.5,1000]""";
    private RunningService running = null!;

    /// <summary>Body, status, code, pointer.</summary>
    public static TheoryData<string, int, string, string?> Bodies => new()
    {
        { "", 400, "malformed-json", "" },
        { "{", 400, "malformed-json", "" },
        { "not json", 400, "malformed-json", "" },
        { "{\"series\":[{\"rows\":[" + Row + "]}]", 400, "malformed-json", "" },
        { "\uFEFF{}", 400, "malformed-json", "" },
        { $$"""{"series":[{"rows":[["2020-01-02",NaN,101,99,100,1]]}]}""", 400, "malformed-json", "/series/0/rows/0/1" },
        { $$"""{"series":[{"rows":[["2020-01-02",Infinity,101,99,100,1]]}]}""", 400, "malformed-json", "/series/0/rows/0/1" },
        { $$"""{"series":[{"rows":[["2020-01-02",100,101,99,0x1F,1]]}]}""", 400, "malformed-json", "/series/0/rows/0/4" },
        { $$"""{"series":[{"rows":[["2020-01-02",100,101,99,01,1]]}]}""", 400, "malformed-json", "/series/0/rows/0/4" },
        { $$"""{"series":[],} """, 422, "no-series", "/series" },
        { "null", 422, "wrong-type", "" },
        { "[]", 422, "wrong-type", "" },
        { "3", 422, "wrong-type", "" },
        { "{}", 422, "no-series", "" },
        { """{"series":[]}""", 422, "no-series", "/series" },
        { """{"series":{}}""", 422, "wrong-type", "/series" },
        { """{"series":[3]}""", 422, "wrong-type", "/series/0" },
        { """{"series":[{}]}""", 422, "no-rows", "/series/0" },
        { """{"series":[{"rows":[]}]}""", 422, "no-rows", "/series/0/rows" },
        { """{"series":[{"rows":null}]}""", 422, "wrong-type", "/series/0/rows" },
        { """{"series":[{"rows":[{}]}]}""", 422, "wrong-type", "/series/0/rows/0" },
        { """{"series":[{"rows":[[]]}]}""", 422, "wrong-type", "/series/0/rows/0/0" },
        { """{"series":[{"rows":[[20200102,1,1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/0" },
        { """{"series":[{"rows":[["2020-02-30",1,1,1,1,1]]}]}""", 422, "not-a-date", "/series/0/rows/0/0" },
        { """{"series":[{"rows":[["0001-01-01",1,1,1,1,1]]}]}""", 422, "not-a-date", "/series/0/rows/0/0" },
        { """{"series":[{"rows":[["9999-12-31",1,1,1,1,1]]}]}""", 422, "not-a-date", "/series/0/rows/0/0" },
        { """{"series":[{"rows":[["02/01/2020",1,1,1,1,1]]}]}""", 422, "not-a-date", "/series/0/rows/0/0" },
        { """{"series":[{"rows":[["2020-01-02","100",1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/1" },
        { """{"series":[{"rows":[["2020-01-02","NaN",1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/1" },
        { """{"series":[{"rows":[["2020-01-02",true,1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/1" },
        { """{"series":[{"rows":[["2020-01-02",null,1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/1" },
        { """{"series":[{"rows":[["2020-01-02",[1],1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/1" },
        { """{"series":[{"rows":[["2020-01-02",-1,1,1,1,1]]}]}""", 422, "negative", "/series/0/rows/0/1" },
        { """{"series":[{"rows":[["2020-01-02",1,1,1,-0.5,1]]}]}""", 422, "negative", "/series/0/rows/0/4" },
        { """{"series":[{"rows":[["2020-01-02",1,1,1,1,-1]]}]}""", 422, "negative", "/series/0/rows/0/5" },
        { """{"series":[{"rows":[["2020-01-02",1,0,1,1,1]]}]}""", 422, "zero-price", "/series/0/rows/0/2" },
        { """{"series":[{"rows":[["2020-01-02",1,1,1e999,1,1]]}]}""", 422, "not-a-number", "/series/0/rows/0/3" },
        { """{"series":[{"rows":[["2020-01-02",1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/5" },
        { """{"series":[{"rows":[["2020-01-02",1,1,1,1,1,1]]}]}""", 422, "wrong-type", "/series/0/rows/0/6" },
        { $$"""{"series":[{"rows":[{{Row}},{{Row}}]}]}""", 422, "duplicate", "/series/0/rows/1/0" },
        { $$"""{"series":[{"rows":[{{Row}},["2019-12-30",1,1,1,1,1]]}]}""", 422, "out-of-order", "/series/0/rows/1/0" },
        { $$"""{"series":[{"rows":[{{Row}}]}]}""", 422, "too-few-rows", "/series/0/rows" },
        { $$"""{"series":[{"rows":[{{Row}}],"rows":[{{Row}}]}]}""", 422, "duplicate", "/series/0/rows" },
        { """{"series":[{"symbol":"A","symbol":"B"}]}""", 422, "duplicate", "/series/0/symbol" },
        { $$"""{"series":[{"rows":[{{Row}}],"date":"2020-01-02"}]}""", 422, "rows-and-date", "/series/0" },
        { """{"series":[{"date":"2020-01-02"}]}""", 422, "no-rows", "/series/0" },
        { """{"series":[{"symbol":5}]}""", 422, "wrong-type", "/series/0/symbol" },
        { """{"series":[{"symbol":""}]}""", 422, "no-symbol", "/series/0/symbol" },
        { """{"series":[{"symbol":"\u0000"}]}""", 422, "no-symbol", "/series/0/symbol" },
        { """{"series":[{"symbol":"\ud800"}]}""", 400, "malformed-json", "/series/0/symbol" },
        { """{"\ud800":1}""", 400, "malformed-json", "" },
        { """{"series":[{"\udc00\u0041":1}]}""", 400, "malformed-json", "/series/0" },
        { """{"series":[{"indexes":{"S\ud800P500":[]}}]}""", 400, "malformed-json", "/series/0/indexes" },
        { $$"""{"series":[{"symbol":"{{new string('x', 5000)}}"}]}""", 422, "no-symbol", "/series/0/symbol" },
        { $$"""{"series":[{"rows":[{{string.Join(',', Enumerable.Range(10, 20).Select(day => $"[\"2020-01-{day}\",100,101,99,100,0]"))}}]}]}""", 422, "too-few-rows", "/series/0/rows" },
        { """{"series":[{"symbol":"../../etc/passwd"}]}""", 422, "other-symbol", "/series/0/symbol" },
        { """{"series":[{"symbol":"SIM001"}]}""", 422, "other-symbol", "/series/0/symbol" },
        { """{"serie":[]}""", 422, "unknown-property", "" },
        { """{"series":[{"row":[]}]}""", 422, "unknown-property", "/series/0" },
        { """{"series":[{"indexes":{"DAX":[]}}]}""", 422, "unknown-property", "/series/0/indexes" },
        { """{"series":[{"indexes":{"S&P500":[["2020-01-02",1,1]]}}]}""", 422, "wrong-type", "/series/0/indexes/S&P500/0/2" },
        { """{"level":"0.9","series":[]}""", 422, "wrong-type", "/level" },
        { """{"level":0.7,"series":[{"symbol":"SIGNAL"}]}""", 422, "unknown-level", "/level" },
        { """{"series":[{"symbol":"SIGNAL"}]}{}""", 400, "malformed-json", "" },
    };

    public async ValueTask InitializeAsync() => running = await RunningService.StartAsync();

    public ValueTask DisposeAsync() => running.DisposeAsync();

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task ABadBody_GetsAProblem_ThatPointsToThePlace(string body, int status, string code, string? pointer)
    {
        var problem = (await running.Client.ForecastAsync("gru", body)).RequireProblem(status, code);

        Assert.Equal(pointer, problem.GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task DeepNesting_IsRefused()
    {
        foreach (var deep in (string[])[new string('[', 100_000), $"{{\"series\":{new string('[', 5000)}{new string(']', 5000)}}}", string.Concat(Enumerable.Repeat("{\"series\":", 3000))])
        {
            var (status, body) = await running.Client.ForecastAsync("gru", deep);
            (status, body).RequireProblem((int)status is 400 or 422 ? (int)status : 400, (int)status == 422 ? "wrong-type" : "malformed-json");
        }
    }

    [Fact]
    public async Task ATextThatIsNoUtf8_IsRefused()
    {
        byte[] body = [.. "{\"series\":[{\"symbol\":\""u8, 0xC3, 0x28, .. "\"}]}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.Add("Content-Type", "application/json");
        using var answer = await running.Client.PostAsync("models/gru/forecast", content);
        (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement).RequireProblem(400, "malformed-json");
    }

    [Fact]
    public async Task TooManySeries_AreRefused() =>
        Assert.Equal("/series/256", (await running.Client.ForecastAsync("gru", Ask.Several(Enumerable.Repeat(Ask.Server("SIGNAL"), 300)))).RequireProblem(422, "too-many-series").GetProperty("pointer").GetString());

    [Theory]
    [InlineData("nobody")]
    [InlineData("..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("%2e%2e%2fmodel.json")]
    [InlineData("gru%2fmodel.json")]
    [InlineData("GRU")]
    [InlineData("%F0%9F%92%A5")]
    public async Task AnUnknownModel_IsNotFound_AndNoPathLeadsOut(string id)
    {
        (await running.Client.ForecastAsync(id, Ask.Several([Ask.Server("SIGNAL")]))).RequireProblem(404, "unknown-model");
        using var answer = await running.Client.GetAsync($"models/{id}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task RawRequests_ThatNoClientWouldSend_AreRefused()
    {
        foreach (var request in (string[])
        [
            "GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            "GET /models/../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            "POST /models/gru/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: -5\r\n\r\n",
            "POST /models/gru/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
            $"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: {new string('x', 40_000)}\r\n\r\n",
            $"GET /{new string('x', 20_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            "POST /models/gru%00/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            "NONSENSE\r\n\r\n",
            "\0\0\0\0\r\n\r\n",
        ])
            Assert.Matches("^HTTP/1.1 4", await SendAsync(Encoding.ASCII.GetBytes(request)));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/jsonp")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task AnotherContentType_IsRefused(string? type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null)
            content.Headers.Add("Content-Type", type);
        using var answer = await running.Client.PostAsync("models/gru/forecast", content);
        (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement).RequireProblem(415, "not-json");
    }

    [Fact]
    public async Task ACompressedBody_IsToldThatItIs()
    {
        using var content = Ask.Json(Ask.Several([Ask.Server("SIGNAL")]));
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await running.Client.PostAsync("models/gru/forecast", content);
        (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement).RequireProblem(415, "encoded");
        Assert.Equal("identity", Assert.Single(answer.Headers.GetValues("Accept-Encoding")));
        content.Headers.ContentEncoding.Clear();
        content.Headers.ContentEncoding.Add("identity");
        using var plain = await running.Client.PostAsync("models/gru/forecast", content);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("models")]
    [InlineData("models/gru")]
    [InlineData("models/nobody")]
    [InlineData("openapi.json")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("metrics")]
    public async Task Head_IsGetWithoutTheBody(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await running.Client.SendAsync(request);
        using var get = await running.Client.GetAsync(path);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        if (path != "metrics")
            Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task OtherMethodsAndPaths_GetAProblemToo()
    {
        using var method = await running.Client.DeleteAsync("models/gru");
        using var path = await running.Client.GetAsync("admin");
        Assert.Equal((405, "application/problem+json"), ((int)method.StatusCode, method.Content.Headers.ContentType!.MediaType));
        Assert.Equal((404, "application/problem+json"), ((int)path.StatusCode, path.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task ABodyThatDripsIn_IsCutOff_AndOthersAreServedMeanwhile()
    {
        await using var impatient = await RunningService.StartAsync(options => options with { Patience = TimeSpan.FromSeconds(1.5) });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, impatient.Service.Url.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync("POST /models/gru/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"u8.ToArray());
        var watch = Stopwatch.StartNew();
        var read = ReadAsync(stream);
        while (!read.IsCompleted && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            Assert.Equal(HttpStatusCode.OK, (await impatient.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).Status);
            try
            {
                await stream.WriteAsync(" "u8.ToArray());
            }
            catch (IOException)
            {
                break;
            }
            await Task.Delay(100);
        }
        var answer = await read;
        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Contains("urn:stocklab:problem:too-slow", answer);
    }

    [Fact]
    public async Task AHeadThatNeverEnds_IsCutOff()
    {
        await using var impatient = await RunningService.StartAsync(options => options with { Patience = TimeSpan.FromSeconds(1.5) });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, impatient.Service.Url.Port);
        await socket.GetStream().WriteAsync("POST /models/gru/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "u8.ToArray());
        Assert.StartsWith("HTTP/1.1 408", await ReadAsync(socket.GetStream()));
    }

    [Fact]
    public async Task AClientThatLeaves_IsNotWaitedFor()
    {
        for (var i = 0; i < 20; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, running.Service.Url.Port);
            await socket.GetStream().WriteAsync("POST /models/gru/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"series\":[{"u8.ToArray());
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        // Nothing is left in progress but the question about it.
        var metrics = "";
        await Until.HoldsAsync(async () => (metrics = await running.Client.GetStringAsync("metrics")).Contains("\nstocklab_requests_in_progress 1\n", StringComparison.Ordinal));
        Assert.DoesNotContain("status=\"500\"", metrics);
    }

    [Fact]
    public async Task RandomBytes_NeverMakeTheServiceFail()
    {
        var good = Encoding.UTF8.GetBytes(Ask.Rows(TrainedModels.Prices.Read("SIGNAL").Slice(^25..), "SIGNAL"));
        await Parallel.ForEachAsync(Enumerable.Range(0, 600), async (seed, cancel) =>
        {
            var own = new Random(seed);
            byte[] body = [.. good];
            for (var i = own.Next(1, 6); i > 0; i--)
                body[own.Next(body.Length)] = (byte)own.Next(256);
            using var content = new ByteArrayContent(body);
            content.Headers.Add("Content-Type", "application/json");
            using var answer = await running.Client.PostAsync("models/gru/forecast", content, cancel);
            Assert.True((int)answer.StatusCode is 200 or 400 or 422, $"{(int)answer.StatusCode} for {Encoding.Latin1.GetString(body)}");
        });
        Assert.DoesNotContain("status=\"500\"", await running.Client.GetStringAsync("metrics"));
    }

    [Fact]
    public async Task PricesBeyondReason_GetAProblemOrAFiniteForecast()
    {
        foreach (var price in (string[])["1e-300", "1e-5", "1e15", "1e38", "1e150", "1e300", "1.7e308"])
        {
            var rows = string.Join(',', Enumerable.Range(0, 40).Select(i => $"[\"{new DateOnly(2020, 1, 1).AddDays(i):yyyy-MM-dd}\",{price},{price},{price},{price},{price}]"));
            foreach (var model in (string[])["close", "gru", "lstm", "stochastic"])
            {
                var (status, body) = await running.Client.ForecastAsync(model, $$"""{"series":[{"rows":[{{rows}}]}]}""");
                if (status == HttpStatusCode.OK)
                    Assert.All(ForecastTests.Targets(body), value => Assert.True(double.IsFinite(value)));
                else
                    Assert.Equal(422, (int)status);
            }
        }
    }

    private async Task<string> SendAsync(byte[] bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, running.Service.Url.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(bytes);
        return await ReadAsync(stream, onlyTheHead: true);
    }

    private static async Task<string> ReadAsync(NetworkStream stream, bool onlyTheHead = false)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var count)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
                if (onlyTheHead && text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                    break;
            }
        }
        catch (IOException)
        {
            // The server hung up.
        }
        return text.ToString();
    }
}
