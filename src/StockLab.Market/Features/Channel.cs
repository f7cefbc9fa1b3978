using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>A series that a classifier sees beside the share's own closes: an index, a rate, a commodity.</summary>
/// <param name="Name">The name that source S2 gives it, for example <c>KS11</c>.</param>
/// <param name="Symbols">The symbols that have it, the source's own first; another one stands in where a price source lacks the first.</param>
/// <param name="LagDays">How many calendar days old a value is before Seoul's close can know it: 1 where the market closes after Seoul, 0 where it does not.</param>
/// <param name="IsRate">Whether it is a rate in percent: its changes are then differences in percentage points, for a relative change means nothing near 0.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record Channel(string Name, ImmutableArray<string> Symbols, int LagDays, bool IsRate = false)
{
    /// <summary>
    /// The eleven channels of source S2 beside the share itself, in its order. The four Korean indices close with the share. Nasdaq, the futures and the yield close in New York, and Vietcombank
    /// in Ho Chi Minh City, two hours later than Seoul: on their own date they are not yet known, and neither is the dollar's rate, which is that of the end of New York's day.
    /// </summary>
    public static ImmutableArray<Channel> S2 { get; } =
    [
        new("KS11", ["KS11", SampleMarket.Index], 0),
        new("IXIC", ["IXIC"], 1),
        new("KQ11", ["KQ11"], 0),
        new("USDKRW", ["USDKRW"], 1),
        new("KS50", ["KS50"], 0),
        new("KS100", ["KS100"], 0),
        new("KS200", ["KS200"], 0),
        new("NG", ["NG"], 1),
        new("ZG", ["ZG", "GC"], 1),
        new("VCB", ["VCB"], 1),
        new("US1MT", ["US1MT"], 1, IsRate: true),
    ];

    /// <summary>The channel of source S2 with this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those there are.</exception>
    public static Channel Of(string name) => S2.FirstOrDefault(channel => channel.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || channel.Symbols.Contains(name, StringComparer.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no channel {PriceDataException.Quote(name)}; there are {string.Join(", ", S2.Select(channel => channel.Name))}.", nameof(name));

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
