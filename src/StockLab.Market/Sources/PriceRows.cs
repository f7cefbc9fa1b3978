using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>Rows as a live source sends them, in any order, on the way to a series.</summary>
internal sealed class PriceRows
{
    private readonly SortedDictionary<DateOnly, (Bar Bar, double AdjClose)> _rows = [];

    internal int Count => _rows.Count;

    /// <summary>Takes a row. A later row of the same day replaces the earlier one: sources append the running day once more.</summary>
    internal void Add(Bar bar, double adjClose = double.NaN) => _rows[bar.Date] = (bar, adjClose);

    /// <summary>The rows of a span as a series.</summary>
    /// <exception cref="PriceDataException">There are none.</exception>
    internal PriceSeries ToSeries(Symbol symbol, string source, DateOnly? from, DateOnly? to, bool hasAdjClose = false)
    {
        var all = _rows.Values.ToList();
        var series = new PriceSeries(
            symbol.Text, new PriceOrigin(source, IsGenerated: false), [.. all.Select(row => row.Bar.Date)],
            [.. all.Select(row => row.Bar.Open)], [.. all.Select(row => row.Bar.High)], [.. all.Select(row => row.Bar.Low)],
            [.. all.Select(row => row.Bar.Close)], [.. all.Select(row => row.Bar.Volume)],
            hasAdjClose ? ImmutableArray.CreateRange(all.Select(row => row.AdjClose)) : null);
        return series.Between(from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue);
    }
}
