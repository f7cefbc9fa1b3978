using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Forecasting.Tests;

public class MetricsTests
{
    private static (double[] Actual, double[] Predicted, double[] Previous) Sample(int count, long seed)
    {
        var random = new SeededRandom(seed);
        var (actual, predicted, previous) = (new double[count], new double[count], new double[count]);
        var price = 100.0;
        for (var i = 0; i < count; i++)
        {
            previous[i] = price;
            if (random.NextDouble() > 0.1)
                price *= Math.Exp(0.02 * random.NextGaussian());
            actual[i] = price;
            predicted[i] = previous[i] * Math.Exp(0.02 * random.NextGaussian());
        }
        return (actual, predicted, previous);
    }

    [Fact]
    public void Measures_AgreeWithNumpy()
    {
        var (actual, predicted, previous) = Sample(500, seed: 3);
        var expected = Python.Run("metrics.py", "numpy", "python3-numpy", new { Actual = actual, Predicted = predicted, Previous = previous });

        var metrics = Metrics.Of(actual, predicted, previous);

        Assert.Equal(expected.GetProperty("rmse").GetDouble(), metrics.Rmse, 1e-10);
        Assert.Equal(expected.GetProperty("mae").GetDouble(), metrics.Mae, 1e-10);
        Assert.Equal(expected.GetProperty("mape").GetDouble(), metrics.Mape, 1e-10);
        Assert.Equal(expected.GetProperty("bias").GetDouble(), metrics.Bias, 1e-10);
        Assert.Equal(expected.GetProperty("direction").GetDouble(), metrics.DirectionalAccuracy, 1e-12);
        Assert.Equal(expected.GetProperty("majority").GetDouble(), metrics.MajorityDirection, 1e-12);
        Assert.Equal(expected.GetProperty("aic7").GetDouble(), metrics.Aic(parameters: 7), 1e-8);
        Assert.Equal(expected.GetProperty("r2").GetDouble(), metrics.RSquared, 1e-10);
        Assert.Equal(expected.GetProperty("s1").GetDouble(), Math.Abs(metrics.Bias), 1e-10);     // the source's "RMSE"
        Assert.Equal(500, metrics.Count);
    }

    [Fact]
    public void Bias_HidesErrorsOfOppositeSign_WhereRmseDoesNot()
    {
        var metrics = Metrics.Of([100, 100], [110, 90], [100, 100]);

        Assert.Equal(0, metrics.Bias);
        Assert.Equal(10, metrics.Rmse);
    }

    [Fact]
    public void Direction_IsNotANumber_ForAForecastThatNamesNone()
    {
        Assert.True(double.IsNaN(Metrics.Of([101, 102], [100, 101], [100, 101]).DirectionalAccuracy));
    }

    [Fact]
    public void Direction_LeavesOutDaysWithoutAMove_AndCountsNoCallAsAMiss()
    {
        // up and called up; down and called up; no move; up and no call
        var metrics = Metrics.Of([101, 99, 100, 101], [102, 101, 103, 100], [100, 100, 100, 100]);

        Assert.Equal(1.0 / 3, metrics.DirectionalAccuracy, 1e-12);
    }

    [Fact]
    public void Errors_AreOrdered_AndScaleWithThePrices()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var (actual, predicted, previous) = Sample(40, seed);
            var one = Metrics.Of(actual, predicted, previous);
            var ten = Metrics.Of(Times(actual), Times(predicted), Times(previous));
            return Math.Abs(one.Bias) <= one.Mae + 1e-12 && one.Mae <= one.Rmse + 1e-12
                && Math.Abs(ten.Rmse - 10 * one.Rmse) < 1e-9 && Math.Abs(ten.Mape - one.Mape) < 1e-9 && ten.DirectionalAccuracy.Equals(one.DirectionalAccuracy);
        }).QuickCheckThrowOnFailure();

        static double[] Times(double[] values) => Array.ConvertAll(values, value => value * 10);
    }

    [Fact]
    public void Skill_IsZeroForTheBaselineItself_AndOneForAPerfectForecast()
    {
        var (actual, _, previous) = Sample(30, seed: 5);
        var naive = Metrics.Of(actual, previous, previous);

        Assert.Equal(0, naive.SkillAgainst(naive));
        Assert.Equal(1, Metrics.Of(actual, actual, previous).SkillAgainst(naive));
    }

    [Fact]
    public void UnequalOrMissingDays_AreRefused_WithTheNumbersInTheMessage()
    {
        Assert.Contains("2, 1 and 2", Assert.Throws<ArgumentException>(() => Metrics.Of([1, 2], [1], [1, 2])).Message);
        Assert.Contains("no day", Assert.Throws<ArgumentException>(() => Metrics.Of([], [], [])).Message);
    }

    [Fact]
    public void Mape_IsNotANumber_WhereAPriceIsZero() => Assert.True(double.IsNaN(Metrics.Of([0, 1], [1, 1], [1, 1]).Mape));
}
