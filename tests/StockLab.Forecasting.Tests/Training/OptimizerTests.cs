using System.Text.Json;

namespace StockLab.Forecasting.Tests;

public class OptimizerTests
{
    private static readonly Dictionary<string, OptimizerSettings> Options = AllOptions();
    private static readonly GruSettings Model = new(Features: 1, Hidden: 5);
    private static readonly TrainingSettings Settings = new() { Epochs = 1, BatchSize = 6, Seed = 2 };
    private static readonly Lazy<JsonElement> PyTorch = new(AskPyTorch);

    public static TheoryData<string, Engine> OptionsAndEngines
    {
        get
        {
            var data = new TheoryData<string, Engine>();
            foreach (var name in Options.Keys)
            {
                data.Add(name, Engine.Torch);
                data.Add(name, Engine.Fused);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OptionsAndEngines))]
    public void EveryOption_MovesTheWeightsAsPyTorchDoes(string option, Engine engine)
    {
        using var network = Model.Create(seed: 2, engine, "cpu");
        var expected = PyTorch.Value.GetProperty(option);

        var history = new Trainer(Settings with { Optimizer = Options[option] }).Fit(network, Waves.Of(130));

        Assert.Equal(20, history.StepLosses.Count);
        Assert.All(expected.GetProperty("losses").Doubles().Zip(history.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(expected.GetProperty("weights").Doubles().Zip(network.ReadWeights().SelectMany(w => w.Values)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void TwoWaysOfClipping_AreRefused_AsInKeras()
    {
        using var network = new GruSettings(Hidden: 3).Create(device: "cpu");
        var settings = new TrainingSettings { Optimizer = new OptimizerSettings { ClipNorm = 1, ClipValue = 1 } };

        Assert.Contains("Only one", Assert.Throws<ArgumentException>(() => new Trainer(settings).Fit(network, Waves.Of(30))).Message);
    }

    [Fact]
    public void APenaltyOnALayerThatDoesNotExist_IsRefused_WithTheNames()
    {
        using var network = new GruSettings(Hidden: 3).Create(device: "cpu");
        var settings = new TrainingSettings { Optimizer = new OptimizerSettings { Penalties = [new Penalty("gru7", L2: 1)] } };

        Assert.Contains("gru1.weight_ih_l0", Assert.Throws<ArgumentException>(() => new Trainer(settings).Fit(network, Waves.Of(30))).Message);
    }

    private static Dictionary<string, OptimizerSettings> AllOptions()
    {
        var plain = new OptimizerSettings { LearningRate = 0.01 };
        return new()
        {
            ["adam"] = plain,
            ["amsgrad"] = plain with { AmsGrad = true },
            ["adamw"] = plain with { Kind = OptimizerKind.AdamW, WeightDecay = 0.1 },
            ["clipvalue"] = plain with { ClipValue = 1e-3 },
            ["clipnorm"] = plain with { ClipNorm = 1e-3 },
            ["global"] = plain with { GlobalClipNorm = 1e-2 },
            ["ema"] = plain with { EmaMomentum = 0.9 },
            ["l1"] = plain with { Penalties = [new Penalty(L1: 1e-3)] },
            ["l2 of one layer"] = plain with { Penalties = [new Penalty("gru2", L2: 0.1)] },
            ["all"] = new OptimizerSettings
            {
                Kind = OptimizerKind.AdamW, WeightDecay = 0.004, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6, GlobalClipNorm = 0.3, EmaMomentum = 0.99,
                Penalties = [new Penalty("gru1", L1: 1e-4, L2: 1e-3), new Penalty("dense", L2: 1e-2)],
            },
        };
    }

    // PyTorch takes seconds to start, so it is asked once for all options.
    private static JsonElement AskPyTorch()
    {
        var windows = Waves.Of(130);
        using var network = Model.Create(seed: 2, device: "cpu");
        var batches = new Trainer(Settings).OrderOf(1, windows.Count).Chunk(6).Select(indices =>
        {
            var (x, y) = (new float[indices.Length * windows.Length], new float[indices.Length]);
            windows.Gather(indices, x, y);
            return new { X = x, Y = y };
        }).ToList();
        return Python.Run("optimizers.py", "torch", "python3-torch", new
        {
            Model.Features, Model.Hidden, Model.Outputs, Length = windows.Length, Optimizers = Options, Weights = network.ReadWeights(), Batches = batches,
        });
    }
}
