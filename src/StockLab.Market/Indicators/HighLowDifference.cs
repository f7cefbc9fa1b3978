namespace StockLab.Market;

/// <summary>The day's range, High - Low. S0's <c>high_low_diff</c>.</summary>
/// <remarks>NaN where either is NaN. In the unit of the prices.</remarks>
public sealed class HighLowDifference
{
    /// <summary>The range of one day: the same bits as the batch form.</summary>
    public double Add(in Bar bar) => bar.High - bar.Low;

    /// <summary>The range of every day, written to <paramref name="output"/>, which is as long as the inputs and may be the memory of either.</summary>
    /// <exception cref="ArgumentException">A column or the output is of another length, or the output overlaps an input elsewhere than in its
    /// place.</exception>
    public static void Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, Span<double> output)
    {
        Require.SameRows(high.Length, low.Length);
        Require.Output(high, output);
        Require.Output(low, output);
        for (var i = 0; i < output.Length; i++)
            output[i] = high[i] - low[i];
    }

    /// <summary>The range of every day in a new array.</summary>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low)
    {
        var output = new double[high.Length];
        Of(high, low, output);
        return output;
    }
}
