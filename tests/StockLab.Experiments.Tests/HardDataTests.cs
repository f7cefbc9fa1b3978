using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>What goes wrong with real data and real settings ends in a clear error or in documented behaviour, and damages nothing on disk.</summary>
public sealed class HardDataTests : IDisposable
{
    private static readonly RecipeOptions Small = new() { Symbol = "SIM001", Epochs = 2, Batch = 16, Hidden = 4, Device = "cpu" };
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    public static TheoryData<string> Names => [.. Recipe.All.Select(recipe => recipe.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void AConstantPrice_IsForecastAsItself_AndScoresNoNumberThatMisleads(string recipe)
    {
        var result = Recipe.Find(recipe).Run(Write(bar => bar with { Open = 100, High = 100, Low = 100, Close = 100 }), Small);

        Assert.Equal(0, result.Naive.Rmse);
        Assert.True(double.IsFinite(result.Rmse));
        Assert.True(double.IsNaN(result.DirectionalAccuracy));
        Assert.DoesNotContain("NaN", result.ToJson());
        Assert.DoesNotContain("Infinity", result.ToJson());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DaysThatAreMissing_AreLeftOut_AndTheWindowRunsOnAcrossThem(string recipe)
    {
        var whole = Recipe.Find(recipe).Run(Write(bar => bar), Small);
        var gaps = Recipe.Find(recipe).Run(Write(bar => bar.Date.Day == 5 ? null : bar), Small);

        Assert.True(gaps.Rows < whole.Rows && gaps.Rows > 0.8 * whole.Rows);
        Assert.DoesNotContain(gaps.Forecast.Dates, date => date.Day == 5);
        Assert.True(double.IsFinite(gaps.Rmse));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AWindowLongerThanTheData_IsRefused_WithTheRemedy(string recipe) =>
        Assert.Contains("shorter window", Assert.Throws<PriceDataException>(() => Recipe.Find(recipe).Run(Write(bar => bar), Small with { Window = 500 })).Message);

    [Theory]
    [InlineData(Engine.Fused)]
    [InlineData(Engine.Torch)]
    public void DivergingTraining_IsAnError_AndLeavesTheModelOfAnEarlierRunUntouched(Engine engine)
    {
        var prices = Write(bar => bar);
        var saving = Small with { SaveTo = Path.Combine(folder, "model"), Engine = engine };
        Recipe.Find("kospi-gru").Run(prices, saving);
        var before = Directory.GetFiles(saving.SaveTo).ToDictionary(file => file, File.ReadAllBytes);

        var error = Assert.Throws<TrainingDivergedException>(() => Recipe.Find("kospi-gru").Run(prices, saving with { LearningRate = 1e30, Loss = Loss.Mse }));

        Assert.Contains("Lower the learning rate", error.Message);
        Assert.Equal(before, Directory.GetFiles(saving.SaveTo).ToDictionary(file => file, File.ReadAllBytes));
    }

    // The first 300 days of a ticker of the sample market, changed; null leaves a day out.
    private PriceFolder Write(Func<Bar, Bar?> change)
    {
        var series = Sample.Open().Read("SIM001").Slice(..300);
        var bars = Enumerable.Range(0, series.Count).Select(i => change(series[i])).OfType<Bar>().ToList();
        return RealPrices.Folder(Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName, PriceSeries.FromBars("SIM001", series.Origin, bars));
    }
}
