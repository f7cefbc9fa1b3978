namespace StockLab.Market;

/// <summary>
/// Flags runs of rows that merely repeat the row before them: the same Close, and a Volume that is 0, missing or the same. So look trading halts, and feeds that got stuck.
/// </summary>
/// <param name="days">How many repeated rows in succession make a run.</param>
public sealed class FlagStaleRows(int days = 3) : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "flag rows that repeat the day before";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        var first = 0;          // of the run of repeats that row is in; equal to row outside of runs
        for (var row = 1; row <= prices.Count; row++)
        {
            if (row < prices.Count && Repeats(prices, row))
                continue;
            var repeats = row - 1 - first;
            if (repeats >= days)
                notes.Add(new(Name, CleaningAction.Flagged, prices.Dates[first + 1], $"{repeats} rows repeat Close {CleaningRows.Text(prices.Close[first])}, to {PriceSeries.Iso(prices.Dates[row - 1])}"));
            first = row;
        }
        return prices;
    }

    private static bool Repeats(PriceSeries prices, int row)
    {
        var volume = prices.Volume[row];
        return prices.Close[row] == prices.Close[row - 1] && (volume == 0 || double.IsNaN(volume) || volume == prices.Volume[row - 1]);
    }
}
