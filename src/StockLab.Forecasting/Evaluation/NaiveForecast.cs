namespace StockLab.Forecasting;

/// <summary>The forecast that every model has to beat: tomorrow will be as today.</summary>
public static class NaiveForecast
{
    /// <summary>The naive forecast for the given rows of a price column: the price <paramref name="horizon"/> rows before.</summary>
    /// <param name="prices">The price column, oldest first.</param>
    /// <param name="rows">The rows to forecast; the first of them needs <paramref name="horizon"/> rows before it.</param>
    /// <param name="horizon">Days ahead, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first row has no row that far before it.</exception>
    public static double[] Of(ReadOnlySpan<double> prices, Range rows, int horizon = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var (first, count) = rows.GetOffsetAndLength(prices.Length);
        if (first < horizon)
            throw new ArgumentOutOfRangeException(nameof(rows), $"Row {first} has no row {horizon} before it to repeat. Start at row {horizon} or later.");
        return prices.Slice(first - horizon, count).ToArray();
    }
}
