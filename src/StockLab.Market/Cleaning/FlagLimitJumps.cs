namespace StockLab.Market;

/// <summary>
/// Flags days on which Close moved further than the Korea Exchange allows (<see cref="KrxPriceLimit"/>): no market made that price, so a split or a rights issue was adjusted wrongly,
/// or the series was stitched together. Where trading days are missing between two rows, each of them may have used the limit.
/// </summary>
/// <param name="tolerance">What adjusting and rounding may add to the limit, as a fraction.</param>
public sealed class FlagLimitJumps(double tolerance = 0.005) : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "flag moves beyond the exchange's limit";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        var last = -1;          // the last row with a Close
        for (var row = 0; row < prices.Count; row++)
        {
            if (!(prices.Close[row] > 0))
                continue;
            if (last >= 0)
            {
                var move = (prices.Close[row] / prices.Close[last]) - 1;
                var (lowest, highest) = Allowed(prices.Dates[last], prices.Dates[row]);
                if (move < lowest - tolerance || move > highest + tolerance)
                {
                    notes.Add(new(
                        Name, CleaningAction.Flagged, prices.Dates[row],
                        $"Close went from {CleaningRows.Text(prices.Close[last])} to {CleaningRows.Text(prices.Close[row])}, {CleaningRows.Percent(move)}; allowed were {CleaningRows.Percent(lowest)} to {CleaningRows.Percent(highest)}"));
                }
            }
            last = row;
        }
        return prices;
    }

    private static (double Lowest, double Highest) Allowed(DateOnly before, DateOnly date)
    {
        var days = KrxCalendar.Covers(before) && KrxCalendar.Covers(date) ? Math.Max(1, KrxCalendar.TradingDays(before.AddDays(1), date).Count()) : 1;
        var limit = KrxPriceLimit.On(date);
        return (Math.Pow(1 - limit, days) - 1, Math.Pow(1 + limit, days) - 1);
    }
}
