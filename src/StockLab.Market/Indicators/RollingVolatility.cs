namespace StockLab.Market;

/// <summary>Rolling volatility: the sample standard deviation of the last N log returns, times √periodsPerYear (1 leaves it per day, 252 makes it
/// annual).</summary>
/// <remarks>
/// Convention: <c>numpy.log(x / x.shift(1)).rolling(N).std()</c> of pandas. The first value comes on day N (counted from 0), when there are N returns;
/// NaN for every window that holds a return that is not finite.
/// </remarks>
public sealed class RollingVolatility
{
    private readonly LogReturns returns = new();
    private readonly StandardDeviation deviation;
    private readonly double scale;

    /// <summary>Starts a streaming volatility over <paramref name="window"/> returns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 2.</exception>
    public RollingVolatility(int window = 20, double periodsPerYear = 1)
    {
        Require.Days(window, least: 2);
        deviation = new StandardDeviation(window);
        scale = Math.Sqrt(periodsPerYear);
    }

    /// <summary>Takes the next day's price and returns the volatility up to that day: the same bits as the batch form.</summary>
    public double Add(double price) => deviation.Add(returns.Add(price)) * scale;

    /// <summary>The volatility of every day, written to <paramref name="output"/>, which is as long as <paramref name="prices"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 2.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> prices, int window, Span<double> output, double periodsPerYear = 1)
    {
        Require.Days(window, least: 2);
        LogReturns.Of(prices, output);
        StandardDeviation.Of(output, window, output);
        var scale = Math.Sqrt(periodsPerYear);
        foreach (ref var volatility in output)
            volatility *= scale;
    }

    /// <summary>The volatility of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 2.</exception>
    public static double[] Of(ReadOnlySpan<double> prices, int window = 20, double periodsPerYear = 1)
    {
        var output = new double[prices.Length];
        Of(prices, window, output, periodsPerYear);
        return output;
    }
}
