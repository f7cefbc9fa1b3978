namespace StockLab.Market;

/// <summary>Average true range: Wilder's average over N days of the <see cref="TrueRange"/>.</summary>
/// <remarks>
/// <para>Reference: J. W. Wilder, <i>New Concepts in Technical Trading Systems</i>, 1978: the mean of the first N true ranges, then A(t) = A(t-1) + (TR(t) -
/// A(t-1))/N.
/// The first true range is the second day's, so the first value comes on day N (counted from 0). A missing price gives NaN and starts the average anew. In the
/// unit of the prices.</para>
/// <para>Skender.Stock.Indicators <c>GetAtr</c>: the same values.</para>
/// </remarks>
public sealed class Atr
{
    private Recurrence average;

    /// <summary>Starts a streaming average with the smoothing length <paramref name="window"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Atr(int window = 14) => average = new Recurrence(window);

    /// <summary>Takes the next day's bar and returns the average up to that day: the same bits as the batch form.</summary>
    public double Add(in Bar bar) => average.Add(bar.High, bar.Low, bar.Close);

    /// <summary>The average of every day, written to <paramref name="output"/>, as long as the inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or the output is of another length, or the output overlaps an input elsewhere than in its
    /// place.</exception>
    public static void Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> output)
    {
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, close.Length);
        Require.Output(close, output);
        var average = new Recurrence(window);
        for (var i = 0; i < output.Length; i++)
            output[i] = average.Add(high[i], low[i], close[i]);
    }

    /// <summary>The average of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window = 14)
    {
        var output = new double[high.Length];
        Of(high, low, close, window, output);
        return output;
    }

    /// <summary>The recurrence that both forms share, and the Keltner channel with them.</summary>
    internal struct Recurrence(int window)
    {
        private WilderAverage average = new(window);
        private double yesterday = double.NaN;

        internal double Add(double high, double low, double close)
        {
            var range = TrueRange.Of(high, low, yesterday);
            yesterday = close;
            return average.Add(range);
        }
    }
}
