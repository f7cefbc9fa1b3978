namespace StockLab.Market;

/// <summary>Donchian channel: the highest high and the lowest low of the last N days, today included, and their midpoint.</summary>
/// <remarks>
/// <para>Reference: R. Donchian's four-week rule; P. J. Kaufman, <i>Trading Systems and Methods</i>. Convention: pandas <c>rolling(N).max()</c> and
/// <c>min()</c>:
/// NaN for the first N-1 days and for every window that holds a NaN.</para>
/// <para>Skender.Stock.Indicators <c>GetDonchian</c> leaves today out: its value of a day is this one's of the day before.</para>
/// </remarks>
public sealed class DonchianChannel
{
    private readonly RollingExtreme highest;
    private readonly RollingExtreme lowest;

    /// <summary>Starts a streaming channel over <paramref name="window"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public DonchianChannel(int window = 20)
    {
        highest = RollingExtreme.Highest(window);
        lowest = RollingExtreme.Lowest(window);
    }

    /// <summary>Takes the next day's bar and returns the channel up to that day: the same bits as the batch form.</summary>
    public (double Upper, double Middle, double Lower) Add(in Bar bar)
    {
        var upper = highest.Add(bar.High);
        var lower = lowest.Add(bar.Low);
        return (upper, lower + (upper - lower) / 2, lower);
    }

    /// <summary>The channel of every day, written to three outputs as long as the inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or an output is of another length, or an output overlaps an input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, Span<double> upper, Span<double> middle, Span<double> lower, int window = 20)
    {
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, middle.Length);
        Require.Apart(low, upper);
        Require.Apart(upper, lower);
        RollingExtreme.Highest(high, window, upper);
        RollingExtreme.Lowest(low, window, lower);
        for (var i = 0; i < middle.Length; i++)
            middle[i] = lower[i] + (upper[i] - lower[i]) / 2;
    }

    /// <summary>The channel of every day in three new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static (double[] Upper, double[] Middle, double[] Lower) Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int window = 20)
    {
        var channel = (Upper: new double[high.Length], Middle: new double[high.Length], Lower: new double[high.Length]);
        Of(high, low, channel.Upper, channel.Middle, channel.Lower, window);
        return channel;
    }
}
