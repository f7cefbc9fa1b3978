using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class ForecastTests
{
    private static readonly PriceOrigin Origin = new("the tests", IsGenerated: true);

    [Fact]
    public void Forecast_PutsActualAndNaiveBesideThePrediction_InPrices()
    {
        var prices = Waves.Table(40, noise: 0);
        var scaled = MinMaxScaler.Fit(prices, ..30);
        var windows = new Windows(scaled.Transform(prices).Select("Close"), 5, "Close").WithTargetIn(30..40);
        using var network = new StackedLstmSettings(Hidden: 3, Dense: 2).Create(device: "cpu");

        var forecast = Forecast.Of(network, windows, scaled);

        Assert.Equal(prices.Dates[30..40], forecast.Dates);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(prices[30 + i, "Close"], forecast.Actual[i], 1e-12);
            Assert.Equal(prices[29 + i, "Close"], forecast.Naive[i], 1e-12);
        }
        Assert.Equal(Metrics.Of(forecast.Actual.AsSpan(), forecast.Naive.AsSpan(), forecast.Naive.AsSpan()).Rmse, forecast.NaiveMetrics.Rmse);
    }

    [Fact]
    public void Forecast_IsTheSame_HoweverManyWindowsAreAskedAtOnce()
    {
        var windows = Waves.Of(1_200);
        using var network = new StackedLstmSettings(Hidden: 3, Dense: 2).Create(device: "cpu");
        var all = Forecast.Predict(network, windows);

        var (x, y) = (new float[windows.Length], new float[1]);
        foreach (var i in (int[])[0, 1_023, 1_024, windows.Count - 1])
        {
            windows.Gather([i], x, y);
            network.Predict(x, 1, windows.Length, y);
            Assert.Equal(all[i], y[0], 1e-6);
        }
    }

    [Fact]
    public void Comparison_AlwaysBeginsWithNaive_AndRefusesOtherDays()
    {
        var forecast = new Forecast("X", Origin, [new(2020, 1, 2), new(2020, 1, 3)], [1, 2], [1.5, 2.5], [1, 1]);

        var comparison = forecast.Compare();

        Assert.StartsWith("naive", comparison.Rows[0].Name);
        Assert.Equal(forecast.NaiveMetrics, comparison.Rows[0].Metrics);
        Assert.Contains("same days", Assert.Throws<ArgumentException>(() => comparison.Add("other", Metrics.Of([1], [1], [1]))).Message);
    }

    [Fact]
    public void Last_JudgesTheLastDaysAlone()
    {
        var forecast = new Forecast("X", Origin, [new(2020, 1, 2), new(2020, 1, 3), new(2020, 1, 6)], [1, 2, 4], [9, 2, 5], [1, 1, 2]);

        var last = forecast.Last(2);

        Assert.Equal([new(2020, 1, 3), new DateOnly(2020, 1, 6)], last.Dates);
        Assert.Equal(0.5, last.Metrics.Mae);
        Assert.Equal(1.5, last.NaiveMetrics.Mae);
        Assert.Equal(3, forecast.Last(100).Dates.Length);
    }

    [Fact]
    public void Tests_ReadTheForecastTheRightWayRound()
    {
        // Prices move by turns; the forecast knows half of each move, naive nothing.
        double[] prices = [.. Enumerable.Range(0, 61).Select(i => 100 + (i % 2 == 0 ? 0 : 1) + (0.01 * (i % 7)))];
        DateOnly[] dates = [.. Enumerable.Range(1, 60).Select(i => new DateOnly(2020, 1, 1).AddDays(i))];
        double[] half = [.. Enumerable.Range(1, 60).Select(i => (prices[i] + prices[i - 1]) / 2)];
        var forecast = new Forecast("X", Origin, [.. dates], [.. prices[1..]], [.. half], [.. prices[..^1]]);

        Assert.True(forecast.AgainstNaive() is { Statistic: < -5, PValue: < 1e-6 });
        Assert.True(forecast.Direction() is { Hits: 1, PValue: < 1e-6 });
    }

    [Fact]
    public void AgainstNaive_IsNull_WhereTheLossesDifferByTheSameEveryDay()
    {
        DateOnly[] dates = [.. Enumerable.Range(1, 5).Select(i => new DateOnly(2020, 1, i))];
        var still = new Forecast("still", Origin, [.. dates], [100, 100, 100, 100, 100], [101, 101, 101, 101, 101], [100, 100, 100, 100, 100]);
        var repeating = new Forecast("repeating", Origin, [.. dates], [1, 2, 3, 4, 5], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]);

        Assert.Null(still.AgainstNaive());
        Assert.Null(repeating.AgainstNaive());
    }

    [Fact]
    public void Average_IsTheMeanOfModels_OfTheSameDaysOnly()
    {
        var a = new Forecast("a", Origin, [new(2020, 1, 2), new(2020, 1, 3)], [1, 2], [1, 2], [1, 1]);
        var b = new Forecast("b", Origin, [new(2020, 1, 2), new(2020, 1, 3)], [1, 2], [3, 5], [1, 1]);

        Assert.Equal([2, 3.5], Forecast.Average("both", a, b).Predicted);
        Assert.Throws<ArgumentException>(() => Forecast.Average("both", a, new Forecast("c", Origin, [new(2020, 1, 2)], [1], [1], [1])));
    }

    [Fact]
    public void Text_SaysTheOrigin_SoThatGeneratedPricesAreNotTakenForReal()
    {
        var forecast = new Forecast("X", Origin, [new(2020, 1, 2)], [1], [1.5], [1]);

        Assert.Contains(Origin.ToString(), forecast.ToString());
        Assert.Contains(Origin.ToString(), forecast.ToDisplay().ToText());
    }
}
