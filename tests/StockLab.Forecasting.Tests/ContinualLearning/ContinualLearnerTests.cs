namespace StockLab.Forecasting.Tests;

public sealed class ContinualLearnerTests
{
    private const int Count = 220, Days = 32;
    private static readonly DateOnly Start = new(2000, 6, 1);
    private static readonly DirectionSamples Turning = Make(_ => null);
    private static readonly UpdateSchedule Schedule = UpdateSchedule.Of(Turning, Start, UpdateInterval.Monthly);

    [Fact]
    public void NoStretch_KnowsALabelThatHadNotEnded_AndEveryLabelIsLearntOnce()
    {
        Assert.All(Schedule.Blocks, block => Assert.All(block.Known, i => Assert.True(Turning[i].LabelTo <= block.AskedOn)));
        Assert.All(Schedule.Blocks, block => Assert.All(block.Forecast, i => Assert.True(Turning[i].LastDay >= block.AskedOn)));
        Assert.Equal(Enumerable.Range(0, Count).Where(i => Turning[i].LastDay >= Start), Schedule.Blocks.SelectMany(block => block.Forecast).Order());
        Assert.Equal(Enumerable.Range(0, Count), Schedule.Blocks.SelectMany(block => block.New).Concat(Schedule.Afterwards).Order());
        Assert.All(Schedule.Blocks, block => Assert.Equal((block.AskedOn.Year, block.AskedOn.Month), (Turning[block.Forecast[^1]].LastDay.Year, Turning[block.Forecast[^1]].LastDay.Month)));
    }

    [Theory]
    [InlineData(UpdateStrategy.FineTune)]
    [InlineData(UpdateStrategy.Replay)]
    [InlineData(UpdateStrategy.FrozenFeatures)]
    [InlineData(UpdateStrategy.Scratch)]
    public void LabelsOfTheFuture_ChangeNoForecastBeforeThem(UpdateStrategy strategy)
    {
        // Every label that had not ended when the third stretch was first asked about is turned round.
        var asked = Schedule.Blocks[2].AskedOn;
        var otherFuture = Make(i => Turning[i].LabelTo > asked ? Turning[i].Label == Direction.Up ? Direction.Down : Direction.Up : null);
        var (truth, planted) = (Run(strategy, Turning), Run(strategy, otherFuture));
        for (var b = 0; b <= 2; b++)
            Assert.Equal(truth.Forecasts[b].Probabilities(Direction.Up), planted.Forecasts[b].Probabilities(Direction.Up));
        Assert.NotEqual(truth.Forecasts[^1].Probabilities(Direction.Up), planted.Forecasts[^1].Probabilities(Direction.Up));
    }

    [Fact]
    public void WhoLearnsOn_FollowsAWorldThatTurns_AndForgetsTheOldOne_ReplayLess()
    {
        var year = Enum.GetValues<UpdateStrategy>().ToDictionary(strategy => strategy, strategy => Run(strategy, Turning));

        Assert.Equal(0, year[UpdateStrategy.Never].Matrix.BackwardTransfer);
        Assert.True(year[UpdateStrategy.FineTune].Accuracy > year[UpdateStrategy.Never].Accuracy + 0.1, $"{Says()}");
        Assert.True(year[UpdateStrategy.Scratch].Accuracy > year[UpdateStrategy.Never].Accuracy + 0.1, $"{Says()}");
        Assert.True(year[UpdateStrategy.FineTune].Matrix.ChangeOnOldPeriods < 0, $"{Says()}");
        Assert.True(Old(UpdateStrategy.Replay) > Old(UpdateStrategy.FineTune) + 0.1, $"{Says()}");

        // What the network knows of the first world at the end.
        double Old(UpdateStrategy strategy) => year[strategy].Matrix[year[strategy].Matrix.Periods - 1, 0];
        string Says() => string.Join("; ", year.Select(pair => $"{pair.Key} {pair.Value.Accuracy:F2}, {pair.Value.Matrix}, old {Old(pair.Key):F2}"));
    }

    [Fact]
    public void TheSameSeed_GivesTheSameYear()
    {
        var (one, two) = (Run(UpdateStrategy.Replay, Turning), Run(UpdateStrategy.Replay, Turning));
        Assert.Equal(one.Forecasts.SelectMany(forecast => forecast.Probabilities(Direction.Up)), two.Forecasts.SelectMany(forecast => forecast.Probabilities(Direction.Up)));
        Assert.Equal(one.Forecasts.Count + 1, one.Seconds.Length);
    }

    [Fact]
    public void AScheduleWithoutAPast_OrWithoutAFuture_IsRefused()
    {
        Assert.Contains("Begin later", Assert.Throws<ArgumentException>(() => UpdateSchedule.Of(Turning, new DateOnly(2000, 1, 1), UpdateInterval.Monthly)).Message);
        Assert.Contains("Begin earlier", Assert.Throws<ArgumentException>(() => UpdateSchedule.Of(Turning, new DateOnly(2010, 1, 1), UpdateInterval.Monthly)).Message);
        Assert.Equal(Turning[Count - 1].LastDay.AddDays(-9), UpdateSchedule.LastYear(Turning, days: 10));
    }

    private static ContinualResult Run(UpdateStrategy strategy, DirectionSamples samples) => new ContinualLearner(
        seed => ConvClassifier.Create(2, width: 4, seed: seed),
        new ContinualSettings
        {
            Strategy = strategy, Memory = 60, UpdateEpochs = 8, UpdateRate = 1,
            Training = new TrainingSettings { Epochs = 12, BatchSize = 16, Seed = 2, Optimizer = new OptimizerSettings { LearningRate = 5e-3 } },
        }).Run(samples, Schedule);

    // A world whose rule turns: channel a decides at first, and from sample 130 on channel b, while a says the opposite. A sample a day.
    private static DirectionSamples Make(Func<int, Direction?> otherwise)
    {
        var random = new SeededRandom(12);
        var (values, labels) = (new List<float[]>(), new List<Direction>());
        for (var i = 0; i < Count; i++)
        {
            var label = (Direction)random.NextInt(2);
            var sign = label == Direction.Up ? 1 : -1;
            var x = new float[2 * Days];
            for (var t = 0; t < Days; t++)
            {
                x[t] = (float)((i < 130 ? sign : -sign) + random.NextGaussian());
                x[Days + t] = (float)((i < 130 ? 0 : sign) + random.NextGaussian());
            }
            values.Add(x);
            labels.Add(otherwise(i) ?? label);
        }
        return DirectionSamples.Made(["a", "b"], Days, values, labels, "a world that turns");
    }
}
