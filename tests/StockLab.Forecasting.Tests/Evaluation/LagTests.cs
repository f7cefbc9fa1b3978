namespace StockLab.Forecasting.Tests;

public class LagTests
{
    private static readonly double[] Prices = Walk(201, seed: 8);

    private static double[] Walk(int count, long seed)
    {
        var random = new SeededRandom(seed);
        var (prices, level) = (new double[count], 100.0);
        for (var i = 0; i < count; i++)
            prices[i] = level += random.NextGaussian();
        return prices;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Lag_IsTheNumberOfDaysThatAForecastTrails(int days)
    {
        var lag = Lag.Of(Prices.AsSpan(days), Prices.AsSpan(..^days));

        Assert.Equal(days, lag.Days);
        Assert.Equal(0, lag.Rmse[days]);
    }

    [Fact]
    public void Lag_SeesYesterdayBehindNoise()
    {
        var noise = new SeededRandom(9);
        var forecast = Array.ConvertAll(Prices[..^1], price => price + (0.3 * noise.NextGaussian()));

        Assert.Equal(1, Lag.Of(Prices.AsSpan(1), forecast).Days);
        Assert.Contains("yesterday", Lag.Of(Prices.AsSpan(1), forecast).ToString());
    }

    [Fact]
    public void TooFewDays_AreRefused() => Assert.Throws<ArgumentException>(() => Lag.Of([1, 2], [1, 2], longest: 2));
}
