using System.Collections.Immutable;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>A column set of source S0: the five base columns and one or two more.</summary>
/// <param name="Name">S0's name, for example <c>M1</c>.</param>
/// <param name="Extra">The columns beside the base columns.</param>
public sealed record ColumnSet(string Name, params ImmutableArray<string> Extra)
{
    /// <summary>The columns that every set has.</summary>
    public static ImmutableArray<string> Base { get; } = ["Close", "Open", "High", "Low", "Volume"];

    /// <summary>S0's final seven, and M2VM, which it dropped from its list.</summary>
    public static ImmutableArray<ColumnSet> All { get; } =
    [
        new("M1", "ma10"), new("DU", "high_low_diff", "bb_upper"), new("M1SP", "ma10", "S&P500"), new("SPU", "S&P500", "bb_upper"),
        new("M1K", "ma10", "%K"), new("M2SP", "ma20", "S&P500"), new("KOU", "Kospi", "bb_upper"), new("M2VM", "ma20", "volume_ma5"),
    ];

    /// <summary>The seven sets of S0's final list.</summary>
    public static IEnumerable<ColumnSet> Final => All.Where(set => set.Name != "M2VM");

    /// <summary>The base columns, then the set's own.</summary>
    public ImmutableArray<string> Columns => [.. Base, .. Extra];

    /// <summary>The set of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static ColumnSet Find(string name) => All.FirstOrDefault(set => set.Name == name)
        ?? throw new ArgumentException($"There is no column set '{name}'. Choose one of: {string.Join(", ", All.Select(set => set.Name))}.", nameof(name));

    /// <summary>
    /// The set's table of a ticker. As in S0, days on which a price or the volume is 0 or missing are left out, and so are the first days, on which the indicators do not exist yet.
    /// An index takes the last value known on the day, so that a holiday abroad costs no row.
    /// </summary>
    /// <param name="folder">Where the prices are, those of the indexes too: <c>US500</c> (S&amp;P 500) and <c>KS11</c> (KOSPI).</param>
    /// <param name="symbol">The ticker.</param>
    /// <exception cref="PriceDataException">The ticker or an index is not there, or no day is left.</exception>
    public FeatureTable Table(PriceFolder folder, string symbol)
    {
        var prices = Traded(folder.Read(symbol));
        var table = FeatureTable.From(prices, [.. Base]);
        var indicators = S0Table.Of(prices.Open.AsSpan(), prices.High.AsSpan(), prices.Low.AsSpan(), prices.Close.AsSpan(), prices.Volume.AsSpan());
        foreach (var name in Extra)
        {
            table = name switch
            {
                "S&P500" => table.With(name, LastKnown(folder.ReadFirst("US500", SampleMarket.Index), prices.Dates)),
                "Kospi" => table.With(name, LastKnown(folder.ReadFirst("KS11", SampleMarket.Index), prices.Dates)),
                _ => table.With(name, indicators[name]),
            };
        }
        return table.DropMissing();
    }

    private static PriceSeries Traded(PriceSeries prices)
    {
        var bars = Enumerable.Range(0, prices.Count).Select(i => prices[i]).Where(bar => bar is { Open: > 0, High: > 0, Low: > 0, Close: > 0, Volume: > 0 }).ToList();
        return bars.Count > 0
            ? PriceSeries.FromBars(prices.Symbol, prices.Origin, bars)
            : throw new PriceDataException($"{prices.Symbol} has no day with a price and a volume above 0", "Take another ticker.", prices.Origin.Path);
    }

    // The close of the last day not after each date; NaN before the first.
    private static double[] LastKnown(PriceSeries index, ImmutableArray<DateOnly> dates)
    {
        var values = new double[dates.Length];
        var (next, last) = (0, double.NaN);
        for (var i = 0; i < dates.Length; i++)
        {
            for (; next < index.Count && index.Dates[next] <= dates[i]; next++)
                last = double.IsNaN(index.Close[next]) ? last : index.Close[next];
            values[i] = last;
        }
        return values;
    }
}
