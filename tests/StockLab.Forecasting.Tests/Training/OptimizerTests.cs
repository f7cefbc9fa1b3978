namespace StockLab.Forecasting.Tests;

public class OptimizerTests
{
    public static TheoryData<string> Options => ["adam", "amsgrad", "adamw", "clipvalue", "clipnorm", "global", "ema", "l1", "l2 of one layer", "all"];

    private static OptimizerSettings Of(string option)
    {
        var plain = new OptimizerSettings { LearningRate = 0.01 };
        return option switch
        {
            "amsgrad" => plain with { AmsGrad = true },
            "adamw" => plain with { Kind = OptimizerKind.AdamW, WeightDecay = 0.1 },
            "clipvalue" => plain with { ClipValue = 1e-3 },
            "clipnorm" => plain with { ClipNorm = 1e-3 },
            "global" => plain with { GlobalClipNorm = 1e-2 },
            "ema" => plain with { EmaMomentum = 0.9 },
            "l1" => plain with { Penalties = [new Penalty(L1: 1e-3)] },
            "l2 of one layer" => plain with { Penalties = [new Penalty("gru2", L2: 0.1)] },
            "all" => new OptimizerSettings
            {
                Kind = OptimizerKind.AdamW, WeightDecay = 0.004, AmsGrad = true, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6, ClipValue = 0.5, ClipNorm = 0.4, GlobalClipNorm = 0.3,
                EmaMomentum = 0.99, Penalties = [new Penalty("gru1", L1: 1e-4, L2: 1e-3), new Penalty("dense", L2: 1e-2)],
            },
            _ => plain,
        };
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void EveryOption_MovesTheWeightsAsPyTorchDoes(string option)
    {
        var model = new GruSettings(Features: 1, Hidden: 5);
        var settings = new TrainingSettings { Epochs = 1, BatchSize = 6, Seed = 2, Optimizer = Of(option) };
        var windows = Waves.Of(130);
        using var network = model.Create(seed: 2, Engine.Torch, "cpu");
        var batches = new Trainer(settings).OrderOf(1, windows.Count).Chunk(6).Select(indices =>
        {
            var (x, y) = (new float[indices.Length * windows.Length], new float[indices.Length]);
            windows.Gather(indices, x, y);
            return new { X = x, Y = y };
        }).ToList();
        var expected = Python.Run("optimizers.py", "torch", "python3-torch", new
        {
            model.Features, model.Hidden, model.Outputs, Length = windows.Length, settings.Optimizer, Weights = network.ReadWeights(), Batches = batches,
        });

        var history = new Trainer(settings).Fit(network, windows);

        Assert.Equal(20, history.StepLosses.Count);
        Assert.All(expected.GetProperty("losses").Doubles().Zip(history.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(expected.GetProperty("weights").Doubles().Zip(network.ReadWeights().SelectMany(w => w.Values)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void APenaltyOnALayerThatDoesNotExist_IsRefused_WithTheNames()
    {
        using var network = new GruSettings(Hidden: 3).Create(device: "cpu");
        var settings = new TrainingSettings { Optimizer = new OptimizerSettings { Penalties = [new Penalty("gru7", L2: 1)] } };

        Assert.Contains("gru1.weight_ih_l0", Assert.Throws<ArgumentException>(() => new Trainer(settings).Fit(network, Waves.Of(30))).Message);
    }
}
