using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// Linearly weighted moving average: WMA(t) = (N·x(t) + (N-1)·x(t-1) + … + 1·x(t-N+1)) / (N(N+1)/2).
/// </summary>
/// <remarks>
/// <para>Reference: P. J. Kaufman, <i>Trading Systems and Methods</i>, chapter on trend calculations (linearly weighted average).</para>
/// <para>NaN for the first N-1 days, and for every window that holds a NaN or an infinite value, as pandas <c>rolling(N).apply</c> has it.</para>
/// <para>Skender.Stock.Indicators <c>GetWma</c>: the same values.</para>
/// </remarks>
public sealed class Wma
{
    private readonly SlidingWindow values;

    /// <summary>Starts a streaming average over <paramref name="window"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Wma(int window)
    {
        Require.Days(window);
        values = new SlidingWindow(window);
    }

    /// <summary>Takes the next day's value and returns the average up to that day: the same bits as the batch form.</summary>
    public double Add(double value) => default(WeightedMean).Of(values.Push(value));

    /// <summary>The average of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int window, Span<double> output) => RollingWindow.Apply(default(WeightedMean), values, window, output);

    /// <summary>The average of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window)
    {
        var output = new double[values.Length];
        Of(values, window, output);
        return output;
    }

    private readonly struct WeightedMean : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window)
        {
            var first = window[0];
            var sum = 0.0;
            for (var k = 1; k < window.Length; k++)
                sum += (k + 1.0) * (window[k] - first);
            var mean = first + sum / (window.Length * (window.Length + 1.0) / 2);
            return mean + (mean - mean);   // unchanged, but an infinite mean becomes NaN
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window)
        {
            var first = Vector512.LoadUnsafe(in oldest);
            var sum = Vector512<double>.Zero;
            for (var k = 1; k < window; k++)
                sum += (k + 1.0) * (Vector512.LoadUnsafe(in oldest, (nuint)k) - first);
            var mean = first + sum / (window * (window + 1.0) / 2);
            return mean + (mean - mean);
        }
    }
}
