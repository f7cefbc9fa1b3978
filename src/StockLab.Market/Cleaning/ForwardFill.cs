using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>
/// Fills every missing value with the last one before it in its column, as S4 does (pandas <c>ffill</c>). It looks only backwards. Missing values at the very start stay missing
/// and are flagged; a column that is missing throughout (the Volume of an exchange rate) is passed over.
/// </summary>
public sealed class ForwardFill : ICleaningStep
{
    /// <inheritdoc/>
    public string Name => "fill forward";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        var found = new SortedDictionary<int, List<string>>();      // row → what was filled there
        var unfilled = new SortedDictionary<int, List<string>>();   // row → what has no value before it
        var filled = new PriceSeries(
            prices.Symbol, prices.Origin, prices.Dates, Fill("Open", prices.Open), Fill("High", prices.High), Fill("Low", prices.Low), Fill("Close", prices.Close),
            Fill("Volume", prices.Volume), prices.AdjClose is { } adjusted ? Fill("Adj Close", adjusted) : null);
        foreach (var (row, columns) in unfilled)
            notes.Add(new(Name, CleaningAction.Flagged, prices.Dates[row], $"no value yet for {string.Join(", ", columns)}"));
        foreach (var (row, columns) in found)
            notes.Add(new(Name, CleaningAction.Filled, prices.Dates[row], string.Join(", ", columns)));
        return found.Count == 0 ? prices : filled;

        ImmutableArray<double> Fill(string name, ImmutableArray<double> column)
        {
            if (!column.Contains(double.NaN) || column.All(double.IsNaN))
                return column;
            var values = column.ToArray();
            for (var row = 0; row < values.Length; row++)
            {
                if (!double.IsNaN(values[row]))
                    continue;
                if (row > 0)
                    values[row] = values[row - 1];
                if (double.IsNaN(values[row]))
                    Add(unfilled, row, name);
                else
                    Add(found, row, $"{name} = {CleaningRows.Text(values[row])}");
            }
            return ImmutableArray.Create(values);
        }

        static void Add(SortedDictionary<int, List<string>> rows, int row, string text)
        {
            if (!rows.TryGetValue(row, out var texts))
                rows[row] = texts = [];
            texts.Add(text);
        }
    }
}
