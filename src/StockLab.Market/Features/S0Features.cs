namespace StockLab.Market;

/// <summary>
/// The whole feature table of S0 for one share, in the order of S0's own files: <c>Open, High, Low, Close, Volume, Change, ma5 … high_low_diff</c> (see <see cref="S0Table"/>), with the
/// closes of two indices joined on the date, <c>S&amp;P500</c> after <c>ma20</c> and <c>Kospi</c> last.
/// </summary>
public static class S0Features
{
    private static readonly string[] Order = ["Open", "High", "Low", "Close", "Volume", "Change", .. ColumnSet.AllExtra];

    /// <summary>Computes the table. Indicators are missing until their first full window; a <see cref="ColumnSet"/> takes what it needs and drops these rows.</summary>
    /// <param name="prices">The share.</param>
    /// <param name="sp500">The S&amp;P 500; the column is left out when null.</param>
    /// <param name="kospi">The KOSPI; the column is left out when null.</param>
    /// <param name="sameDay">
    /// False (honest): a day sees the American close of the day before at the latest, because New York closes after Seoul, and the KOSPI of its own day; days without a close take the last one.
    /// True (as S0 did): rows are joined on the calendar date and days that one side lacks are dropped, so each row knows an American close that lies hours in its future.
    /// </param>
    /// <exception cref="PriceDataException">The share and an index have no day in common.</exception>
    public static FeatureTable Of(PriceSeries prices, PriceSeries? sp500 = null, PriceSeries? kospi = null, bool sameDay = false)
    {
        var indicators = S0Table.Of(prices.Open.AsSpan(), prices.High.AsSpan(), prices.Low.AsSpan(), prices.Close.AsSpan(), prices.Volume.AsSpan());
        string[] names = ["Open", "High", "Low", "Close", "Volume", .. S0Table.Names];
        var values = new double[prices.Count * names.Length];
        for (var row = 0; row < prices.Count; row++)
        {
            var bar = prices[row];
            ReadOnlySpan<double> fields = [bar.Open, bar.High, bar.Low, bar.Close, bar.Volume];
            fields.CopyTo(values.AsSpan(row * names.Length));
            for (var c = 0; c < S0Table.Names.Length; c++)
                values[(row * names.Length) + fields.Length + c] = indicators[c][row];
        }
        var table = new FeatureTable(prices.Symbol, prices.Origin, prices.Dates, [.. names], values);
        table = Join(table, sp500, "S&P500", lagDays: 1, sameDay);
        table = Join(table, kospi, "Kospi", lagDays: 0, sameDay);
        return table.Select([.. Order.Where(table.Names.Contains)]);
    }

    private static FeatureTable Join(FeatureTable table, PriceSeries? index, string name, int lagDays, bool sameDay)
    {
        if (index is null)
            return table;
        var close = FeatureTable.From(index, "Close").Rename("Close", name);
        return sameDay ? table.JoinSameDay(close) : table.JoinLagged(close, lagDays);
    }
}
