using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class NetworkTests
{
    private const int Length = 6;

    private static NetworkSettings Of(string name) => name switch
    {
        "stacked-lstm" => new StackedLstmSettings(Features: 2, Hidden: 8, Dense: 5, Outputs: 2),
        "rnn" => new RnnSettings(Features: 2, Hidden: 8, Outputs: 2, Dropout: 0.1),
        "lstm" => new LstmSettings(Features: 2, Hidden: 8, Outputs: 2, Dropout: 0.1),
        "gru" => new GruSettings(Features: 2, Hidden: 8, Outputs: 2, Dropout: 0.1),
        "two-layer-lstm" => new TwoLayerLstmSettings(Features: 2, First: 6, Second: 8, Outputs: 2),
        "lstm-gru" => new LstmGruSettings(Features: 2, Hidden: 8, Outputs: 2, Dropout: 0.1),
        "mlp" => new MlpSettings(Features: 2, Length: Length, Hidden1: 16, Hidden2: 8, Outputs: 2, Dropout: 0.05),
        "sequence" => new SequenceSettings(Features: 2, Length: Length, Hidden: 8, Outputs: 2),
        "two-inputs" => new TwoInputSettings(Features: 2, FirstInput: 1, Hidden1: 6, Hidden2: 6, Outputs: 2),
        _ => throw new ArgumentException(name),
    };

    public static TheoryData<string> Names => ["stacked-lstm", "rnn", "lstm", "gru", "two-layer-lstm", "lstm-gru", "mlp", "sequence", "two-inputs"];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryNetwork_NamesItsParametersAsItsLayersSay(string name)
    {
        var settings = Of(name);
        using var network = settings.Create(engine: Engine.Torch, device: "cpu");

        if (!settings.Layers.IsEmpty)
        {
            Assert.Equal(
                settings.Layers.SelectMany(layer => layer.Parameters).Select(p => $"{p.Name} ({string.Join(", ", p.Shape)})"),
                network.ReadWeights().Select(w => $"{w.Name} ({string.Join(", ", w.Shape)})"));
        }
        Assert.Equal(network.ReadWeights().Sum(w => w.Values.Length), network.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryNetwork_LearnsTwoTargets(string name)
    {
        var windows = new Windows(Waves.Table(160, noise: 0), Length, "Close", "Open");
        using var network = Of(name).Create(seed: 1, device: "cpu");

        var history = new Trainer(new TrainingSettings { Epochs = 15, BatchSize = 8, Optimizer = new OptimizerSettings { LearningRate = 0.01 } }).Fit(network, windows);

        Assert.True(history.FinalLoss < 0.15 * history.Epochs[0].Loss, $"{history.Epochs[0].Loss} → {history.FinalLoss}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forecasts_AreRepeatable_BecauseDropoutRestsWhileForecasting(string name)
    {
        var windows = new Windows(Waves.Table(40), Length, "Close", "Open");
        using var network = Of(name).Create(seed: 1, device: "cpu");

        Assert.Equal(Forecast.Predict(network, windows), Forecast.Predict(network, windows));
    }

    [Fact]
    public void TwoInputs_NeedAColumnEach() =>
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new TwoInputSettings(Features: 2, FirstInput: 2).Create(device: "cpu")).Message);

    [Fact]
    public void PooledWindows_AreSeenAsOneDataSet()
    {
        var (a, b) = (Waves.Of(30), Waves.Of(50, seed: 2));
        var samples = new Samples(a, b);
        var (x, y) = (new float[2 * 10], new float[2]);
        samples.Gather([3, a.Count + 5], x, y);

        Assert.Equal(a.Count + b.Count, samples.Count);
        Assert.Equal((float)a.Target(3), y[0]);
        Assert.Equal((float)b.Target(5), y[1]);
        Assert.Equal((float)b.Input(5)[9], x[19]);
        Assert.Contains("cannot be pooled", Assert.Throws<ArgumentException>(() => new Samples(a, Waves.Of(30, length: 5))).Message);
    }
}
