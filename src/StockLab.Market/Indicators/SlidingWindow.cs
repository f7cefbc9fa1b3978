namespace StockLab.Market;

/// <summary>
/// The last N values in the order of time, as one contiguous span. Every value is written twice, N apart, so that the window never wraps.
/// It starts full of NaN, so a formula of it is NaN until the first full window.
/// </summary>
internal sealed class SlidingWindow
{
    private readonly double[] twice;
    private readonly int length;
    private int next;

    internal SlidingWindow(int length)
    {
        this.length = length;
        twice = new double[2 * length];
        Array.Fill(twice, double.NaN);
    }

    /// <summary>Drops the oldest value, appends this one, and returns the window, oldest first.</summary>
    internal ReadOnlySpan<double> Push(double value)
    {
        twice[next] = twice[next + length] = value;
        if (++next == length)
            next = 0;
        return twice.AsSpan(next, length);
    }
}
