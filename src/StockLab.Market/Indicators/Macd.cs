namespace StockLab.Market;

/// <summary>
/// Moving average convergence/divergence: line = EMA(fast) - EMA(slow), signal = EMA of the line, histogram = line - signal.
/// </summary>
/// <remarks>
/// <para>Reference: G. Appel, <i>The Moving Average Convergence-Divergence Trading Method</i>, 1979 (12, 26, 9). All three averages are <see cref="Ema"/>s, so
/// NaN until
/// the slow one has its N values; the signal starts from the first line and is NaN until it has seen its own number of them.</para>
/// <para>Skender.Stock.Indicators <c>GetMacd</c>: its EMAs start from SMAs, see <see cref="Ema"/>.</para>
/// </remarks>
public sealed class Macd
{
    private Recurrence lines;

    /// <summary>Starts streaming lines.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1.</exception>
    public Macd(int fast = 12, int slow = 26, int signal = 9) => lines = new Recurrence(fast, slow, signal);

    /// <summary>Takes the next day's value and returns the three lines up to that day: the same bits as the batch form.</summary>
    public (double Line, double Signal, double Histogram) Add(double value) => lines.Add(value);

    /// <summary>The lines of every day, written to three outputs as long as <paramref name="values"/>; one of them may be the values' own memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1.</exception>
    /// <exception cref="ArgumentException">An output is of another length, or overlaps the input elsewhere than in its place.</exception>
    public static void Of(
        ReadOnlySpan<double> values, Span<double> line, Span<double> signal, Span<double> histogram, int fast = 12, int slow = 26, int signalWindow = 9)
    {
        Require.Output(values, line);
        Require.Output(values, signal);
        Require.Output(values, histogram);
        var lines = new Recurrence(fast, slow, signalWindow);
        for (var i = 0; i < line.Length; i++)
            (line[i], signal[i], histogram[i]) = lines.Add(values[i]);
    }

    /// <summary>The lines of every day in three new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1.</exception>
    public static (double[] Line, double[] Signal, double[] Histogram) Of(ReadOnlySpan<double> values, int fast = 12, int slow = 26, int signalWindow = 9)
    {
        var lines = (Line: new double[values.Length], Signal: new double[values.Length], Histogram: new double[values.Length]);
        Of(values, lines.Line, lines.Signal, lines.Histogram, fast, slow, signalWindow);
        return lines;
    }

    private struct Recurrence(int fast, int slow, int signalWindow)
    {
        private Ema.Recurrence fastAverage = new(fast);
        private Ema.Recurrence slowAverage = new(slow);
        private Ema.Recurrence signalAverage = new(signalWindow);

        internal (double Line, double Signal, double Histogram) Add(double value)
        {
            var line = fastAverage.Add(value) - slowAverage.Add(value);
            var signal = signalAverage.Add(line);
            return (line, signal, line - signal);
        }
    }
}
