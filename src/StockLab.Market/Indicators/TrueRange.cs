namespace StockLab.Market;

/// <summary>True range: the greatest of High - Low, |High - yesterday's Close| and |Low - yesterday's Close|.</summary>
/// <remarks>
/// <para>Reference: J. W. Wilder, <i>New Concepts in Technical Trading Systems</i>, 1978. NaN on the first day, which has no yesterday, and where one of the
/// prices is NaN.</para>
/// <para>Skender.Stock.Indicators <c>GetTr</c>: the same.</para>
/// </remarks>
public sealed class TrueRange
{
    private double yesterday = double.NaN;

    /// <summary>Takes the next day's bar and returns its true range: the same bits as the batch form.</summary>
    public double Add(in Bar bar)
    {
        var range = Of(bar.High, bar.Low, yesterday);
        yesterday = bar.Close;
        return range;
    }

    /// <summary>The true range of every day, written to <paramref name="output"/>, as long as the inputs.</summary>
    /// <exception cref="ArgumentException">A column or the output is of another length, or the output overlaps an input elsewhere than in its
    /// place.</exception>
    public static void Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output)
    {
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, close.Length);
        Require.Output(close, output);
        for (var i = output.Length - 1; i >= 0; i--)
            output[i] = Of(high[i], low[i], i == 0 ? double.NaN : close[i - 1]);
    }

    /// <summary>The true range of every day in a new array.</summary>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close)
    {
        var output = new double[high.Length];
        Of(high, low, close, output);
        return output;
    }

    internal static double Of(double high, double low, double yesterday) =>
        Math.Max(high - low, Math.Max(Math.Abs(high - yesterday), Math.Abs(low - yesterday)));
}
