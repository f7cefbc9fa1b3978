namespace StockLab.Market;

/// <summary>
/// Relative strength index after Wilder: RSI = 100 - 100/(1 + U/D), U and D the averages of the daily rises and falls.
/// </summary>
/// <remarks>
/// <para>Reference: J. W. Wilder, <i>New Concepts in Technical Trading Systems</i>, 1978. The averages start from the mean of the first N differences and go
/// on with
/// A(t) = A(t-1) + (x(t) - A(t-1))/N, so the first value comes on day N (counted from 0). The form used, 100·U/(U + D), is the same number and never leaves
/// [0, 100].</para>
/// <para>A missing value gives NaN and starts the averages anew. While no price has moved, U = D = 0, the index is NaN.</para>
/// <para>Skender.Stock.Indicators <c>GetRsi</c>: the same values, but 100 wherever D = 0 after the first value.</para>
/// </remarks>
public sealed class Rsi
{
    private Recurrence index;

    /// <summary>Starts a streaming index with the smoothing length <paramref name="window"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Rsi(int window = 14) => index = new Recurrence(window);

    /// <summary>Takes the next day's value and returns the index up to that day: the same bits as the batch form.</summary>
    public double Add(double value) => index.Add(value);

    /// <summary>The index of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int window, Span<double> output)
    {
        Require.Output(values, output);
        var index = new Recurrence(window);
        for (var i = 0; i < values.Length; i++)
            output[i] = index.Add(values[i]);
    }

    /// <summary>The index of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window = 14)
    {
        var output = new double[values.Length];
        Of(values, window, output);
        return output;
    }

    private struct Recurrence(int window)
    {
        private WilderAverage rises = new(window);
        private WilderAverage falls = new(window);
        private double previous = double.NaN;

        internal double Add(double value)
        {
            var difference = value - previous;
            previous = value;
            if (!double.IsFinite(difference))
                difference = double.NaN;   // Math.Max hands a NaN on, to both averages
            var up = rises.Add(Math.Max(difference, 0));
            var down = falls.Add(Math.Max(-difference, 0));
            return 100 * (up / (up + down));
        }
    }
}
