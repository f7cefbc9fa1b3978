namespace StockLab.Market;

/// <summary>
/// Average directional index with its directional indicators: +DI = 100·A(+DM)/A(TR), -DI = 100·A(-DM)/A(TR), DX = 100·|+DI - -DI|/(+DI + -DI), ADX = A(DX),
/// A being Wilder's average over N days.
/// </summary>
/// <remarks>
/// <para>Reference: J. W. Wilder, <i>New Concepts in Technical Trading Systems</i>, 1978. +DM is today's rise of the high where it is positive and greater
/// than the fall of the low,
/// else 0; -DM the reverse. The DIs begin on day N, the ADX on day 2N-1 (counted from 0). A missing price gives NaN and starts all averages anew.
/// Where nothing has moved, A(TR) = 0, both DIs are 0; where both DIs are 0, DX is 0.</para>
/// <para>Skender.Stock.Indicators <c>GetAdx</c>: the same values for series that move; NaN where DX is 0/0.</para>
/// </remarks>
public sealed class Adx
{
    private Recurrence index;

    /// <summary>Starts a streaming index with the smoothing length <paramref name="window"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public Adx(int window = 14) => index = new Recurrence(window);

    /// <summary>Takes the next day's bar and returns the three lines up to that day: the same bits as the batch form.</summary>
    public (double PlusDi, double MinusDi, double Adx) Add(in Bar bar) => index.Add(bar.High, bar.Low, bar.Close);

    /// <summary>The three lines of every day, written to outputs as long as the inputs and apart from them in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or an output is of another length.</exception>
    public static void Of(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        Span<double> plusDi, Span<double> minusDi, Span<double> adx, int window = 14)
    {
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, close.Length);
        Require.Output(close, plusDi);
        Require.Output(close, minusDi);
        Require.Output(close, adx);
        var index = new Recurrence(window);
        for (var i = 0; i < adx.Length; i++)
            (plusDi[i], minusDi[i], adx[i]) = index.Add(high[i], low[i], close[i]);
    }

    /// <summary>The three lines of every day in new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static (
        double[] PlusDi, double[] MinusDi, double[] Adx) Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window = 14)
    {
        var lines = (PlusDi: new double[high.Length], MinusDi: new double[high.Length], Adx: new double[high.Length]);
        Of(high, low, close, lines.PlusDi, lines.MinusDi, lines.Adx, window);
        return lines;
    }

    private struct Recurrence(int window)
    {
        private WilderAverage ranges = new(window);
        private WilderAverage rises = new(window);
        private WilderAverage falls = new(window);
        private WilderAverage average = new(window);
        private (double High, double Low, double Close) yesterday = (double.NaN, double.NaN, double.NaN);

        internal (double PlusDi, double MinusDi, double Adx) Add(double high, double low, double close)
        {
            var range = TrueRange.Of(high, low, yesterday.Close);
            var rise = high - yesterday.High;
            var fall = yesterday.Low - low;
            yesterday = (high, low, close);

            var complete = double.IsFinite(range + rise + fall);
            var tr = ranges.Add(complete ? range : double.NaN);
            var plus = rises.Add(complete ? (rise > fall && rise > 0 ? rise : 0) : double.NaN);
            var minus = falls.Add(complete ? (fall > rise && fall > 0 ? fall : 0) : double.NaN);

            var plusDi = tr == 0 ? 0 : 100 * (plus / tr);
            var minusDi = tr == 0 ? 0 : 100 * (minus / tr);
            var sum = plusDi + minusDi;
            var dx = sum == 0 ? 0 : 100 * (Math.Abs(plusDi - minusDi) / sum);
            return (plusDi, minusDi, average.Add(dx));
        }
    }
}
