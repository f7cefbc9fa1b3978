namespace StockLab.Market;

/// <summary>Drops rows on days on which the Korea Exchange did not trade; vendors carry the close of the day before into them.</summary>
public sealed class DropNonTradingDays : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "drop rows on days without trade";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        foreach (var date in prices.Dates)
        {
            if (!IsKept(date))
                notes.Add(new(Name, CleaningAction.Dropped, date, $"the exchange was closed ({date.DayOfWeek})"));
        }
        return CleaningRows.Keep(prices, row => IsKept(prices.Dates[row]));
    }

    private static bool IsKept(DateOnly date) => !KrxCalendar.Covers(date) || KrxCalendar.IsTradingDay(date);
}
