namespace StockLab.Market;

/// <summary>Drops rows outside a span of days, both ends included, as S4 does before it trains.</summary>
public sealed class KeepDates(DateOnly from, DateOnly to) : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => $"keep {PriceSeries.Iso(from)} to {PriceSeries.Iso(to)}";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        foreach (var date in prices.Dates)
        {
            if (date < from || date > to)
                notes.Add(new(Name, CleaningAction.Dropped, date, "the day is outside the span"));
        }
        return CleaningRows.Keep(prices, row => prices.Dates[row] >= from && prices.Dates[row] <= to);
    }
}
