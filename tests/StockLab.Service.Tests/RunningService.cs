namespace StockLab.Service.Tests;

/// <summary>A service on a free loopback port, with real sockets, and a client of it.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private RunningService(PredictionService service)
    {
        Service = service;
        Client = new HttpClient { BaseAddress = service.Url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public PredictionService Service { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it on the trained models and the sample market, without a rate limit unless <paramref name="change"/> sets one.</summary>
    public static async Task<RunningService> StartAsync(Func<ServiceOptions, ServiceOptions>? change = null)
    {
        var options = new ServiceOptions { Models = TrainedModels.Folder, Data = Repository.Sample, Urls = ["http://127.0.0.1:0"], RequestsPerSecond = 0 };
        return new RunningService(await PredictionService.StartAsync(change is null ? options : change(options)));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
    }
}
