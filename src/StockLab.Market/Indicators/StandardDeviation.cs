using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// Rolling standard deviation: √(Σ(x-mean)² / (N-d)) over the last N days, d = 1 for a sample's (pandas' default), 0 for a population's.
/// </summary>
/// <remarks>
/// <para>Convention: pandas <c>rolling(N).std(ddof=d)</c>. NaN for the first N-1 days, and for every window that holds a NaN or an infinite value.
/// Two passes over each window, the second about its mean: no cancellation, and exactly 0 for a constant window.</para>
/// <para>Skender.Stock.Indicators <c>GetStdDev</c> is the population's (d = 0).</para>
/// </remarks>
public sealed class StandardDeviation
{
    private readonly SlidingWindow values;
    private readonly Formula formula;

    /// <summary>Starts a streaming deviation over <paramref name="window"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public StandardDeviation(int window, int degreesLost = 1)
    {
        Require.Days(window);
        values = new SlidingWindow(window);
        formula = new Formula(degreesLost);
    }

    /// <summary>Takes the next day's value and returns the deviation up to that day: the same bits as the batch form.</summary>
    public double Add(double value) => formula.Of(values.Push(value));

    /// <summary>The deviation of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int window, Span<double> output, int degreesLost = 1) =>
        RollingWindow.Apply(new Formula(degreesLost), values, window, output);

    /// <summary>The deviation of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window, int degreesLost = 1)
    {
        var output = new double[values.Length];
        Of(values, window, output, degreesLost);
        return output;
    }

    /// <param name="DegreesLost">What is taken from N in the divisor.</param>
    internal readonly record struct Formula(int DegreesLost) : IWindowFormula
    {
        public double Of(ReadOnlySpan<double> window) => About(default(Sma.Mean).Of(window), window);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Of(ref readonly double oldest, int window) => About(default(Sma.Mean).Of(in oldest, window), in oldest, window);

        /// <summary>The deviation about a mean that is already known.</summary>
        internal double About(double mean, ReadOnlySpan<double> window)
        {
            var squares = 0.0;
            foreach (var value in window)
                squares += (value - mean) * (value - mean);
            return Math.Sqrt(squares / (window.Length - DegreesLost));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Vector512<double> About(Vector512<double> mean, ref readonly double oldest, int window)
        {
            var squares = Vector512<double>.Zero;
            for (var k = 0; k < window; k++)
            {
                var deviation = Vector512.LoadUnsafe(in oldest, (nuint)k) - mean;
                squares += deviation * deviation;
            }
            return Vector512.Sqrt(squares / (window - DegreesLost));
        }
    }
}
