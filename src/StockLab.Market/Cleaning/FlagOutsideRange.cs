namespace StockLab.Market;

/// <summary>
/// Flags rows whose Open or Close lies outside [Low, High]. Prices that a vendor adjusted and rounded are often outside by a rounding: a tolerance keeps these quiet.
/// </summary>
/// <param name="tolerance">How far outside is still accepted, as a fraction of Low or High.</param>
public sealed class FlagOutsideRange(double tolerance = 0.005) : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "flag Open or Close outside Low to High";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        for (var row = 0; row < prices.Count; row++)
        {
            var bar = prices[row];
            foreach (var (name, value) in new[] { ("Open", bar.Open), ("Close", bar.Close) })
            {
                // A halted day has Open, High and Low 0 and carries its Close: that is an incomplete row, not an inconsistent one.
                if (bar.High != 0 && value != 0 && (value < bar.Low - (tolerance * Math.Abs(bar.Low)) || value > bar.High + (tolerance * Math.Abs(bar.High))))
                    notes.Add(new(Name, CleaningAction.Flagged, bar.Date, $"{name} {CleaningRows.Text(value)} is outside Low {CleaningRows.Text(bar.Low)} to High {CleaningRows.Text(bar.High)}"));
            }
        }
        return prices;
    }
}
