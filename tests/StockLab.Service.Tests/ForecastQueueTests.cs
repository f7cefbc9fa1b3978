using StockLab.Experiments;

namespace StockLab.Service.Tests;

/// <summary>The queue before a network: who left is not waited for, and a version that was replaced ends its work.</summary>
public sealed class ForecastQueueTests
{
    private readonly ServedModel served;
    private readonly ServiceMetrics metrics = new();

    public ForecastQueueTests() =>
        served = new ServedModel("ensemble", ModelFolder.Load(Path.Combine(TrainedModels.Folder, "ensemble")), new ServiceOptions { Models = TrainedModels.Folder }, metrics);

    [Fact]
    public async Task AClientThatHasLeft_IsNotForecastFor()
    {
        using var gone = new CancellationTokenSource();
        var job = Job(gone.Token);
        gone.Cancel();

        Assert.True(served.Queue.TryEnqueue(job));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await job.Completion);
        Assert.Contains("stocklab_batch_windows_count 0\n", metrics.ToText(models: 1, faults: 0));
    }

    [Fact]
    public async Task AVersionThatWasReplaced_StillAnswersWhoBeganWithIt()
    {
        var before = await ForecastsAsync();
        served.Retire();

        Assert.Equal(before, await ForecastsAsync());
        // Many at a time, while their networks are given back one by one.
        var together = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(ForecastsAsync)));
        Assert.All(together, forecasts => Assert.Equal(before, forecasts));
    }

    private async Task<float[]> ForecastsAsync()
    {
        var job = Job(CancellationToken.None);
        Assert.True(served.Queue.TryEnqueue(job));
        await job.Completion;
        return [.. job.Forecasts];
    }

    private ForecastJob Job(CancellationToken cancel)
    {
        var job = new ForecastJob();
        job.Begin(count: 3, served.Values, served.TargetNames.Length, cancel);
        var random = new Random(1);
        for (var i = 0; i < job.Windows.Length; i++)
            job.Windows[i] = random.NextSingle();
        return job;
    }
}
