using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StockLab.Service.Tests;

/// <summary>What the service says of itself, read by others: Prometheus's parser, FastAPI's model of OpenAPI, a browser.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task Metrics_AreReadByPrometheussOwnParser()
    {
        await using var running = await RunningService.StartAsync();
        for (var i = 0; i < 3; i++)
            await running.Client.ForecastAsync("gru", Ask.Several(Enumerable.Repeat(Ask.Server("SIGNAL"), i == 0 ? 3 : 1)));
        await running.Client.ForecastAsync("gru", "{}");
        await running.Client.ForecastAsync("nobody", "{}");
        using var answer = await running.Client.GetAsync("metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Python.Run("read_metrics.py", await answer.Content.ReadAsStringAsync(), "prometheus_client");
    }

    [Fact]
    public async Task TheOpenApiDocument_IsValid_AndRealAnswersAreAsItSays()
    {
        await using var running = await RunningService.StartAsync();
        var question = Ask.Rows(TrainedModels.Prices.Read("SIGNAL").Slice(^30..), "SIGNAL", "\"level\":0.8,\"history\":true,");
        var values = new JsonArray();
        void Add(string name, string schema, string json, bool good = true) => values.Add(new JsonArray(name, schema, JsonNode.Parse(json), good));
        Add("question", "ForecastRequest", question);
        Add("server's rows", "ForecastRequest", Ask.Several([Ask.Server("SIGNAL", new DateOnly(2020, 1, 2))]));
        Add("index", "ForecastRequest", Ask.Rows(TrainedModels.Prices.Read("SIM001").Slice(^5..), inSeries: Ask.Index("S&P500", TrainedModels.Prices.Read("SIMIDX").Slice(^5..))));
        Add("no series", "ForecastRequest", "{}", good: false);
        Add("unknown property", "ForecastRequest", """{"series":[{"symbol":"A","colour":1}]}""", good: false);
        Add("short row", "ForecastRequest", """{"series":[{"rows":[["2020-01-02",1,1,1,1]]}]}""", good: false);
        Add("answer", "ForecastAnswer", (await running.Client.ForecastAsync("gru", question)).Body.GetRawText());
        Add("far away", "ForecastAnswer", (await running.Client.ForecastAsync("gru", Ask.Rows(ForecastTests.Times(TrainedModels.Prices.Read("SIGNAL").Slice(^30..), 9)))).Body.GetRawText());
        Add("models", "Models", await running.Client.GetStringAsync("models"));
        foreach (var (id, _, _) in TrainedModels.Kinds)
            Add(id, "Model", await running.Client.GetStringAsync($"models/{id}"));
        Add("live", "Health", await running.Client.GetStringAsync("health/live"));
        Add("ready", "Health", await running.Client.GetStringAsync("health/ready"));
        Add("problem", "Problem", (await running.Client.ForecastAsync("gru", "{}")).Body.GetRawText());
        Add("transport", "Problem", (await running.Client.ForecastAsync("gru", "{")).Body.GetRawText());

        Python.Run("check_openapi.py", new JsonObject
        {
            ["document"] = JsonNode.Parse(await running.Client.GetStringAsync("openapi.json")),
            ["values"] = values,
            ["routes"] = new JsonArray(
                new JsonArray("GET", "/"), new JsonArray("GET", "/openapi.json"), new JsonArray("GET", "/models"), new JsonArray("GET", "/models/{id}"), new JsonArray("POST", "/models/{id}/forecast"),
                new JsonArray("GET", "/health/live"), new JsonArray("GET", "/health/ready"), new JsonArray("GET", "/metrics")),
        }.ToJsonString(), "fastapi", "jsonschema");
    }

    [Fact]
    public async Task TheHistory_IsWhatWasKnown_AndNoMore()
    {
        await using var running = await RunningService.StartAsync();
        var prices = TrainedModels.Prices.Read("SIGNAL");
        var (_, body) = await running.Client.ForecastAsync("gru", $$"""{"history":true,"series":[{{Ask.Server("SIGNAL", prices.Dates[500])}}]}""");

        var history = body.GetProperty("forecasts")[0].GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(120, history.Count);
        Assert.Equal((prices.Dates[500].ToString("yyyy-MM-dd"), prices.Close[500]), (history[^1][0].GetString(), history[^1][1].GetDouble()));
    }

    [Fact]
    public async Task ThePage_DrawsHistoryForecastAndInterval_InABrowser_WithoutANetwork()
    {
        await using var running = await RunningService.StartAsync();
        var page = await running.Client.GetStringAsync("");
        Assert.DoesNotMatch("(src|href)=[\"']?(https?:)?//", page);

        var dom = Browse($"{running.Service.Url}?model=gru&symbol=SIGNAL&level=0.8");

        Assert.Contains("id=\"history\"", dom);
        Assert.Contains("id=\"interval\"", dom);
        Assert.Contains("id=\"forecast\"", dom);
        Assert.Contains("id=\"naive\"", dom);
        Assert.Contains("lower (80 %)", dom);
        Assert.Contains("generated prices", dom);
        Assert.Contains("was not trained on", Browse($"{running.Service.Url}?model=gru&symbol=NOBODY"));
        // Rows that are none are not left out in silence, so that the server's would be forecast instead; a heading is no row.
        var rows = Uri.EscapeDataString("Date,Open,High,Low,Close,Volume\r\n\r\n02/01/2024,1,1,1,1,1\r\n");
        var refused = Browse($"{running.Service.Url}?model=gru&symbol=SIGNAL&rows={rows}");
        Assert.Contains("\"02/01/2024\" is no date.", refused);
        Assert.Contains("At /series/0/rows/0/0", refused);
    }

    private static string Browse(string url)
    {
        var browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "needs chromium");
        var profile = Directory.CreateTempSubdirectory("stocklab-browser-").FullName;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                browser!, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", "--virtual-time-budget=8000", "--dump-dom", url]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardError.ReadToEndAsync();
            var dom = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return dom;
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
