namespace StockLab.Market;

/// <summary>
/// Drops rows that hold a 0 or a missing value, as S0 does. A dropped row also removes a real day's return; days without trade are the usual victims.
/// </summary>
/// <param name="columns">The columns that must hold values; all five when none is named. Exchange rates and yields have no Volume: leave it out for them.</param>
public sealed class DropIncompleteRows(params string[] columns) : ICleaningStep
{
    private readonly FlagIncompleteRows _find = new(columns);

    /// <inheritdoc/>
    public string Name => "drop rows with a 0 or no value";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        var incomplete = _find.Find(prices).ToDictionary(found => found.Row, found => found.Reason);
        foreach (var (row, reason) in incomplete)
            notes.Add(new(Name, CleaningAction.Dropped, prices.Dates[row], reason));
        return CleaningRows.Keep(prices, row => !incomplete.ContainsKey(row));
    }
}
