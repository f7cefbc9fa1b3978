using StockLab.Forecasting;

namespace StockLab.Experiments.Tests;

/// <summary>A network must find what can be learnt, and must not find what is not there.</summary>
public class LearningIsRealTests
{
    private static readonly RecipeOptions Learning = new() { Epochs = 20, Batch = 16, LearningRate = 3e-3, Hidden = 16, Seed = 1, Device = "cpu" };

    [Fact]
    public void PlantedSignal_IsForecast_AtLeastThirtyPercentBetterThanNaive()
    {
        var result = Recipe.Find("tsla-lstm").Run(Sample.Open(), Learning with { Symbol = "SIGNAL" });

        Assert.True(result.Skill > 0.30, $"skill {result.Skill:P1}");
        Assert.True(result.DirectionalAccuracy > 0.6, $"direction {result.DirectionalAccuracy:P1}");
    }

    [Fact]
    public void RandomWalk_IsNotForecast_BetterThanNaive()
    {
        var result = Recipe.Find("tsla-lstm").Run(Sample.Open(), Learning with { Symbol = "WALK" });

        Assert.True(result.Skill < 0.01, $"skill {result.Skill:P1}");
    }
}
