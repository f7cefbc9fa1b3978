namespace StockLab.Market;

/// <summary>
/// Wilder's smoothing: the mean of the first N values, then A(t) = A(t-1) + (x(t) - A(t-1))/N.
/// </summary>
/// <remarks>
/// <para>Reference: J. W. Wilder, <i>New Concepts in Technical Trading Systems</i>, 1978: the average behind RSI, ATR and ADX.</para>
/// <para>NaN until N values in a row have been seen. A missing value (NaN or infinite) gives NaN and starts the average anew with the next day.</para>
/// <para>pandas <c>ewm(alpha=1/N, adjust=False)</c> has the same step but starts from the first value; Skender.Stock.Indicators <c>GetSmma</c> starts as
/// here.</para>
/// </remarks>
internal struct WilderAverage
{
    private readonly int window;
    private double average;   // the sum, until the window is full
    private int seen;

    internal WilderAverage(int window)
    {
        Require.Days(window);
        this.window = window;
    }

    internal double Add(double value)
    {
        if (!double.IsFinite(value))
        {
            seen = 0;
            average = 0;
        }
        else if (seen == window)
        {
            average += (value - average) / window;
        }
        else
        {
            average += value;
            if (++seen == window)
                average /= window;
        }
        return seen == window ? average : double.NaN;
    }
}
