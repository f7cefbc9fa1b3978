namespace StockLab.Market;

/// <summary>
/// Money flow index: 100·U/(U + D), U the money flow (typical price × volume) of those of the last N days whose <see cref="TypicalPrice"/> rose, D that of the
/// days where it fell.
/// </summary>
/// <remarks>
/// <para>Reference: G. Quong and A. Soudack, <i>Volume-Weighted RSI: Money Flow</i>, Technical Analysis of Stocks &amp; Commodities, March 1989. The first
/// value comes on day N
/// (counted from 0). NaN for every window next to a NaN, and where there was no flow at all (0/0).</para>
/// <para>Skender.Stock.Indicators <c>GetMfi</c>: the same values, but 100 where there was no flow at all.</para>
/// </remarks>
public sealed class Mfi
{
    private readonly SlidingWindow flows;
    private double yesterday = double.NaN;

    /// <summary>Starts a streaming index over <paramref name="window"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Mfi(int window = 14)
    {
        Require.Days(window);
        flows = new SlidingWindow(window);
    }

    /// <summary>Takes the next day's bar and returns the index up to that day: the same bits as the batch form.</summary>
    public double Add(in Bar bar)
    {
        var typical = TypicalPrice.Of(bar.High, bar.Low, bar.Close);
        var flow = Signed(typical * bar.Volume, typical - yesterday);
        yesterday = typical;
        return default(SimpleRsi.UpShare).Of(flows.Push(flow));
    }

    /// <summary>The index of every day, written to <paramref name="output"/>, as long as the inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or the output is of another length, or the output overlaps an input elsewhere than in its
    /// place.</exception>
    public static void Of(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int window, Span<double> output)
    {
        Require.SameRows(high.Length, volume.Length);
        Require.Apart(volume, output);
        Require.Days(window);
        TypicalPrice.Of(high, low, close, output);
        for (var i = output.Length - 1; i > 0; i--)
            output[i] = Signed(output[i] * volume[i], output[i] - output[i - 1]);
        if (output.Length > 0)
            output[0] = double.NaN;
        RollingWindow.Apply(default(SimpleRsi.UpShare), output, window, output);
    }

    /// <summary>The index of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume, int window = 14)
    {
        var output = new double[high.Length];
        Of(high, low, close, volume, window, output);
        return output;
    }

    /// <summary>The amount with the sign of the direction: 0 where there is none, NaN where it is unknown.</summary>
    internal static double Signed(double amount, double direction) => direction > 0 ? amount : direction < 0 ? -amount : direction * amount;
}
