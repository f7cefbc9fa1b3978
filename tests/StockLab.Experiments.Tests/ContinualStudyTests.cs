using StockLab.Forecasting;

namespace StockLab.Experiments.Tests;

public sealed class ContinualStudyTests : IDisposable
{
    private static readonly DirectionSamples Samples = new PlantedSamples(FirstDay: 4) { Days = 32, Drift = 0.01 }.Make(200, seed: 3);
    private static readonly ContinualOptions Small = new() { Network = "conv", Width = 4, Epochs = 3, UpdateEpochs = 1, Memory = 30, Seeds = 2, Days = 90, Interval = UpdateInterval.Monthly };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-continual-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EveryStrategy_IsJudgedOnTheSameForecasts_AsTheMajorityIs()
    {
        var study = ContinualStudy.Run(Samples, Small);
        Assert.Equal(5 * 2, study.Rows.Count);
        Assert.All(study.Rows, row => Assert.Equal(study.Schedule.Blocks.Length, row.Accuracies.Count));
        Assert.Equal(study.Schedule.Blocks.Length, study.Majority.Count);
        Assert.Equal(90, study.Schedule.Blocks.Sum(block => block.Forecast.Length));
        Assert.All(study.Against(UpdateStrategy.Scratch, UpdateStrategy.Scratch), gain => Assert.Equal(0, gain));
        Assert.Equal(study.Accuracies(UpdateStrategy.Replay).Average() - study.Accuracies(UpdateStrategy.Never).Average(), study.Against(UpdateStrategy.Never, UpdateStrategy.Replay).Average(), 1e-12);
        Assert.Equal((0, 0), study.Measure(UpdateStrategy.Never, matrix => matrix.BackwardTransfer));
        // All strategies start alike: the first stretch is forecast by the same network.
        foreach (var seed in study.Rows.GroupBy(row => row.Seed))
            Assert.Single(seed.Select(row => row.Accuracies[0]).Distinct());
        Assert.Contains("commonest direction", study.ToDisplay().ToText());
        Assert.Contains("from scratch", study.Figure().ToSvg());
    }

    [Fact]
    public void TheMajority_IsThatOfTheLabelsKnownByThen()
    {
        var study = ContinualStudy.Run(Samples, Small with { Strategies = [UpdateStrategy.Never] });
        for (var b = 0; b < study.Majority.Count; b++)
        {
            var block = study.Schedule.Blocks[b];
            var counts = new int[3];
            foreach (var i in block.Known)
                counts[(int)Samples[i].Label]++;
            var commonest = (Direction)Array.IndexOf(counts, counts.Max());
            Assert.Equal(block.Forecast.Count(i => Samples[i].Label == commonest) / (double)block.Forecast.Length, study.Majority[b], 1e-12);
            Assert.Equal(block.Forecast.Count(i => Samples[i].Label == Direction.Up) / (double)block.Forecast.Length, study.AlwaysUp[b], 1e-12);
        }
        Assert.Empty(study.Against(UpdateStrategy.Scratch, UpdateStrategy.Never));
    }

    [Fact]
    public void AnInterruptedStudy_GoesOnWhereItStopped()
    {
        var options = Small with { Folder = folder, Cores = 1, Strategies = [UpdateStrategy.FineTune, UpdateStrategy.Replay] };
        using (var stop = new CancellationTokenSource())
        {
            var progress = new Watch(value => { if (value.Done == 3) stop.Cancel(); });
            Assert.Throws<OperationCanceledException>(() => ContinualStudy.Run(Samples, options, progress, stop.Token));
        }
        var resumed = 0;
        var study = ContinualStudy.Run(Samples, options, new Watch(value => resumed = value.Resumed));
        Assert.Equal(3, resumed);
        var whole = ContinualStudy.Run(Samples, options with { Folder = null });
        Assert.Equal(whole.Rows.SelectMany(row => row.Accuracies), study.Rows.SelectMany(row => row.Accuracies));
        Assert.Equal(whole.Rows.SelectMany(row => row.R.SelectMany(r => r)), study.Rows.SelectMany(row => row.R.SelectMany(r => r)));
    }

    private sealed class Watch(Action<StockLab.Recurrent.StudyProgress> told) : IProgress<StockLab.Recurrent.StudyProgress>
    {
        public void Report(StockLab.Recurrent.StudyProgress value) => told(value);
    }
}
