using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>
/// Makes rows consistent: High becomes the highest and Low the lowest of the row's four prices. Mends what adjusting and rounding broke; halted rows (High 0) stay as they are.
/// </summary>
public sealed class WidenRange : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "widen Low and High to Open and Close";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        var (high, low) = (prices.High.ToArray(), prices.Low.ToArray());
        var repaired = 0;
        for (var row = 0; row < prices.Count; row++)
        {
            var bar = prices[row];
            if (double.IsNaN(bar.Open + bar.High + bar.Low + bar.Close) || bar.High == 0)
                continue;
            high[row] = Math.Max(Math.Max(bar.Open, bar.Close), Math.Max(bar.High, bar.Low));
            low[row] = Math.Min(Math.Min(bar.Open, bar.Close), Math.Min(bar.High, bar.Low));
            if (high[row] == bar.High && low[row] == bar.Low)
                continue;
            repaired++;
            notes.Add(new(Name, CleaningAction.Repaired, bar.Date, $"Low {CleaningRows.Text(bar.Low)} to High {CleaningRows.Text(bar.High)} became {CleaningRows.Text(low[row])} to {CleaningRows.Text(high[row])}"));
        }
        return repaired == 0 ? prices : new PriceSeries(
            prices.Symbol, prices.Origin, prices.Dates, prices.Open, ImmutableArray.Create(high), ImmutableArray.Create(low), prices.Close, prices.Volume, prices.AdjClose);
    }
}
