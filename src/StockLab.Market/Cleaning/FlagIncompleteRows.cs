namespace StockLab.Market;

/// <summary>Flags rows that hold a 0 or a missing value, and leaves them as they are.</summary>
/// <param name="columns">The columns that must hold values; all five when none is named.</param>
public sealed class FlagIncompleteRows(params string[] columns) : ICleaningStep
{
    private readonly string[] _columns = columns.Length == 0 ? CleaningRows.AllColumns : columns;

    /// <inheritdoc/>
    public string Name => "flag rows with a 0 or no value";

    /// <inheritdoc/>
    public PriceSeries Apply(PriceSeries prices, ICollection<CleaningNote> notes)
    {
        foreach (var (row, reason) in Find(prices))
            notes.Add(new(Name, CleaningAction.Flagged, prices.Dates[row], reason));
        return prices;
    }

    internal IEnumerable<(int Row, string Reason)> Find(PriceSeries prices)
    {
        var columns = Array.ConvertAll(_columns, name => CleaningRows.Column(prices, name));
        for (var row = 0; row < prices.Count; row++)
        {
            var bad = Enumerable.Range(0, columns.Length).Where(c => columns[c][row] is 0 or double.NaN).ToList();
            if (bad.Count > 0)
                yield return (row, string.Join(", ", bad.Select(c => $"{_columns[c]} is {CleaningRows.Text(columns[c][row])}")));
        }
    }
}
