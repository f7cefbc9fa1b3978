using System.Text;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service.Tests;

/// <summary>What our own code allocates a request, from the body's bytes to the answer's: nothing. (Kestrel has its own, small and collected young.)</summary>
[CollectionDefinition(nameof(ForecastAllocationTests), DisableParallelization = true)]
[Collection(nameof(ForecastAllocationTests))]
public sealed class ForecastAllocationTests
{
    private const int Requests = 1000, Rounds = 5;

    [Theory]
    [InlineData("close", false)]
    [InlineData("gru", false)]
    [InlineData("lstm", true)]
    [InlineData("index", false)]
    [InlineData("sameday", true)]
    [InlineData("pooled", false)]
    public void FromTheBodyToTheAnswer_NothingIsAllocated_OnceTheModelHasBeenAsked(string id, bool history)
    {
        var (options, metrics) = (new ServiceOptions { Models = TrainedModels.Folder, Data = Repository.Sample }, new ServiceMetrics());
        var preparation = new WindowPreparation(new ServerPrices(options.Data));
        var served = new ServedModel(id, ModelFolder.Load(Path.Combine(TrainedModels.Folder, id)), options, metrics);
        var symbol = served.Names.Keys.Order(StringComparer.Ordinal).First();
        var index = TrainedModels.Prices.Read(SampleMarket.Index).Slice(^60..);
        var series = Ask.Series(TrainedModels.Prices.Read(symbol).Slice(^40..), symbol, string.Concat(served.Indexes.Select(column => Ask.Index(column.Column, index))));
        var body = Encoding.UTF8.GetBytes($$"""{"level":0.8,"history":{{(history ? "true" : "false")}},"series":[{{series}},{{series}}]}""");
        var request = new ForecastRequest();
        for (var i = 0; i < 200; i++)
            Forecast();

        // The least of a few rounds: on a busy machine a second worker may begin late, and the pool of threads itself allocates now and then.
        var (own, all) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var (ownBefore, allBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            for (var i = 0; i < Requests; i++)
                Forecast();
            (own, all) = (Math.Min(own, GC.GetAllocatedBytesForCurrentThread() - ownBefore), Math.Min(all, GC.GetTotalAllocatedBytes(precise: true) - allBefore));
        }

        Assert.Equal(0, own);
        Assert.True(all < 8 * Requests, $"{all} bytes for {Requests} requests, on all threads");

        void Forecast()
        {
            ForecastRequestReader.Read(body, options, request);
            preparation.Prepare(served, request, CancellationToken.None);
            Assert.True(served.Queue.TryEnqueue(request.Job));
            while (!request.Job.Completion.IsCompleted)
                Thread.Yield();
            ForecastAnswer.Write(served, request);
            metrics.Forecast(id, request.Count, started: 1);
            if (!request.TryReset())
                throw new InvalidOperationException("The request is not used again.");
        }
    }
}
