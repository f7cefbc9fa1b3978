using System.Net;
using System.Text;
using System.Text.Json;

namespace StockLab.Service.Tests;

/// <summary>What requests leave behind in memory when they are over. Measures the heap of the whole process, so that nothing else may run beside it.</summary>
[Collection(nameof(RetainedMemoryTests))]
[CollectionDefinition(nameof(RetainedMemoryTests), DisableParallelization = true)]
public sealed class RetainedMemoryTests : IAsyncLifetime
{
    private const string Row = """["2020-01-02",100,101,99,100.5,1000]""";
    private RunningService running = null!;

    public async ValueTask InitializeAsync() => running = await RunningService.StartAsync();

    public ValueTask DisposeAsync() => running.DisposeAsync();

    [Fact]
    public async Task AMillionRows_AreRefused_AndMemoryStaysFlat()
    {
        var rows = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => Row.Replace("2020-01-02", new DateOnly(1900, 1, 1).AddDays(i % 50_000).ToString("yyyy-MM-dd"), StringComparison.Ordinal)));
        var body = $$"""{"series":[{"rows":[{{rows}}]}]}""";
        await using var wide = await RunningService.StartAsync(options => options with { MostBytes = 1 << 30 });
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 3; i++)
        {
            using var small = await PostAsync(running, body);
            (small.StatusCode, JsonDocument.Parse(await small.Content.ReadAsStringAsync()).RootElement).RequireProblem(413, "too-long");
            // Even where the body may be that long, the rows are counted while they are read.
            (await wide.Client.ForecastAsync("gru", body)).RequireProblem(422, "too-many-rows");
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < before + (20 << 20), "a buffer of a refused request was kept");
        Assert.Equal(HttpStatusCode.OK, (await running.Client.ForecastAsync("gru", Ask.Several([Ask.Server("SIGNAL")]))).Status);
    }

    [Fact]
    public void ARequestThatWasLarge_IsKeptSmall()
    {
        // As large as the limits allow: what 64 of them leave in the pool would otherwise be gigabytes.
        var body = Encoding.UTF8.GetBytes(Ask.Several(Enumerable.Repeat(Ask.Series(TrainedModels.Prices.Read("SIGNAL"), "SIGNAL", Ask.Index("S&P500", TrainedModels.Prices.Read("SIMIDX"))), 40)));
        var options = new ServiceOptions { Models = TrainedModels.Folder };
        var kept = new ForecastRequest[64];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = new ForecastRequest();
            body.CopyTo(kept[i].Body.GetSpan(body.Length));
            kept[i].Body.Advance(body.Length);
            ForecastRequestReader.Read(kept[i].Body.WrittenSpan, options, kept[i]);
            Assert.Equal(40, kept[i].Count);
            kept[i].Job.Begin(kept[i].Count, values: 2000, outputs: 3, CancellationToken.None);
            Assert.True(kept[i].TryReset());
        }
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / kept.Length;
        GC.KeepAlive(kept);
        Assert.True(each < 100_000, $"{each:N0} bytes a request");
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningService to, string body)
    {
        // The server hangs up on a body that is too long; a client that insists on sending all of it may see that instead of the answer.
        using var request = new HttpRequestMessage(HttpMethod.Post, "models/gru/forecast") { Content = Ask.Json(body) };
        request.Headers.ExpectContinue = true;
        return await to.Client.SendAsync(request);
    }
}
