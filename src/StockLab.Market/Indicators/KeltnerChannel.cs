namespace StockLab.Market;

/// <summary>Keltner channel: the <see cref="Ema"/> of the close ± m times the <see cref="Atr"/>.</summary>
/// <remarks>
/// <para>Reference: C. Keltner, <i>How to Make Money in Commodities</i>, 1960, in the form of L. Raschke (EMA 20, ATR 10, m = 2). The lines begin when both
/// averages have;
/// missing values as in those two.</para>
/// <para>Skender.Stock.Indicators <c>GetKeltner</c>: the same defaults; its EMA starts from an SMA, see <see cref="Ema"/>.</para>
/// </remarks>
public sealed class KeltnerChannel
{
    private Recurrence channel;

    /// <summary>Starts a streaming channel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1.</exception>
    public KeltnerChannel(int window = 20, int atrWindow = 10, double multiplier = 2) => channel = new Recurrence(window, atrWindow, multiplier);

    /// <summary>Takes the next day's bar and returns the channel up to that day: the same bits as the batch form.</summary>
    public (double Upper, double Middle, double Lower) Add(in Bar bar) => channel.Add(bar.High, bar.Low, bar.Close);

    /// <summary>The channel of every day, written to three outputs as long as the inputs and apart from them in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or an output is of another length.</exception>
    public static void Of(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        Span<double> upper, Span<double> middle, Span<double> lower, int window = 20, int atrWindow = 10, double multiplier = 2)
    {
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, close.Length);
        Require.Output(close, upper);
        Require.Output(close, middle);
        Require.Output(close, lower);
        var channel = new Recurrence(window, atrWindow, multiplier);
        for (var i = 0; i < upper.Length; i++)
            (upper[i], middle[i], lower[i]) = channel.Add(high[i], low[i], close[i]);
    }

    /// <summary>The channel of every day in three new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static (double[] Upper, double[] Middle, double[] Lower) Of(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window = 20, int atrWindow = 10, double multiplier = 2)
    {
        var channel = (Upper: new double[high.Length], Middle: new double[high.Length], Lower: new double[high.Length]);
        Of(high, low, close, channel.Upper, channel.Middle, channel.Lower, window, atrWindow, multiplier);
        return channel;
    }

    private struct Recurrence(int window, int atrWindow, double multiplier)
    {
        private Ema.Recurrence centre = new(window);
        private Atr.Recurrence range = new(atrWindow);

        internal (double Upper, double Middle, double Lower) Add(double high, double low, double close)
        {
            var middle = centre.Add(close);
            var half = multiplier * range.Add(high, low, close);
            return double.IsNaN(half) ? (half, half, half) : (middle + half, middle, middle - half);
        }
    }
}
