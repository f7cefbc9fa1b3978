namespace StockLab.Forecasting.Tests;

public class StackedLstmTests
{
    [Fact]
    public void Layers_NameTheParametersAsTheModuleDoes()
    {
        var settings = new StackedLstmSettings(Features: 3, Hidden: 6, Dense: 5, Outputs: 2);
        using var network = settings.Create(engine: Engine.Torch, device: "cpu");

        Assert.Equal(
            settings.Layers.SelectMany(layer => layer.Parameters).Select(p => $"{p.Name} ({string.Join(", ", p.Shape)})"),
            network.ReadWeights().Select(w => $"{w.Name} ({string.Join(", ", w.Shape)})"));
    }

    [Fact]
    public void Source_HasKeras31901Parameters_PlusTheSecondBiasOfTorch()
    {
        using var network = new StackedLstmSettings().Create(device: "cpu");

        // Keras: 4·50·(1 + 50 + 1) + 4·50·(50 + 50 + 1) + 51·25 + 26
        Assert.Equal(31_901 + (2 * 200), network.ParameterCount);
    }

    [Fact]
    public void LoadWeights_RefusesAnotherShape_AndChangesNothing()
    {
        using var network = new StackedLstmSettings(Hidden: 4, Dense: 3).Create(device: "cpu");
        var before = network.ReadWeights();
        List<NamedArray> wrong = [before[0] with { Values = new float[16] }, before[1] with { Shape = [8, 8], Values = new float[64] }];

        var error = Assert.Throws<ArgumentException>(() => network.LoadWeights(wrong));

        Assert.Contains("lstm1.weight_hh_l0", error.Message);
        Assert.Equal(before[0].Values, network.ReadWeights()[0].Values);
        Assert.Contains("no parameter 'lstm9'", Assert.Throws<ArgumentException>(() => network.LoadWeights([new NamedArray("lstm9", [1], [0])])).Message);
    }

    [Fact]
    public void Weights_TravelBetweenNetworks()
    {
        var settings = new StackedLstmSettings(Hidden: 4, Dense: 3);
        using var from = settings.Create(seed: 1, device: "cpu");
        using var to = settings.Create(seed: 2, device: "cpu");
        var windows = Waves.Of(40);

        Assert.NotEqual(Forecast.Predict(from, windows), Forecast.Predict(to, windows));
        to.LoadWeights(from.ReadWeights());
        Assert.Equal(Forecast.Predict(from, windows), Forecast.Predict(to, windows));
    }

    [Fact]
    public void UnknownDevice_IsRefused_WithTheChoices() =>
        Assert.Contains("auto, cpu or cuda", Assert.Throws<ArgumentException>(() => new StackedLstmSettings().Create(device: "gpu")).Message);
}
