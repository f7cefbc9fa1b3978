using StockLab.Market;

namespace StockLab.Forecasting.Tests;

/// <summary>Small tables that a network can learn in seconds.</summary>
internal static class Waves
{
    /// <summary>A noisy sine of [0, 1] with a period of 25 rows in column Close, and its cosine in column Open.</summary>
    public static FeatureTable Table(int rows, long seed = 1, double noise = 0.02)
    {
        var random = new SeededRandom(seed);
        var values = new double[rows * 2];
        for (var i = 0; i < rows; i++)
        {
            values[i * 2] = 0.5 + (0.4 * Math.Sin(i * 2 * Math.PI / 25)) + (noise * random.NextGaussian());
            values[(i * 2) + 1] = 0.5 + (0.4 * Math.Cos(i * 2 * Math.PI / 25)) + (noise * random.NextGaussian());
        }
        var dates = Enumerable.Range(0, rows).Select(i => new DateOnly(2020, 1, 1).AddDays(i));
        return new FeatureTable("WAVE", new PriceOrigin("sine wave of the tests", IsGenerated: true), [.. dates], ["Close", "Open"], values);
    }

    /// <summary>Windows on one column.</summary>
    public static Windows Of(int rows, int length = 10, long seed = 1) => new(Table(rows, seed).Select("Close"), length, "Close");
}
