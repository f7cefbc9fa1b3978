using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>The fractional change since the day before: x(t)/x(t-1) - 1. S0's <c>Change</c>, as FinanceDataReader supplies it.</summary>
/// <remarks>Convention: pandas <c>pct_change(fill_method=None)</c>. NaN on the first day and next to a NaN; ±∞ after a zero. A fraction: 0.01 is one per
/// cent.</remarks>
public sealed class Change
{
    private double previous = double.NaN;

    /// <summary>Takes the next day's value and returns its change: the same bits as the batch form.</summary>
    public double Add(double value)
    {
        var change = value / previous - 1;
        previous = value;
        return change;
    }

    /// <summary>The change of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, Span<double> output) => RollingWindow.Apply(default(Fraction), values, 2, output);

    /// <summary>The change of every day in a new array.</summary>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var output = new double[values.Length];
        Of(values, output);
        return output;
    }

    /// <summary>Newest over oldest, minus 1.</summary>
    internal readonly struct Fraction : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window) => window[^1] / window[0] - 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window) =>
            Vector512.LoadUnsafe(in oldest, (nuint)(window - 1)) / Vector512.LoadUnsafe(in oldest) - Vector512<double>.One;
    }
}
