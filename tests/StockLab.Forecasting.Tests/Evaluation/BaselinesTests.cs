using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class BaselinesTests
{
    private static double[] Walk(int count, long seed, double noise = 0)
    {
        var random = new SeededRandom(seed);
        var (prices, level) = (new double[count], 100.0);
        for (var i = 0; i < count; i++)
        {
            level += random.NextGaussian();
            prices[i] = level + (noise * random.NextGaussian());
        }
        return prices;
    }

    [Fact]
    public void Forecasts_AgreeWithPandasNumpyAndStatsmodels()
    {
        var prices = Walk(400, seed: 2, noise: 2);
        const int First = 300;
        var expected = Python.Run("baselines.py", "statsmodels", "python3-statsmodels", new { Prices = prices, First, Alpha = 0.3, Window = 8 });

        Same("drift", Baselines.Drift(prices, First..));
        Same("seasonal", Baselines.SeasonalNaive(prices, First..));
        Same("average", Baselines.MovingAverage(prices, First..));
        Same("smooth", Baselines.ExponentialSmoothing(prices, First.., alpha: 0.3));
        Assert.Equal(expected.GetProperty("alpha").GetDouble(), Baselines.FitSmoothing(prices.AsSpan(..First)), 1e-3);

        var table = Table(prices);
        var windows = new Windows(table, 8, "Close");
        Same("regression", Baselines.LinearRegression(windows.WithTargetIn(..First), windows.WithTargetIn(First..)));

        void Same(string name, double[] ours)
        {
            var theirs = expected.GetProperty(name).Doubles();
            Assert.Equal(theirs.Length, ours.Length);
            Assert.All(theirs.Zip(ours), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        }
    }

    [Fact]
    public void NoForecast_KnowsItsOwnDay() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var prices = Walk(60, seed);
            var changed = prices.ToArray();
            changed[59] *= 2;       // the last day changes; no forecast of it may
            return Forecasts(prices).Zip(Forecasts(changed)).All(pair => pair.First.SequenceEqual(pair.Second));

            static double[][] Forecasts(double[] p) =>
                [Baselines.Drift(p, 40..), Baselines.SeasonalNaive(p, 40..), Baselines.MovingAverage(p, 40..), Baselines.ExponentialSmoothing(p, 40.., 0.5), NaiveForecast.Of(p, 40..)];
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void SmoothingOfARandomWalk_IsTheNaiveForecast() => Assert.InRange(Baselines.FitSmoothing(Walk(2_000, seed: 1)), 0.95, 1);

    [Fact]
    public void Regression_FindsALinearRule_AndSurvivesAColumnThatRepeatsAnother()
    {
        var prices = Walk(60, seed: 3);
        for (var i = 2; i < prices.Length; i++)
            prices[i] = 3 + (0.5 * prices[i - 1]) + (0.25 * prices[i - 2]);
        var table = Table(prices).With("Twice", Array.ConvertAll(prices, p => 2 * p));
        var windows = new Windows(table, 2, "Close");

        var forecast = Baselines.LinearRegression(windows.WithTargetIn(..12), windows.WithTargetIn(12..));

        Assert.All(forecast.Select((f, i) => f - prices[12 + i]), error => Assert.Equal(0, error, 1e-6));
    }

    [Fact]
    public void RowsWithoutAPast_AreRefused() =>
        Assert.Contains("needs 5 rows before it", Assert.Throws<ArgumentOutOfRangeException>(() => Baselines.MovingAverage([1, 2, 3], 1..)).Message);

    internal static FeatureTable Table(double[] prices) =>
        new("WALK", new PriceOrigin("random walk of the tests", IsGenerated: true), [.. prices.Select((_, i) => new DateOnly(2020, 1, 1).AddDays(i))], ["Close"], prices);
}
