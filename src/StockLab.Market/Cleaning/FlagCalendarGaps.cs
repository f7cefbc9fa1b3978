namespace StockLab.Market;

/// <summary>
/// Compares the rows with the calendar of the Korea Exchange: flags trading days that are missing between the first and the last row (each gap once), and rows on
/// days without trade. Days outside the calendar's years are not judged.
/// </summary>
public sealed class FlagCalendarGaps : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "flag gaps against the exchange's calendar";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        for (var row = 0; row < prices.Count; row++)
        {
            var date = prices.Dates[row];
            if (!KrxCalendar.Covers(date))
                continue;
            if (row > 0 && KrxCalendar.Covers(prices.Dates[row - 1]))
            {
                var missing = KrxCalendar.TradingDays(prices.Dates[row - 1].AddDays(1), date.AddDays(-1)).ToList();
                if (missing.Count > 0)
                    notes.Add(new(Name, CleaningAction.Flagged, missing[0], missing.Count == 1 ? "a trading day is missing" : $"{missing.Count} trading days are missing, to {PriceSeries.Iso(missing[^1])}"));
            }
            if (!KrxCalendar.IsTradingDay(date))
                notes.Add(new(Name, CleaningAction.Flagged, date, "a row on a day without trade"));
        }
        return prices;
    }
}
