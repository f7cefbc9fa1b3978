namespace StockLab.Market;

/// <summary>Logarithmic returns: r(t) = ln(x(t)/x(t-1)).</summary>
/// <remarks>
/// Convention: numpy <c>log(x / x.shift(1))</c>. NaN on the first day, next to a NaN, and where the quotient is negative or 0/0; -∞ on a zero, +∞ after one.
/// Log returns add up over time: the sum over days is the log return of the whole span.
/// </remarks>
public sealed class LogReturns
{
    private double previous = double.NaN;

    /// <summary>Takes the next day's value and returns its log return: the same bits as the batch form.</summary>
    public double Add(double value)
    {
        var logReturn = Math.Log(value / previous);
        previous = value;
        return logReturn;
    }

    /// <summary>The log return of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, Span<double> output)
    {
        Require.Output(values, output);
        for (var i = values.Length - 1; i > 0; i--)
            output[i] = Math.Log(values[i] / values[i - 1]);
        if (output.Length > 0)
            output[0] = double.NaN;
    }

    /// <summary>The log return of every day in a new array.</summary>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var output = new double[values.Length];
        Of(values, output);
        return output;
    }
}
