using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>Momentum: the price's difference over a period, x(t) - x(t-P). S0's <c>momentum</c> (the source does not say its period: <see cref="S0Table"/>
/// takes 10).</summary>
/// <remarks>
/// <para>Convention: pandas <c>diff(P)</c>. NaN for the first P days, and where either value is NaN. In the unit of the values.</para>
/// <para>Skender.Stock.Indicators: the property <c>Momentum</c> of <c>GetRoc</c>.</para>
/// </remarks>
public sealed class Momentum
{
    private readonly SlidingWindow values;

    /// <summary>Starts a streaming momentum over <paramref name="period"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is less than 1.</exception>
    public Momentum(int period = 10)
    {
        Require.Days(period);
        values = new SlidingWindow(period + 1);
    }

    /// <summary>Takes the next day's value and returns its difference: the same bits as the batch form.</summary>
    public double Add(double value) => default(Difference).Of(values.Push(value));

    /// <summary>The difference of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int period, Span<double> output)
    {
        Require.Days(period);
        RollingWindow.Apply(default(Difference), values, period + 1, output);
    }

    /// <summary>The difference of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int period = 10)
    {
        var output = new double[values.Length];
        Of(values, period, output);
        return output;
    }

    private readonly struct Difference : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window) => window[^1] - window[0];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window) =>
            Vector512.LoadUnsafe(in oldest, (nuint)(window - 1)) - Vector512.LoadUnsafe(in oldest);
    }
}
