namespace StockLab.Market.Tests;

/// <summary>Five columns of prices, what every indicator is computed from.</summary>
internal sealed record Ohlcv(double[] Open, double[] High, double[] Low, double[] Close, double[] Volume)
{
    internal int Rows => Close.Length;

    internal Bar this[int i] => new(new DateOnly(2000, 1, 1).AddDays(i), Open[i], High[i], Low[i], Close[i], Volume[i]);

    internal Ohlcv First(int rows) => new(Open[..rows], High[..rows], Low[..rows], Close[..rows], Volume[..rows]);

    internal Ohlcv Then(Ohlcv later) => new(
        [.. Open, .. later.Open], [.. High, .. later.High], [.. Low, .. later.Low], [.. Close, .. later.Close], [.. Volume, .. later.Volume]);

    /// <summary>A random walk of well-formed bars (Low ≤ Open, Close ≤ High); with <paramref name="awkward"/>, rows that hold NaN, zeros and repetitions
    /// too.</summary>
    internal static Ohlcv Random(int seed, int rows, bool awkward = false)
    {
        var random = new Random(seed);
        var prices = new Ohlcv(new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        var close = 100.0;
        for (var i = 0; i < rows; i++)
        {
            var repeat = awkward && i > 0 && random.Next(4) == 0;
            close *= repeat ? 1 : Math.Exp(0.05 * (random.NextDouble() - 0.5));
            var open = repeat ? close : close * Math.Exp(0.02 * (random.NextDouble() - 0.5));
            prices.Open[i] = open;
            prices.Close[i] = close;
            prices.High[i] = Math.Max(open, close) * (repeat ? 1 : 1 + 0.01 * random.NextDouble());
            prices.Low[i] = Math.Min(open, close) * (repeat ? 1 : 1 - 0.01 * random.NextDouble());
            prices.Volume[i] = random.Next(1, 1_000_000);
            if (!awkward || random.Next(12) != 0)
                continue;
            var strange = random.Next(5) switch { 0 => 0.0, 1 => -0.0, 2 => double.PositiveInfinity, _ => double.NaN };
            foreach (var column in new[] { prices.Open, prices.High, prices.Low, prices.Close, prices.Volume })
            {
                if (random.Next(3) == 0)
                    column[i] = strange;
            }
        }
        return prices;
    }
}
