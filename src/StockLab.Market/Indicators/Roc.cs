namespace StockLab.Market;

/// <summary>Rate of change in per cent: 100·(x(t)/x(t-P) - 1).</summary>
/// <remarks>
/// <para>Convention: 100 × pandas <c>pct_change(P, fill_method=None)</c>. NaN for the first P days and where either value is NaN; ±∞ after a zero.</para>
/// <para>Skender.Stock.Indicators <c>GetRoc</c>: the same values, but null after a zero.</para>
/// </remarks>
public sealed class Roc
{
    private readonly SlidingWindow values;

    /// <summary>Starts a streaming rate of change over <paramref name="period"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is less than 1.</exception>
    public Roc(int period = 10)
    {
        Require.Days(period);
        values = new SlidingWindow(period + 1);
    }

    /// <summary>Takes the next day's value and returns its rate of change: the same bits as the batch form.</summary>
    public double Add(double value) => 100 * default(Change.Fraction).Of(values.Push(value));

    /// <summary>The rate of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int period, Span<double> output)
    {
        Require.Days(period);
        RollingWindow.Apply(default(Change.Fraction), values, period + 1, output);
        foreach (ref var rate in output)
            rate *= 100;
    }

    /// <summary>The rate of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int period = 10)
    {
        var output = new double[values.Length];
        Of(values, period, output);
        return output;
    }
}
