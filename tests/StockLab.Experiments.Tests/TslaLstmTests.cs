using System.Text.Json;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

public class TslaLstmTests
{
    [Fact]
    public void Faithful_JudgesTheRowsOfS1_BesideTheMeasuredNaiveForecast()
    {
        var prices = RealPrices.Open();
        var said = new List<string>();

        var result = Recipe.Find("tsla-lstm").Run(prices, new RecipeOptions { Mode = Mode.Faithful, Epochs = 1, Device = "cpu", Batch = 32 }, new Saying(said));

        Assert.Equal((2541, 2033, 508, 10), (result.Rows, result.TrainRows, result.TestRows, result.Window));
        Assert.Equal((new DateOnly(2018, 7, 26), new DateOnly(2020, 7, 31)), (result.Forecast.Dates[0], result.Forecast.Dates[^1]));
        Assert.Equal(5.5065, result.Naive.Rmse, 0.0005);
        Assert.Equal(2.9527, result.Naive.Mae, 0.00005);
        Assert.Equal(2.946, result.Naive.Mape, 0.0005);
        Assert.Equal(-0.4417, result.Naive.Bias, 0.00005);
        Assert.Contains(said, note => note.Contains("ALL rows"));
        Assert.Contains(said, note => note.Contains("TSLA"));
    }

    [Fact]
    public void Faithful_ErrsAsTheSourceDid_WorseThanNaive_OverFiveSeeds()
    {
        var prices = RealPrices.Open();
        var results = Enumerable.Range(1, 5).Select(seed => Recipe.Find("tsla-lstm").Run(prices, new RecipeOptions { Mode = Mode.Faithful, Seed = seed })).ToList();

        Assert.All(results, result => Assert.InRange(result.Rmse, 5.5, 18));
        Assert.All(results, result => Assert.True(result.Skill < 0, $"skill {result.Skill}"));
        Assert.All(results, result => Assert.Equal((3, 32_301), (result.Epochs, result.Parameters)));
    }

    [Fact]
    public void Json_HoldsTheFieldsThatTheCommandPromises()
    {
        var result = Recipe.Find("tsla-lstm").Run(Sample.Open(), new RecipeOptions { Symbol = "WALK", Epochs = 1, Batch = 256, Hidden = 4, Seed = 7, Device = "cpu" });

        var json = JsonDocument.Parse(result.ToJson()).RootElement;
        foreach (var name in (string[])["recipe", "symbol", "mode", "seed", "rows", "train_rows", "test_rows", "window", "features", "parameters", "epochs", "seconds", "ms_per_step",
            "device", "torch", "engine", "rmse", "mae", "mape", "bias", "directional_accuracy", "skill", "lag", "dm", "pt", "baselines", "source", "generated"])
        {
            Assert.True(json.TryGetProperty(name, out _), $"{name} is missing in {result.ToJson()}");
        }
        foreach (var name in (string[])["rmse", "mae", "mape", "bias"])
            Assert.Equal(JsonValueKind.Number, json.GetProperty("naive").GetProperty(name).ValueKind);
        Assert.DoesNotContain('\n', result.ToJson());
        Assert.Equal(("tsla-lstm", "WALK", "honest", 7L), (json.GetProperty("recipe").GetString(), json.GetProperty("symbol").GetString(), json.GetProperty("mode").GetString(), json.GetProperty("seed").GetInt64()));
        Assert.True(json.GetProperty("generated").GetBoolean());
    }

    [Fact]
    public void SameSeed_SameResult_BitForBit()
    {
        Assert.Equal(Weights(3), Weights(3));
        Assert.NotEqual(Weights(3), Weights(4));

        static float[] Weights(long seed) =>
            [.. Recipe.Find("tsla-lstm").Run(Sample.Open(), new RecipeOptions { Symbol = "SIGNAL", Epochs = 1, Batch = 64, Hidden = 6, Seed = seed, Device = "cpu" }).Weights.SelectMany(w => w.Values)];
    }

    [Fact]
    public void UnknownRecipes_AreRefused_WithTheNames() => Assert.Contains("tsla-lstm", Assert.Throws<ArgumentException>(() => Recipe.Find("tesla")).Message);

    [Fact]
    public void ColumnSets_AreRefused_WhereThereAreNone() =>
        Assert.Contains("M1", Assert.Throws<ArgumentException>(() => Recipe.Find("tsla-lstm").Run(Sample.Open(), new RecipeOptions { Columns = "M1" })).Message);

    [Fact]
    public void AWindowLongerThanTheData_IsRefused() =>
        Assert.Throws<PriceDataException>(() => Recipe.Find("tsla-lstm").Run(Sample.Open(), new RecipeOptions { Symbol = "WALK", Window = 100_000 }));

    private sealed class Saying(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }
}
