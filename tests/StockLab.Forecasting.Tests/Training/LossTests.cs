namespace StockLab.Forecasting.Tests;

public class LossTests
{
    [Fact]
    public void Losses_AgreeWithPyTorch_InPlainNumbersAndInTraining()
    {
        var random = new SeededRandom(6);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
        var (predicted, actual) = (Draw(200), Draw(200));
        var expected = Python.Run("losses.py", "torch", "python3-torch", new { Predicted = predicted, Actual = actual });

        foreach (var name in (string[])["mse", "mae", "huber:0.5", "quantile:0.9"])
            Assert.Equal(expected.GetProperty(name).GetDouble(), Loss.Parse(name).Of(predicted, actual), 1e-6);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("huber:0.1")]
    [InlineData("quantile:0.8")]
    public void Engine_MeasuresTheLossThatIsReported(string name)
    {
        var windows = Waves.Of(40);
        using var network = new MlpSettings(Hidden1: 4, Hidden2: 3).Create(device: "cpu");
        var settings = new TrainingSettings { Epochs = 1, BatchSize = 1000, Loss = Loss.Parse(name) };
        var before = new Trainer(settings).LossOn(network, windows);

        Assert.Equal(before, new Trainer(settings).Fit(network, windows).Epochs[0].Loss, 1e-6);
        Assert.Equal(name, settings.Loss.ToString());
    }

    [Theory]
    [InlineData("rmse")]
    [InlineData("quantile")]
    [InlineData("huber:big")]
    [InlineData("mse:1")]
    public void UnknownLosses_AreRefused_WithTheChoices(string name) => Assert.Contains("Choose mse", Assert.Throws<ArgumentException>(() => Loss.Parse(name)).Message);

    [Fact]
    public void Quantile_TrainsAForecastThatHoldsItsShare()
    {
        // The input says nothing, so the best forecast of the 80 % quantile of a uniform [0, 1] is 0.8.
        var random = new SeededRandom(5);
        double[] noise = [.. Enumerable.Range(0, 1_500).Select(_ => random.NextDouble())];
        var windows = new StockLab.Market.Windows(BaselinesTests.Table(noise), 1, "Close");
        using var network = new MlpSettings(Length: 1, Hidden1: 4, Hidden2: 4).Create(device: "cpu");

        new Trainer(new TrainingSettings { Epochs = 30, BatchSize = 32, Loss = Loss.Quantile(0.8), Optimizer = new OptimizerSettings { LearningRate = 5e-3 } }).Fit(network, windows);

        Assert.Equal(0.8, Forecast.Predict(network, windows).Average(), 0.06);
    }
}
