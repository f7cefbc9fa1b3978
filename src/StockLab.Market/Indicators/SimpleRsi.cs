using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// Relative strength index with simple means: RSI = 100 - 100/(1 + mean rise / mean fall) over the last N daily differences. S0's <c>rsi</c> (N = 14).
/// </summary>
/// <remarks>
/// <para>Also known as Cutler's RSI. With U = the sum of the rises and A = the sum of the absolute differences this is 100·U/A, the form used here: it never
/// leaves [0, 100]
/// and loses no digits near 0.</para>
/// <para>Convention: pandas <c>diff()</c>, <c>clip</c> and <c>rolling(N).mean()</c>. The first value comes on day N (counted from 0). NaN for every window
/// next to a NaN, and
/// where all N differences are zero: 0/0 says nothing about strength.</para>
/// <para>Skender.Stock.Indicators has only Wilder's: see <see cref="Rsi"/>.</para>
/// </remarks>
public sealed class SimpleRsi
{
    private readonly SlidingWindow differences;
    private double previous = double.NaN;

    /// <summary>Starts a streaming index over <paramref name="window"/> differences.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public SimpleRsi(int window = 14)
    {
        Require.Days(window);
        differences = new SlidingWindow(window);
    }

    /// <summary>Takes the next day's value and returns the index up to that day: the same bits as the batch form.</summary>
    public double Add(double value)
    {
        var window = differences.Push(value - previous);
        previous = value;
        return default(UpShare).Of(window);
    }

    /// <summary>The index of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int window, Span<double> output)
    {
        Require.Days(window);
        Momentum.Of(values, 1, output);
        RollingWindow.Apply(default(UpShare), output, window, output);
    }

    /// <summary>The index of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window = 14)
    {
        var output = new double[values.Length];
        Of(values, window, output);
        return output;
    }

    /// <summary>What per cent of all movement in the window is upward: 100·Σmax(d, 0) / Σ|d|.</summary>
    internal readonly struct UpShare : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window)
        {
            var up = 0.0;
            var all = 0.0;
            foreach (var d in window)
            {
                up += d > 0 ? d : 0;
                all += Math.Abs(d);
            }
            return 100 * (up / all);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window)
        {
            var up = Vector512<double>.Zero;
            var all = Vector512<double>.Zero;
            for (var k = 0; k < window; k++)
            {
                var d = Vector512.LoadUnsafe(in oldest, (nuint)k);
                up += Vector512.MaxNative(d, Vector512<double>.Zero);   // what it makes of NaN does not matter: the other sum is NaN
                all += Vector512.Abs(d);
            }
            return 100 * (up / all);
        }
    }
}
