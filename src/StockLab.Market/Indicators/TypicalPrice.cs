namespace StockLab.Market;

/// <summary>Typical price: (High + Low + Close)/3, the price that CCI and MFI look at.</summary>
/// <remarks>NaN where one of the three is NaN.</remarks>
public sealed class TypicalPrice
{
    /// <summary>The typical price of one day: the same bits as the batch form.</summary>
    public double Add(in Bar bar) => Of(bar.High, bar.Low, bar.Close);

    /// <summary>The typical price of every day, written to <paramref name="output"/>, which is as long as the inputs and may be the memory of one of
    /// them.</summary>
    /// <exception cref="ArgumentException">A column or the output is of another length.</exception>
    public static void Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output)
    {
        Require.SameRows(high.Length, low.Length);
        Require.SameRows(high.Length, close.Length);
        Require.Output(high, output);
        for (var i = 0; i < output.Length; i++)
            output[i] = Of(high[i], low[i], close[i]);
    }

    /// <summary>The typical price of every day in a new array.</summary>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static double[] Of(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close)
    {
        var output = new double[high.Length];
        Of(high, low, close, output);
        return output;
    }

    internal static double Of(double high, double low, double close) => (high + low + close) / 3;
}
