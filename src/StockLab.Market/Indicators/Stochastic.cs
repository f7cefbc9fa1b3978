using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// Stochastic oscillator: %K = 100·(C - L)/(H - L), L the lowest low and H the highest high of the last N days; %D the moving average of %K. S0's <c>%K</c>
/// and <c>%D</c>
/// are the fast form with N = 14 and a %D of 3 days.
/// </summary>
/// <remarks>
/// <para>Reference: G. Lane, <i>Lane's Stochastics</i>, 1984. <i>Fast</i>: %K as it is. <i>Slow</i>: %K is first smoothed by a simple mean (here 3 days,
/// <c>slowing</c>).</para>
/// <para>Convention: pandas <c>rolling(N)</c>; NaN until the first full window and for every window that holds a NaN. Where H = L the quotient is 0/0 = NaN,
/// or ±∞ where the
/// close lies outside the day's range (uncleaned data); a mean over an infinite value is NaN, as in pandas.</para>
/// <para>Skender.Stock.Indicators <c>GetStoch</c> is the slow form by default (14, 3, 3) and gives 0 where H = L.</para>
/// </remarks>
public sealed class Stochastic
{
    private readonly RollingExtreme highest;
    private readonly RollingExtreme lowest;
    private readonly Sma? slowed;
    private readonly Sma signal;

    /// <summary>Starts a streaming oscillator: <paramref name="window"/> days, %K smoothed over <paramref name="slowing"/> days (1: fast), %D over
    /// <paramref name="signal"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is less than 1.</exception>
    public Stochastic(int window = 14, int slowing = 1, int signal = 3)
    {
        Require.Days(slowing);
        highest = RollingExtreme.Highest(window);
        lowest = RollingExtreme.Lowest(window);
        slowed = slowing == 1 ? null : new Sma(slowing);
        this.signal = new Sma(signal);
    }

    /// <summary>Takes the next day's bar and returns %K and %D up to that day: the same bits as the batch form.</summary>
    public (double K, double D) Add(in Bar bar)
    {
        var high = highest.Add(bar.High);
        var low = lowest.Add(bar.Low);
        var k = 100 * ((bar.Close - low) / (high - low));
        if (slowed is not null)
            k = slowed.Add(k);
        return (k, signal.Add(k));
    }

    /// <summary>%K and %D of every day, written to two outputs as long as the inputs and apart from them in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length in days is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or an output is of another length, or an output overlaps an input elsewhere than in its place.</exception>
    public static void Of(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        Span<double> k, Span<double> d, int window = 14, int slowing = 1, int signal = 3)
    {
        Require.Days(slowing);
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, close.Length);
        Require.Apart(low, k);
        Require.Apart(close, k);
        Require.Apart(close, d);
        Require.Apart(k, d);
        RollingExtreme.Highest(high, window, k);
        RollingExtreme.Lowest(low, window, d);
        var row = 0;
        for (; row <= k.Length - Vector512<double>.Count; row += Vector512<double>.Count)
        {
            var lowest = Vector512.Create(d[row..]);
            (100 * ((Vector512.Create(close[row..]) - lowest) / (Vector512.Create(k[row..]) - lowest))).CopyTo(k[row..]);
        }
        for (; row < k.Length; row++)
            k[row] = 100 * ((close[row] - d[row]) / (k[row] - d[row]));
        if (slowing > 1)
            Sma.Of(k, slowing, k);
        Sma.Of(k, signal, d);
    }

    /// <summary>The fast oscillator of every day in two new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length in days is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static (
        double[] K, double[] D) Fast(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window = 14, int signal = 3)
    {
        var lines = (K: new double[high.Length], D: new double[high.Length]);
        Of(high, low, close, lines.K, lines.D, window, slowing: 1, signal);
        return lines;
    }

    /// <summary>The slow oscillator of every day in two new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length in days is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static (double[] K, double[] D) Slow(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window = 14, int slowing = 3, int signal = 3)
    {
        var lines = (K: new double[high.Length], D: new double[high.Length]);
        Of(high, low, close, lines.K, lines.D, window, slowing, signal);
        return lines;
    }
}
