namespace StockLab.Forecasting.Tests;

/// <summary>Both engines start from the same weights, see the same batches, and must agree.</summary>
public class EngineTests
{
    private static NetworkSettings Of(string name) => name switch
    {
        "stacked-lstm" => new StackedLstmSettings(Hidden: 12, Dense: 7),
        "rnn" => new RnnSettings(Hidden: 12),
        "lstm" => new LstmSettings(Hidden: 12),
        "lstm-gru" => new LstmGruSettings(Features: 2, Hidden: 12),
        "two-inputs" => new TwoInputSettings(Features: 2, FirstInput: 1),
        "sequence" => new SequenceSettings(),
        "two-layer-lstm" => new TwoLayerLstmSettings(First: 9, Second: 12),
        _ => new GruSettings(Hidden: 12),
    };

    [Theory]
    [InlineData("stacked-lstm", "mse")]
    [InlineData("rnn", "huber:0.1")]
    [InlineData("lstm", "mae")]
    [InlineData("gru", "quantile:0.9")]
    [InlineData("lstm-gru", "huber")]
    [InlineData("two-inputs", "mse")]
    [InlineData("sequence", "mse")]
    [InlineData("two-layer-lstm", "mse")]
    public void Engines_LearnTheSame(string name, string loss)
    {
        var windows = Of(name).Features == 1 ? Waves.Of(90) : new Market.Windows(Waves.Table(90), 10, "Close");
        var settings = new TrainingSettings { Epochs = 2, BatchSize = 4, Loss = Loss.Parse(loss) };
        using var fused = Of(name).Create(seed: 5, Engine.Fused);
        using var torch = Of(name).Create(seed: 5, Engine.Torch, "cpu");
        Assert.Equal(torch.ReadWeights().Select(w => (w.Name, Sum: w.Values.Sum())), fused.ReadWeights().Select(w => (w.Name, Sum: w.Values.Sum())));
        Assert.Equal(torch.ParameterCount, fused.ParameterCount);

        var (ours, theirs) = (new Trainer(settings).Fit(fused, windows), new Trainer(settings).Fit(torch, windows));

        Assert.All(theirs.StepLosses.Zip(ours.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.All(Forecast.Predict(torch, windows).Zip(Forecast.Predict(fused, windows)), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void Auto_TakesTheFusedEngine_WhereItKnowsTheNetwork_AndTorchElsewhere()
    {
        using var known = new GruSettings(Hidden: 3).Create();
        using var unknown = new MlpSettings().Create(device: "cpu");

        Assert.Equal(Engine.Fused, known.Engine);
        Assert.Null(known.TorchVersion);
        Assert.Equal(Engine.Torch, unknown.Engine);
    }

    [Fact]
    public void Fused_RefusesWhatItDoesNotKnow_WithTheWayOut()
    {
        Assert.Contains("engine torch", Assert.Throws<NotSupportedException>(() => new MlpSettings().Create(engine: Engine.Fused)).Message);
        Assert.Contains("engine torch", Assert.Throws<NotSupportedException>(() => new GruSettings().Create(engine: Engine.Fused, device: "cuda")).Message);
    }

    [Fact]
    public void Engines_LearnTheSame_WithEveryOptionOfTheOptimizer()
    {
        var windows = Waves.Of(90);
        foreach (var optimizer in new OptimizerSettings[]
        {
            new() { AmsGrad = true, Beta2 = 0.6, LearningRate = 0.01 },
            new() { Kind = OptimizerKind.AdamW, WeightDecay = 0.05, AmsGrad = true, Beta2 = 0.6, EmaMomentum = 0.9 },
            new() { Penalties = [new Penalty("gru", L1: 1e-3), new Penalty("dense", L2: 1e-2)], GlobalClipNorm = 0.1 },
        })
        {
            var settings = new TrainingSettings { Epochs = 2, BatchSize = 4, Optimizer = optimizer };
            var network = new LstmGruSettings(Hidden: 12);
            using var fused = network.Create(seed: 5, Engine.Fused);
            using var torch = network.Create(seed: 5, Engine.Torch, "cpu");

            var (ours, theirs) = (new Trainer(settings).Fit(fused, windows), new Trainer(settings).Fit(torch, windows));

            Assert.All(theirs.StepLosses.Zip(ours.StepLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            Assert.All(Forecast.Predict(torch, windows).Zip(Forecast.Predict(fused, windows)), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
    }

    [Fact]
    public void BothRooms_CanBeImportedTogether_NoNameMeansTwoThings() =>
        Assert.Empty(typeof(NetworkSettings).Assembly.GetExportedTypes().Select(type => type.Name).Intersect(typeof(StockLab.Recurrent.RecurrentNetwork).Assembly.GetExportedTypes().Select(type => type.Name)));
}
