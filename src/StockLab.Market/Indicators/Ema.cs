namespace StockLab.Market;

/// <summary>
/// Exponential moving average: EMA(t) = EMA(t-1) + α·(x(t) - EMA(t-1)), α = 2/(N+1), starting from the first value.
/// </summary>
/// <remarks>
/// <para>Convention: pandas <c>ewm(span=N, adjust=False, min_periods=N).mean()</c>: NaN until N values have been seen. A missing value (NaN or infinite)
/// leaves the average where it is, and its day still ages the past: after a gap of g days the new value's share is α / (α + (1-α)^(g+1)).</para>
/// <para>Skender.Stock.Indicators <c>GetEma</c> starts from the SMA of the first N values instead of from the first value; the two converge at the rate
/// (1-α)^t.</para>
/// </remarks>
public sealed class Ema
{
    private Recurrence average;

    /// <summary>Starts a streaming average with the span <paramref name="window"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Ema(int window) => average = new Recurrence(window);

    /// <summary>Takes the next day's value and returns the average up to that day: the same bits as the batch form.</summary>
    public double Add(double value) => average.Add(value);

    /// <summary>The average of every day, written to <paramref name="output"/>, which is as long as <paramref name="values"/> and may be the same
    /// memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(ReadOnlySpan<double> values, int window, Span<double> output)
    {
        Require.Output(values, output);
        var average = new Recurrence(window);
        for (var i = 0; i < values.Length; i++)
            output[i] = average.Add(values[i]);
    }

    /// <summary>The average of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int window)
    {
        var output = new double[values.Length];
        Of(values, window, output);
        return output;
    }

    /// <summary>The recurrence that both forms share.</summary>
    internal struct Recurrence
    {
        private readonly int window;
        private readonly double alpha;
        private double average;
        private double weightOfPast;   // (1 - α)^(days since the last value)
        private int seen;

        internal Recurrence(int window)
        {
            Require.Days(window);
            this.window = window;
            alpha = 2.0 / (window + 1);
        }

        internal double Add(double value)
        {
            weightOfPast *= 1 - alpha;
            if (double.IsFinite(value))
            {
                if (seen == 0)
                    average = value;
                else
                    average += alpha / (alpha + weightOfPast) * (value - average);
                weightOfPast = 1;
                seen = Math.Min(seen + 1, window);
            }
            return seen == window ? average : double.NaN;
        }
    }
}
