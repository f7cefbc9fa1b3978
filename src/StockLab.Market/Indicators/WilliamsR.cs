using System.Buffers;

namespace StockLab.Market;

/// <summary>Williams %R: -100·(H - C)/(H - L), H the highest high and L the lowest low of the last N days: 0 at the top of the range, -100 at its
/// bottom.</summary>
/// <remarks>
/// <para>Reference: L. Williams, <i>How I Made One Million Dollars … Last Year … Trading Commodities</i>, 1973. NaN until the first full window and for every
/// window
/// that holds a NaN; where H = L, NaN (0/0) or ±∞ as for %K.</para>
/// <para>Skender.Stock.Indicators <c>GetWilliamsR</c>: the fast %K minus 100, the same values up to rounding.</para>
/// </remarks>
public sealed class WilliamsR
{
    private readonly RollingExtreme highest;
    private readonly RollingExtreme lowest;

    /// <summary>Starts a streaming %R over <paramref name="window"/> days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public WilliamsR(int window = 14)
    {
        highest = RollingExtreme.Highest(window);
        lowest = RollingExtreme.Lowest(window);
    }

    /// <summary>Takes the next day's bar and returns %R up to that day: the same bits as the batch form.</summary>
    public double Add(in Bar bar)
    {
        var high = highest.Add(bar.High);
        var low = lowest.Add(bar.Low);
        return -100 * ((high - bar.Close) / (high - low));
    }

    /// <summary>%R of every day, written to <paramref name="output"/>, as long as the inputs and apart from them in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">A column or the output is of another length.</exception>
    public static void Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window, Span<double> output)
    {
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, close.Length);
        Require.Apart(low, output);
        Require.Apart(close, output);
        RollingExtreme.Highest(high, window, output);
        var rented = ArrayPool<double>.Shared.Rent(low.Length);
        var lowest = rented.AsSpan(0, low.Length);
        RollingExtreme.Lowest(low, window, lowest);
        for (var i = 0; i < output.Length; i++)
            output[i] = -100 * ((output[i] - close[i]) / (output[i] - lowest[i]));
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>%R of every day in a new array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window = 14)
    {
        var output = new double[high.Length];
        Of(high, low, close, window, output);
        return output;
    }
}
