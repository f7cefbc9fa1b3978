using System.Runtime.Intrinsics;

namespace StockLab.Market;

/// <summary>
/// Bollinger bands: the mean of the last N days ± w standard deviations. S0's <c>bb_upper</c>, <c>bb_sma</c>, <c>bb_lower</c> (N = 20, w = 2).
/// </summary>
/// <remarks>
/// <para>Reference: J. Bollinger, <i>Bollinger on Bollinger Bands</i>, 2001. Bollinger divides by N; S0 uses pandas' <c>rolling(20).std()</c>, which divides
/// by N-1, and so does
/// this by default (<c>degreesLost = 1</c>; 0 gives Bollinger's own). NaN for the first N-1 days, and for every window that holds a NaN or an infinite
/// value.</para>
/// <para>Skender.Stock.Indicators <c>GetBollingerBands</c> divides by N: its bands are √((N-1)/N) as wide, 2.5 % narrower for N = 20.</para>
/// </remarks>
public sealed class BollingerBands
{
    private readonly SlidingWindow values;
    private readonly StandardDeviation.Formula deviation;
    private readonly double width;

    /// <summary>Starts streaming bands over <paramref name="window"/> days, <paramref name="width"/> standard deviations on either side.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public BollingerBands(int window = 20, double width = 2, int degreesLost = 1)
    {
        Require.Days(window);
        values = new SlidingWindow(window);
        deviation = new StandardDeviation.Formula(degreesLost);
        this.width = width;
    }

    /// <summary>Takes the next day's value and returns the bands up to that day: the same bits as the batch form.</summary>
    public (double Upper, double Middle, double Lower) Add(double value)
    {
        var window = values.Push(value);
        var middle = default(Sma.Mean).Of(window);
        var half = width * deviation.About(middle, window);
        return (middle + half, middle, middle - half);
    }

    /// <summary>The bands of every day, written to three outputs as long as <paramref name="values"/> and apart from them in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">An output is of another length.</exception>
    public static void Of(
        ReadOnlySpan<double> values, Span<double> upper, Span<double> middle, Span<double> lower, int window = 20, double width = 2, int degreesLost = 1)
    {
        Require.Apart(values, middle);
        Require.Apart(upper, middle);
        Require.Apart(lower, middle);
        Require.Output(values, upper);
        Require.Output(values, lower);
        Sma.Of(values, window, middle);
        var deviation = new StandardDeviation.Formula(degreesLost);
        var firstFull = Math.Min(window - 1, values.Length);
        var lanes = Vector512<double>.Count;
        var row = values.Length - lanes;
        for (; row >= firstFull; row -= lanes)
        {
            var mean = Vector512.Create(middle[row..]);
            var half = width * deviation.About(mean, in values[row - window + 1], window);
            (mean + half).CopyTo(upper[row..]);
            (mean - half).CopyTo(lower[row..]);
        }
        for (row += lanes - 1; row >= firstFull; row--)
        {
            var half = width * deviation.About(middle[row], values.Slice(row - window + 1, window));
            upper[row] = middle[row] + half;
            lower[row] = middle[row] - half;
        }
        upper[..firstFull].Fill(double.NaN);
        lower[..firstFull].Fill(double.NaN);
    }

    /// <summary>The bands of every day in three new arrays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public static (double[] Upper, double[] Middle, double[] Lower) Of(ReadOnlySpan<double> values, int window = 20, double width = 2, int degreesLost = 1)
    {
        var bands = (Upper: new double[values.Length], Middle: new double[values.Length], Lower: new double[values.Length]);
        Of(values, bands.Upper, bands.Middle, bands.Lower, window, width, degreesLost);
        return bands;
    }
}
