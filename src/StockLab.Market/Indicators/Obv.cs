namespace StockLab.Market;

/// <summary>On-balance volume: the running total of the volume, added on a day whose close rises, subtracted where it falls, left out where it stays.</summary>
/// <remarks>
/// <para>Reference: J. Granville, <i>Granville's New Key to Stock Market Profits</i>, 1963. The total starts from 0 on the first day. A day without a close, a
/// volume or a close
/// the day before gives NaN and adds nothing; the total goes on after it (pandas <c>cumsum()</c>).</para>
/// <para>Skender.Stock.Indicators <c>GetObv</c>: the same values.</para>
/// </remarks>
public sealed class Obv
{
    private Recurrence total = new();

    /// <summary>Takes the next day's bar and returns the total up to that day: the same bits as the batch form.</summary>
    public double Add(in Bar bar) => total.Add(bar.Close, bar.Volume);

    /// <summary>The total of every day, written to <paramref name="output"/>, as long as the inputs.</summary>
    /// <exception cref="ArgumentException">A column or the output is of another length, or the output overlaps an input elsewhere than in its
    /// place.</exception>
    public static void Of(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> output)
    {
        Require.SameRows(close.Length, volume.Length);
        Require.Output(close, output);
        var total = new Recurrence();
        for (var i = 0; i < output.Length; i++)
            output[i] = total.Add(close[i], volume[i]);
    }

    /// <summary>The total of every day in a new array.</summary>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> close, ReadOnlySpan<double> volume)
    {
        var output = new double[close.Length];
        Of(close, volume, output);
        return output;
    }

    private struct Recurrence()
    {
        private double total;
        private double yesterday = double.NaN;
        private bool started;

        internal double Add(double close, double volume)
        {
            var step = started ? Mfi.Signed(volume, close - yesterday) : 0;
            started = true;
            yesterday = close;
            if (!double.IsFinite(step))
                return double.NaN;
            return total += step;
        }
    }
}
