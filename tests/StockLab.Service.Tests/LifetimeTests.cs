using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StockLab.Service.Tests;

/// <summary>The command from start to end, in a process of its own.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task OnSigterm_RequestsInProgressAreAnswered_AndNewOnesAreNot()
    {
        using var serve = ServeProcess.Start(TrainedModels.Folder);
        var body = Ask.Rows(TrainedModels.Prices.Read("SIGNAL").Slice(^30..), "SIGNAL");
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, serve.Url.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /models/gru/forecast HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body[..50]}"));
        await Until.HoldsAsync(async () => (await serve.Client.GetStringAsync("metrics")).Contains("\nstocklab_requests_in_progress 2\n", StringComparison.Ordinal));       // that question, and the one whose rest is awaited

        var ended = serve.TerminateAsync();
        await Task.Delay(500);
        Assert.False(ended.IsCompleted);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body[50..]));
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        Assert.Equal(0, await ended);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => serve.Client.GetAsync("models"));
    }

    [Fact]
    public async Task TheLog_IsJson_AndRepeatsNothingThatWasSent()
    {
        using var serve = ServeProcess.Start(TrainedModels.Folder);
        await serve.Client.ForecastAsync("secret-name", """{"series":[{"symbol":"SECRET-SYMBOL"}]}""");
        await serve.Client.ForecastAsync("gru", """{"series":[{"symbol":"SECRET-SYMBOL"}]}""");
        await serve.Client.ForecastAsync("gru", """{"series":[{"rows":[["2020-01-02",987654321,1,1,-1,1]]}]}""");
        using (var request = new HttpRequestMessage(HttpMethod.Get, "models"))
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer SECRET-KEY-OF-SOMEONE");
            (await serve.Client.SendAsync(request)).Dispose();
        }
        Assert.Equal(0, await serve.TerminateAsync());

        var problems = serve.Log.Where(line => line.Contains("Reception", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, problems.Count);
        Assert.All(serve.Log, line => System.Text.Json.JsonDocument.Parse(line).Dispose());
        var log = string.Join('\n', serve.Log);
        Assert.Contains("/series/0/rows/0/4", log);
        Assert.DoesNotContain("SECRET", log);
        Assert.DoesNotContain("secret-name", log);
        Assert.DoesNotContain("987654321", log);
    }
}
