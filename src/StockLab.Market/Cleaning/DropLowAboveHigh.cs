namespace StockLab.Market;

/// <summary>Drops rows whose Low is above their High, as S4 does: one of the two must be wrong.</summary>
public sealed class DropLowAboveHigh : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "drop rows with Low above High";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        for (var row = 0; row < prices.Count; row++)
        {
            if (prices.Low[row] > prices.High[row])
                notes.Add(new(Name, CleaningAction.Dropped, prices.Dates[row], $"Low {CleaningRows.Text(prices.Low[row])} is above High {CleaningRows.Text(prices.High[row])}"));
        }
        return CleaningRows.Keep(prices, row => !(prices.Low[row] > prices.High[row]));
    }
}
