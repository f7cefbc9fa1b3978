using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace StockLab.Market;

/// <summary>
/// The lowest value of the last N, by a monotonic queue: each value enters and leaves once, so a day costs O(1) on average however long the window.
/// The highest is the lowest of the negated values, negated.
/// </summary>
/// <remarks>
/// Convention: pandas <c>rolling(N).min()</c> and <c>max()</c>. NaN for the first N-1 days and for every window that holds a NaN. Infinite values are values (pandas: missing).
/// A zero comes out as +0, whichever zeros the window holds.
/// Reference: D. Lemire, <i>Streaming Maximum-Minimum Filter Using No More than Three Comparisons per Element</i>, 2006.
/// </remarks>
internal struct RollingExtreme
{
    /// <summary>Up to this window a pass over it, several days at once, is faster than the queue.</summary>
    private const int LongestPass = 48;

    // Both arrays are rings of N: candidates from the oldest and lowest to the newest, each with the day it came.
    private readonly double[] candidates;
    private readonly long[] days;
    private readonly int window;
    private readonly double sign;
    private int head;
    private int count;
    private long day;
    private long lastMissing;

    private RollingExtreme(double[] candidates, long[] days, int window, bool highest)
    {
        this.candidates = candidates;
        this.days = days;
        this.window = window;
        sign = highest ? -1 : 1;
        lastMissing = -1;   // "the day before the first": the first N-1 windows hold it
    }

    internal static RollingExtreme Highest(int window) => Streaming(window, highest: true);

    internal static RollingExtreme Lowest(int window) => Streaming(window, highest: false);

    /// <summary>The highest of every window; the output may be the values' own memory.</summary>
    internal static void Highest(ReadOnlySpan<double> values, int window, Span<double> output)
    {
        Require.Days(window);
        if (window <= LongestPass)
            RollingWindow.Apply(default(HighestOf), values, window, output);
        else
            Batch(values, window, output, highest: true);
    }

    /// <summary>The lowest of every window; the output may be the values' own memory.</summary>
    internal static void Lowest(ReadOnlySpan<double> values, int window, Span<double> output)
    {
        Require.Days(window);
        if (window <= LongestPass)
            RollingWindow.Apply(default(LowestOf), values, window, output);
        else
            Batch(values, window, output, highest: false);
    }

    internal double Add(double value)
    {
        value *= sign;
        if (double.IsNaN(value))
        {
            lastMissing = day;
            count = 0;   // no window reaches over it before it leaves
        }
        else
        {
            if (count > 0 && days[head] <= day - window)
            {
                head = Next(head);
                count--;
            }
            while (count > 0 && candidates[Slot(count - 1)] >= value)
                count--;
            candidates[Slot(count)] = value;
            days[Slot(count)] = day;
            count++;
        }
        var result = lastMissing > day - window ? double.NaN : candidates[head] * sign + 0.0;   // + 0.0 turns -0 into +0
        day++;
        return result;
    }

    private readonly int Next(int slot) => slot + 1 == window ? 0 : slot + 1;

    private readonly int Slot(int candidate)
    {
        var slot = head + candidate;
        return slot >= window ? slot - window : slot;
    }

    private static RollingExtreme Streaming(int window, bool highest)
    {
        Require.Days(window);
        return new RollingExtreme(new double[window], new long[window], window, highest);
    }

    private static void Batch(ReadOnlySpan<double> values, int window, Span<double> output, bool highest)
    {
        Require.Output(values, output);
        var candidates = ArrayPool<double>.Shared.Rent(window);
        var days = ArrayPool<long>.Shared.Rent(window);
        var extreme = new RollingExtreme(candidates, days, window, highest);
        for (var i = 0; i < values.Length; i++)
            output[i] = extreme.Add(values[i]);
        ArrayPool<double>.Shared.Return(candidates);
        ArrayPool<long>.Shared.Return(days);
    }

    // Math.Max and Vector.Max alike: NaN when either is NaN.
    private readonly struct HighestOf : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window)
        {
            var highest = window[0];
            for (var k = 1; k < window.Length; k++)
                highest = Math.Max(highest, window[k]);
            return highest + 0.0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<double> Of(ref readonly double oldest, int window)
        {
            var highest = Vector.LoadUnsafe(in oldest);
            for (var k = 1; k < window; k++)
                highest = Vector.Max(highest, Vector.LoadUnsafe(in oldest, (nuint)k));
            return highest + Vector<double>.Zero;
        }
    }

    private readonly struct LowestOf : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window)
        {
            var lowest = window[0];
            for (var k = 1; k < window.Length; k++)
                lowest = Math.Min(lowest, window[k]);
            return lowest + 0.0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<double> Of(ref readonly double oldest, int window)
        {
            var lowest = Vector.LoadUnsafe(in oldest);
            for (var k = 1; k < window; k++)
                lowest = Vector.Min(lowest, Vector.LoadUnsafe(in oldest, (nuint)k));
            return lowest + Vector<double>.Zero;
        }
    }
}
