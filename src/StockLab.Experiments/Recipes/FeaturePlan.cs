using System.Collections.Immutable;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>An index whose close is a feature.</summary>
/// <param name="Column">The feature's name, for example <c>S&amp;P500</c>.</param>
/// <param name="Symbol">The index, for example <c>US500</c>.</param>
/// <param name="LagDays">How old a close must be to be known at Seoul's close.</param>
public sealed record IndexColumn(string Column, string Symbol, int LagDays)
{
    /// <summary>The indexes that S0 joins: the S&amp;P 500 (New York closes after Seoul) and the KOSPI.</summary>
    public static ImmutableArray<IndexColumn> All { get; } = [new("S&P500", "US500", 1), new("Kospi", "KS11", 0)];
}

/// <summary>
/// How raw prices become the columns that a network sees. Training, the library's forecast and the service all go through it, so a model cannot be asked with
/// features other than those that it was trained on.
/// </summary>
/// <param name="Columns">The columns, in the network's order.</param>
/// <param name="OfS0">Whether they are S0's: days with a 0 or a missing value dropped first, indicators and indexes allowed. Otherwise plain price columns.</param>
/// <param name="SameDay">Whether an index is joined on its own date, as S0 did, though New York closes after Seoul.</param>
public sealed record FeaturePlan(ImmutableArray<string> Columns, bool OfS0, bool SameDay)
{
    /// <summary>The indexes among the columns.</summary>
    public ImmutableArray<IndexColumn> Indexes => OfS0 ? IndexColumn.All.RemoveAll(index => !Columns.Contains(index.Column)) : [];

    /// <summary>The days at the start of a series on which an indicator is unfinished: so many rows stand before the first row of features.</summary>
    public int Lookback => LookbackOf(Columns, OfS0);

    /// <summary>Plain price columns, for example <c>Close</c>.</summary>
    public static FeaturePlan OfPrices(params string[] columns) => new([.. columns], OfS0: false, SameDay: false);

    /// <summary>S0's columns. As in S0, days on which a price or the volume is 0 or missing are left out, and so are the first days, on which the indicators do not exist yet.</summary>
    /// <param name="set">The columns.</param>
    /// <param name="mode">Honest, an index takes the last value that was known at Seoul's close; faithful, that of the same date.</param>
    public static FeaturePlan OfColumnSet(ColumnSet set, Mode mode) => new(set.Columns, OfS0: true, SameDay: mode == Mode.Faithful);

    /// <summary>The table of features, in prices.</summary>
    /// <param name="prices">The share.</param>
    /// <param name="index">The prices of an index among the columns; asked only for those.</param>
    /// <exception cref="PriceDataException">No day is left, or an index has no day in common with the share.</exception>
    public FeatureTable Build(PriceSeries prices, Func<IndexColumn, PriceSeries> index)
    {
        if (!OfS0)
            return FeatureTable.From(prices, [.. Columns]).DropMissing();
        var traded = Cleaning.S0.Apply(prices).Prices;
        var series = Indexes.ToDictionary(column => column.Column, index);
        return S0Features.Of(traded, series.GetValueOrDefault("S&P500"), series.GetValueOrDefault("Kospi"), SameDay).Select([.. Columns]).DropMissing();
    }

    /// <summary>The table of features, the indexes taken from a folder of prices (in the generated market, its own index).</summary>
    /// <inheritdoc cref="Build(PriceSeries, Func{IndexColumn, PriceSeries})"/>
    public FeatureTable Build(PriceSeries prices, PriceFolder folder) => Build(prices, column => folder.ReadFirst(column.Symbol, SampleMarket.Index));

    // Asked of the indicators themselves: what is missing at the start of a series that lacks nothing.
    private static int LookbackOf(ImmutableArray<string> columns, bool ofS0)
    {
        const int Days = 64;
        var bars = Enumerable.Range(0, Days).Select(i =>
        {
            var close = 100 + (10 * Math.Sin(i));
            return new Bar(new DateOnly(2020, 1, 1).AddDays(i), close - 1, close + 2 + Math.Cos(i), close - 2, close, 1000 + i);
        }).ToList();
        var origin = new PriceOrigin("a wave", IsGenerated: true);
        // The index is older than the share, so that only the indicators have a beginning.
        var before = PriceSeries.FromBars("INDEX", origin, [.. bars.Select(bar => bar with { Date = bar.Date.AddDays(-Days) }).Concat(bars)]);
        return Days - new FeaturePlan(columns, ofS0, SameDay: false).Build(PriceSeries.FromBars("WAVE", origin, bars), _ => before).Rows;
    }
}
