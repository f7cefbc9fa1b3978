using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// Commodity channel index: (TP - SMA(TP)) / (0.015·MD), TP the <see cref="TypicalPrice"/> and MD the mean absolute deviation of TP from its mean, over the
/// last N days.
/// </summary>
/// <remarks>
/// <para>Reference: D. Lambert, <i>Commodity Channel Index</i>, Commodities magazine, October 1980. NaN for the first N-1 days, for every window that holds a
/// NaN or
/// an infinite value, and for a constant window (0/0).</para>
/// <para>Skender.Stock.Indicators <c>GetCci</c>: the same values.</para>
/// </remarks>
public sealed class Cci
{
    private readonly SlidingWindow prices;

    /// <summary>Starts a streaming index over <paramref name="window"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Cci(int window = 20)
    {
        Require.Days(window);
        prices = new SlidingWindow(window);
    }

    /// <summary>Takes the next day's bar and returns the index up to that day: the same bits as the batch form.</summary>
    public double Add(in Bar bar) => default(Formula).Of(prices.Push(TypicalPrice.Of(bar.High, bar.Low, bar.Close)));

    /// <summary>The index of every day, written to <paramref name="output"/>, as long as the inputs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or the output is of another length.</exception>
    public static void Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> output)
    {
        TypicalPrice.Of(high, low, close, output);
        RollingWindow.Apply(default(Formula), output, window, output);
    }

    /// <summary>The index of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window = 20)
    {
        var output = new double[high.Length];
        Of(high, low, close, window, output);
        return output;
    }

    // Everything is measured from the oldest value, so that a constant window is exactly 0/0.
    private readonly struct Formula : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window)
        {
            var first = window[0];
            var sum = 0.0;
            for (var k = 1; k < window.Length; k++)
                sum += window[k] - first;
            var mean = sum / window.Length;
            var deviations = Math.Abs(mean);
            for (var k = 1; k < window.Length; k++)
                deviations += Math.Abs(window[k] - first - mean);
            return (window[^1] - first - mean) / (0.015 * (deviations / window.Length));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window)
        {
            var first = Vector512.LoadUnsafe(in oldest);
            var sum = Vector512<double>.Zero;
            for (var k = 1; k < window; k++)
                sum += Vector512.LoadUnsafe(in oldest, (nuint)k) - first;
            var mean = sum / window;
            var deviations = Vector512.Abs(mean);
            for (var k = 1; k < window; k++)
                deviations += Vector512.Abs(Vector512.LoadUnsafe(in oldest, (nuint)k) - first - mean);
            return (Vector512.LoadUnsafe(in oldest, (nuint)(window - 1)) - first - mean) / (0.015 * (deviations / window));
        }
    }
}
