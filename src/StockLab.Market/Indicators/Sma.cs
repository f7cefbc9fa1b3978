using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// Simple moving average: SMA(t) = (x(t) + x(t-1) + … + x(t-N+1)) / N. S0's <c>ma5</c>, <c>ma10</c>, <c>ma20</c> and, of the volume, <c>volume_ma5</c>.
/// </summary>
/// <remarks>
/// <para>Convention: pandas <c>rolling(N).mean()</c>. NaN for the first N-1 days, and for every window that holds a NaN or an infinite value.</para>
/// <para>The mean is worked out as x₀ + Σ(x-x₀)/N with x₀ the oldest value, which is exact for a constant window.</para>
/// <para>Skender.Stock.Indicators <c>GetSma</c>: the same values.</para>
/// </remarks>
public sealed class Sma
{
    private readonly SlidingWindow values;

    /// <summary>Starts a streaming average over <paramref name="window"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Sma(int window)
    {
        Require.Days(window);
        values = new SlidingWindow(window);
    }

    /// <summary>Takes the next day's value and returns the average up to that day: the same bits as the batch form.</summary>
    public double Add(double value) => default(Mean).Of(values.Push(value));

    /// <summary>The average of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int window, Span<double> output) => RollingWindow.Apply(default(Mean), values, window, output);

    /// <summary>The average of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window)
    {
        var output = new double[values.Length];
        Of(values, window, output);
        return output;
    }

    internal readonly struct Mean : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window)
        {
            var first = window[0];
            var sum = 0.0;
            for (var k = 1; k < window.Length; k++)
                sum += window[k] - first;
            var mean = first + sum / window.Length;
            return mean + (mean - mean);   // unchanged, but an infinite mean becomes NaN
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window)
        {
            var first = Vector512.LoadUnsafe(in oldest);
            var sum = Vector512<double>.Zero;
            for (var k = 1; k < window; k++)
                sum += Vector512.LoadUnsafe(in oldest, (nuint)k) - first;
            var mean = first + sum / Vector512.Create((double)window);
            return mean + (mean - mean);
        }
    }
}
