using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class TrainerTests
{
    private static readonly StackedLstmSettings Small = new(Hidden: 8, Dense: 4);

    [Theory]
    [InlineData(Engine.Torch, 1, 1e-3)]
    [InlineData(Engine.Torch, 7, 1e-2)]
    [InlineData(Engine.Fused, 1, 1e-3)]
    [InlineData(Engine.Fused, 7, 1e-2)]
    public void TwentySteps_LoseWhatPyTorchLoses_FromTheSameWeights(Engine engine, int batch, double learningRate)
    {
        var windows = Waves.Of(batch * 20 + 10);
        var settings = new TrainingSettings { Epochs = 1, BatchSize = batch, Seed = 3, Optimizer = new OptimizerSettings { LearningRate = learningRate } };
        var network = new StackedLstmSettings();
        using var live = network.Create(seed: 3, engine, "cpu");
        var batches = new Trainer(settings).OrderOf(1, windows.Count).Chunk(batch).Select(indices =>
        {
            var (x, y) = (new float[indices.Length * windows.Length], new float[indices.Length]);
            windows.Gather(indices, x, y);
            return new { X = x, Y = y };
        }).ToList();
        var expected = Python.Run("train_stacked_lstm.py", "torch", "python3-torch", new
        {
            network.Features, network.Hidden, network.Dense, network.Outputs, Length = windows.Length, LearningRate = learningRate, Weights = live.ReadWeights(), Batches = batches,
        });

        var history = new Trainer(settings).Fit(live, windows);
        var forecast = new float[batch];
        live.Predict(batches[0].X, batch, windows.Length, forecast);

        var losses = expected.GetProperty("losses").Doubles();
        Assert.Equal(20, history.StepLosses.Count);
        Assert.Equal(20, losses.Length);
        for (var step = 0; step < 20; step++)
            Assert.Equal(losses[step], history.StepLosses[step], 1e-5);
        Assert.All(expected.GetProperty("forecast").Doubles().Zip(forecast), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Training_LearnsASine()
    {
        var table = Waves.Table(400).Select("Close");
        var windows = new Windows(table, 10, "Close");
        var split = ChronologicalSplit.At(table.Rows, 0.8);
        using var network = Small.Create(seed: 1, device: "cpu");

        var history = new Trainer(new TrainingSettings { Epochs = 20, BatchSize = 8, Optimizer = new OptimizerSettings { LearningRate = 0.01 } })
            .Fit(network, windows.WithTargetIn(split.Train), windows.WithTargetIn(split.Test));
        var forecast = Forecast.Of(network, windows.WithTargetIn(split.Test), MinMaxScaler.Fit(table, split.Train));

        Assert.True(history.Epochs[^1].Loss < 0.05 * history.Epochs[0].Loss, $"{history.Epochs[0].Loss} → {history.Epochs[^1].Loss}");
        Assert.True(history.Epochs[^1].ValidationLoss < 0.05 * history.Epochs[0].Loss);
        Assert.True(forecast.Skill > 0.3, $"skill {forecast.Skill}");
    }

    [Fact]
    public void SameSeed_TrainsTheSame_BitForBit()
    {
        Assert.Equal(Trained(seed: 4), Trained(seed: 4));
        Assert.NotEqual(Trained(seed: 4), Trained(seed: 5));

        static float[] Trained(long seed)
        {
            using var network = Small.Create(seed, device: "cpu");
            new Trainer(new TrainingSettings { Epochs = 2, BatchSize = 3, Seed = seed }).Fit(network, Waves.Of(60));
            return [.. network.ReadWeights().SelectMany(w => w.Values)];
        }
    }

    [Fact]
    public void EveryEpoch_SeesEveryWindowOnce_InAnOrderOfItsOwn()
    {
        var trainer = new Trainer(new TrainingSettings { Seed = 9 });

        Assert.Equal(Enumerable.Range(0, 50), trainer.OrderOf(1, 50).Order());
        Assert.NotEqual(trainer.OrderOf(1, 50), trainer.OrderOf(2, 50));
        Assert.Equal(trainer.OrderOf(2, 50), trainer.OrderOf(2, 50));
        Assert.Equal(Enumerable.Range(0, 50), new Trainer(new TrainingSettings { Shuffle = false }).OrderOf(1, 50));
    }

    [Fact]
    public void LastStep_TakesTheWindowsThatAreLeft()
    {
        using var network = Small.Create(device: "cpu");
        var history = new Trainer(new TrainingSettings { Epochs = 2, BatchSize = 16 }).Fit(network, Waves.Of(50));     // 40 windows: 16 + 16 + 8

        Assert.Equal(6, history.StepLosses.Count);
        var expected = (16.0 * history.StepLosses[0] + 16.0 * history.StepLosses[1] + 8.0 * history.StepLosses[2]) / 40;
        Assert.Equal(expected, history.Epochs[0].Loss, 1e-9);
    }

    [Fact]
    public void Divergence_StopsWithTheEpochTheStepAndTheRemedy()
    {
        using var network = Small.Create(device: "cpu");
        var settings = new TrainingSettings { Epochs = 5, Optimizer = new OptimizerSettings { LearningRate = 1e30 } };

        var error = Assert.Throws<TrainingDivergedException>(() => new Trainer(settings).Fit(network, Waves.Of(40)));

        Assert.Contains("epoch 1, step", error.Message);
        Assert.Contains("Lower the learning rate", error.Message);
    }

    [Fact]
    public void Cancellation_StopsBeforeTheNextStep_AndTheNetworkStaysUsable()
    {
        using var network = Small.Create(device: "cpu");
        using var cancel = new CancellationTokenSource();
        var epochs = 0;
        var progress = new Immediately(p =>
        {
            if (p.Step == p.Steps && ++epochs == 2)
                cancel.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() =>
            new Trainer(new TrainingSettings { Epochs = 100 }).Fit(network, Waves.Of(30), progress: progress, cancel: cancel.Token));

        Assert.Equal(2, epochs);
        Assert.All(Forecast.Predict(network, Waves.Of(30)), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Validation_DoesNotChangeWhatIsLearnt()
    {
        Assert.Equal(Trained(null), Trained(Waves.Of(40, seed: 2)));

        static float[] Trained(Windows? validation)
        {
            using var network = Small.Create(device: "cpu");
            new Trainer(new TrainingSettings { Epochs = 2, BatchSize = 4 }).Fit(network, Waves.Of(40), validation);
            return [.. network.ReadWeights().SelectMany(w => w.Values)];
        }
    }

    [Fact]
    public void WindowsOfAnotherShape_AreRefused_WithBothShapesInTheMessage()
    {
        using var network = Small.Create(device: "cpu");
        var windows = new Windows(Waves.Table(40), 10, "Close");

        var error = Assert.Throws<ArgumentException>(() => new Trainer(new TrainingSettings()).Fit(network, windows));

        Assert.Contains("takes 1 features", error.Message);
        Assert.Contains("hold 2 features", error.Message);
    }

    private sealed class Immediately(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
