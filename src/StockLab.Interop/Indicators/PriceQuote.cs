using Skender.Stock.Indicators;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>One day of a series as a quote: a view of its columns that copies nothing. Skender's quotes are decimal, which keeps 15 digits of a price.</summary>
/// <param name="prices">The series.</param>
/// <param name="row">The row of the day.</param>
public readonly struct PriceQuote(PriceSeries prices, int row) : IQuote
{
    /// <summary>The trading day, at midnight.</summary>
    public DateTime Date => prices.Dates[row].ToDateTime(TimeOnly.MinValue);

    /// <inheritdoc/>
    public decimal Open => (decimal)prices.Open[row];

    /// <inheritdoc/>
    public decimal High => (decimal)prices.High[row];

    /// <inheritdoc/>
    public decimal Low => (decimal)prices.Low[row];

    /// <inheritdoc/>
    public decimal Close => (decimal)prices.Close[row];

    /// <inheritdoc/>
    public decimal Volume => (decimal)prices.Volume[row];
}
