using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// The lowest or the highest value of the last N days, in two ways with one outcome. A value a day comes through a monotonic queue: each value enters and
/// leaves it
/// once, so a day costs O(1) on average however long the window. A whole column comes by doubling: the lowest of 2k days is the lower of two lowest of k days,
/// so
/// about log₂ N passes suffice, each over several days at once.
/// </summary>
/// <remarks>
/// Convention: pandas <c>rolling(N).min()</c> and <c>max()</c>. NaN for the first N-1 days and for every window that holds a NaN. Infinite values are values
/// (pandas: missing).
/// A zero comes out as +0, whichever zeros the window holds.
/// Reference: D. Lemire, <i>Streaming Maximum-Minimum Filter Using No More than Three Comparisons per Element</i>, 2006 (the queue).
/// </remarks>
internal sealed class RollingExtreme
{
    // Two rings of N: the candidates, from the oldest and lowest to the newest, and the day each came.
    private readonly double[] candidates;
    private readonly long[] days;
    private readonly double sign;   // the highest is the lowest of the negated values, negated
    private int head;
    private int count;
    private long day;
    private long lastMissing = -1;  // "the day before the first": the first N-1 windows hold it

    private RollingExtreme(int window, double sign)
    {
        Require.Days(window);
        candidates = new double[window];
        days = new long[window];
        this.sign = sign;
    }

    internal static RollingExtreme Highest(int window) => new(window, -1);

    internal static RollingExtreme Lowest(int window) => new(window, 1);

    /// <summary>The highest of every window; the output may be the values' own memory.</summary>
    internal static void Highest(ReadOnlySpan<double> values, int window, Span<double> output) => Double(default(HigherOfTwo), values, window, output);

    /// <summary>The lowest of every window; the output may be the values' own memory.</summary>
    internal static void Lowest(ReadOnlySpan<double> values, int window, Span<double> output) => Double(default(LowerOfTwo), values, window, output);

    /// <summary>Takes the next day's value and returns the extreme of the window that ends with it.</summary>
    internal double Add(double value)
    {
        var window = candidates.Length;
        value *= sign;
        if (double.IsNaN(value))
        {
            lastMissing = day;
            count = 0;   // what came before leaves no later than this
        }
        else
        {
            if (count > 0 && days[head] <= day - window)
            {
                head = Slot(1);
                count--;
            }
            while (count > 0 && candidates[Slot(count - 1)] >= value)
                count--;
            var slot = Slot(count++);
            candidates[slot] = value;
            days[slot] = day;
        }
        var extreme = lastMissing > day - window ? double.NaN : candidates[head] * sign + 0.0;   // + 0.0 turns -0 into +0
        day++;
        return extreme;
    }

    private int Slot(int candidate)
    {
        var slot = head + candidate;
        return slot >= candidates.Length ? slot - candidates.Length : slot;
    }

    private static void Double<TPair>(TPair pair, ReadOnlySpan<double> values, int window, Span<double> output)
        where TPair : struct, IWindowFormula
    {
        Require.Days(window);
        var span = 1;
        var known = values;   // known[i] is the extreme of the days i - span + 1 .. i, NaN where there are not so many
        for (; span <= window / 2; span *= 2)
        {
            RollingWindow.Apply(pair, known, span + 1, output);
            known = output;
        }
        if (span < window || window == 1)
            RollingWindow.Apply(pair, known, window - span + 1, output);
    }

    // The first and the last of a window. Math and Vector alike: NaN when either is NaN, -0 below +0.
    private readonly struct HigherOfTwo : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window) => Math.Max(window[0], window[^1]) + 0.0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window) =>
            Vector512.Max(Vector512.LoadUnsafe(in oldest), Vector512.LoadUnsafe(in oldest, (nuint)(window - 1))) + Vector512<double>.Zero;
    }

    private readonly struct LowerOfTwo : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window) => Math.Min(window[0], window[^1]) + 0.0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window) =>
            Vector512.Min(Vector512.LoadUnsafe(in oldest), Vector512.LoadUnsafe(in oldest, (nuint)(window - 1))) + Vector512<double>.Zero;
    }
}
