using StockLab.Market;

namespace StockLab.Forecasting.Tests;

public class PredictionIntervalTests
{
    private static Forecast Noisy(int days, long seed, double spread)
    {
        var random = new SeededRandom(seed);
        var actual = Enumerable.Range(0, days).Select(_ => 100 + (spread * random.NextGaussian())).ToArray();
        return new Forecast("X", new PriceOrigin("the tests", IsGenerated: true), [.. Enumerable.Range(0, days).Select(i => new DateOnly(2020, 1, 1).AddDays(i))],
            [.. actual], [.. Enumerable.Repeat(100.0, days)], [.. Enumerable.Repeat(100.0, days)]);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Conformal_CoversWhatItPromises_OnExchangeableDays(double level)
    {
        var interval = PredictionInterval.Conformal(Noisy(2_000, 1, 2), Noisy(4_000, 2, 2), level);

        Assert.Equal(level, interval.Coverage, 0.03);       // 3 standard deviations of both samples
    }

    [Fact]
    public void Conformal_BreaksItsPromise_WhenTheMarketTurnsWilder() =>
        Assert.True(PredictionInterval.Conformal(Noisy(500, 1, 1), Noisy(500, 2, 3), 0.9).Coverage < 0.5);

    [Fact]
    public void TooFewDays_AreRefused_WithTheNumberNeeded() =>
        Assert.Contains("at least 9 days", Assert.Throws<ArgumentException>(() => PredictionInterval.Conformal(Noisy(8, 1, 1), Noisy(8, 1, 1), 0.9)).Message);

    [Fact]
    public void Quantiles_OfOtherDays_AreRefused() =>
        Assert.Throws<ArgumentException>(() => PredictionInterval.OfQuantiles(Noisy(8, 1, 1), Noisy(9, 1, 1), 0.9));
}
