namespace StockLab.Forecasting.Tests;

public sealed class CallbackTests : IDisposable
{
    private static readonly GruSettings Small = new(Hidden: 6);
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EarlyStopping_EndsAfterItsPatience_AndRestoresTheBestEpoch()
    {
        using var network = Small.Create(device: "cpu");
        var weights = new List<float[]>();
        var stopping = new EarlyStopping(patience: 2, monitor: Monitor.Loss);
        // From the fourth epoch on the learning rate is so large that the loss rises.
        var history = new Trainer(new TrainingSettings { Epochs = 50, BatchSize = 8, Optimizer = new OptimizerSettings { LearningRate = 1e-3 } },
            new LearningRateSchedule((epoch, first) => epoch < 4 ? first : 1), new Recorder(weights), stopping).Fit(network, Waves.Of(80));

        var best = history.Epochs.MinBy(epoch => epoch.Loss).Number;
        Assert.Equal(best, stopping.BestEpoch);
        Assert.Equal(best + 2, history.Epochs.Count);
        Assert.Equal(weights[best - 1], network.ReadWeights().SelectMany(w => w.Values));
    }

    [Fact]
    public void EarlyStopping_KeepsTheBestWeights_WhenTrainingIsCancelled()
    {
        using var network = Small.Create(device: "cpu");
        using var cancel = new CancellationTokenSource();
        var weights = new List<float[]>();
        var trainer = new Trainer(new TrainingSettings { Epochs = 50, BatchSize = 8 }, new Recorder(weights, run =>
        {
            if (run.History.Epochs.Count == 3)
                cancel.Cancel();
        }), new EarlyStopping(monitor: Monitor.Loss));

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(network, Waves.Of(80), cancel: cancel.Token));

        Assert.Equal(3, weights.Count);
        Assert.Equal(weights[2], network.ReadWeights().SelectMany(w => w.Values));
    }

    [Fact]
    public void EarlyStopping_WatchingValidation_NeedsValidationWindows()
    {
        using var network = Small.Create(device: "cpu");
        var error = Assert.Throws<InvalidOperationException>(() => new Trainer(new TrainingSettings { Epochs = 1 }, new EarlyStopping()).Fit(network, Waves.Of(30)));
        Assert.Contains("no validation windows", error.Message);
    }

    [Fact]
    public void Schedules_FollowTheirFormulas()
    {
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Rates(LearningRateSchedule.Step(2, 0.5)));
        Assert.Equal([1, 0.5, 0.25, 0.125, 0.0625], Rates(LearningRateSchedule.Exponential(0.5)));
        Assert.All(Rates(LearningRateSchedule.Cosine(5)).Zip([1, 0.5 + (Math.Sqrt(2) / 4), 0.5, 0.5 - (Math.Sqrt(2) / 4), 0]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));

        static IEnumerable<double> Rates(Callback schedule)
        {
            using var network = Small.Create(device: "cpu");
            return new Trainer(new TrainingSettings { Epochs = 5, BatchSize = 8, Optimizer = new OptimizerSettings { LearningRate = 1 } }, schedule)
                .Fit(network, Waves.Of(30)).Epochs.Select(epoch => epoch.LearningRate);
        }
    }

    [Fact]
    public void ReduceOnPlateau_LowersTheRate_AfterItsPatience()
    {
        using var network = Small.Create(device: "cpu");
        // With a rate of 0 nothing is learnt, so the validation loss never falls after the first epoch.
        var history = new Trainer(new TrainingSettings { Epochs = 7, BatchSize = 8, Optimizer = new OptimizerSettings { LearningRate = 1e-30 } }, new ReduceOnPlateau(factor: 0.5, patience: 2))
            .Fit(network, Waves.Of(30), Waves.Of(30, seed: 2));

        Assert.All(history.Epochs.Zip([1e-30, 1e-30, 1e-30, 5e-31, 5e-31, 2.5e-31, 2.5e-31]), pair => Assert.Equal(1, pair.First.LearningRate / pair.Second, 1e-9));
    }

    [Fact]
    public void Checkpoint_IsNamedByItsPattern_AndWrittenForNewLowsOnly()
    {
        using var network = Small.Create(device: "cpu");
        var values = new Dictionary<string, object> { ["ticker"] = "005930", ["columnset"] = "M1", ["window"] = 10 };
        var pattern = Path.Combine(folder, "deep", "{ticker}_{columnset}_{window}_{lr}_{epoch:00}.safetensors");
        var history = new Trainer(new TrainingSettings { Epochs = 6, BatchSize = 8 },
            new LearningRateSchedule((epoch, first) => epoch < 4 ? first : 1), new ModelCheckpoint(pattern, Monitor.Loss, values: values)).Fit(network, Waves.Of(80));

        var lowest = double.PositiveInfinity;
        var expected = new List<string>();
        foreach (var epoch in history.Epochs.Where(epoch => epoch.Loss < lowest))
        {
            lowest = epoch.Loss;
            expected.Add(FormattableString.Invariant($"005930_M1_10_{epoch.LearningRate}_{epoch.Number:00}.safetensors"));
        }
        Assert.Equal(expected.Order(), Directory.GetFiles(Path.Combine(folder, "deep")).Select(Path.GetFileName).Order());
        Assert.Contains("005930_M1_10_0.001_01.safetensors", expected);
    }

    [Fact]
    public void Checkpoint_RefusesANameThatStandsForNothing() =>
        Assert.Contains("{colour}", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("{colour}.safetensors").Name(new Epoch(1, 1, null, 1, 1))).Message);

    [Theory]
    [InlineData(Engine.Torch, OptimizerKind.Adam, false, null)]
    [InlineData(Engine.Torch, OptimizerKind.AdamW, true, 0.9)]
    [InlineData(Engine.Fused, OptimizerKind.Adam, false, null)]
    [InlineData(Engine.Fused, OptimizerKind.AdamW, true, 0.9)]
    public void Resume_GoesOnAsIfTrainingHadNeverStopped_BitForBit(Engine engine, OptimizerKind kind, bool amsGrad, double? ema)
    {
        var settings = new TrainingSettings
        {
            Epochs = 4, BatchSize = 5, Optimizer = new OptimizerSettings { Kind = kind, AmsGrad = amsGrad, EmaMomentum = ema, WeightDecay = 0.004 },
        };
        var model = new GruSettings(Hidden: 6, Dropout: 0.3);
        var path = Path.Combine(folder, "{epoch}.safetensors");
        using var whole = model.Create(seed: 3, engine, "cpu");
        var uninterrupted = new Trainer(settings, LearningRateSchedule.Exponential(0.7), new ModelCheckpoint(path, Monitor.Loss, saveBestOnly: false)).Fit(whole, Waves.Of(60));

        using var again = model.Create(seed: 99, engine, "cpu");
        var resumed = new Trainer(settings, LearningRateSchedule.Exponential(0.7))
            .Fit(again, Waves.Of(60), resume: Checkpoint.Load(Path.Combine(folder, "2.safetensors")));

        Assert.Equal(whole.ReadWeights().SelectMany(w => w.Values), again.ReadWeights().SelectMany(w => w.Values));
        Assert.Equal(uninterrupted.Epochs.Select(e => (e.Number, e.Loss, e.LearningRate)), resumed.Epochs.Select(e => (e.Number, e.Loss, e.LearningRate)));
    }

    [Fact]
    public void Resume_RefusesTheMemoryOfAnotherOptimizer()
    {
        using var network = Small.Create(engine: Engine.Torch, device: "cpu");
        var path = Path.Combine(folder, "adam.safetensors");
        new Trainer(new TrainingSettings { Epochs = 1 }, new ModelCheckpoint(path, Monitor.Loss)).Fit(network, Waves.Of(30));
        var other = new TrainingSettings { Epochs = 2, Optimizer = new OptimizerSettings { AmsGrad = true } };

        var error = Assert.Throws<ArgumentException>(() => new Trainer(other).Fit(network, Waves.Of(30), resume: Checkpoint.Load(path)));

        Assert.Contains("max_exp_avg_sq", error.Message);
    }

    private sealed class Recorder(List<float[]> weights, Action<TrainingRun>? then = null) : Callback
    {
        public override void OnEpochEnd(TrainingRun run)
        {
            weights.Add([.. run.Network.ReadWeights().SelectMany(w => w.Values)]);
            then?.Invoke(run);
        }
    }
}
