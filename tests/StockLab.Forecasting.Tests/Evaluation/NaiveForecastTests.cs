namespace StockLab.Forecasting.Tests;

public class NaiveForecastTests
{
    [Fact]
    public void Naive_IsThePriceOfTheDayBefore() => Assert.Equal([2.0, 3.0], NaiveForecast.Of([1, 2, 3, 4], 2..4));

    [Fact]
    public void Naive_ReachesBackByTheHorizon() => Assert.Equal([1.0, 2.0], NaiveForecast.Of([1, 2, 3, 4], 2..4, horizon: 2));

    [Fact]
    public void Naive_RefusesTheFirstRow_AndSaysWhereToStart() =>
        Assert.Contains("row 1 or later", Assert.Throws<ArgumentOutOfRangeException>(() => NaiveForecast.Of([1, 2, 3], 0..2)).Message);
}
