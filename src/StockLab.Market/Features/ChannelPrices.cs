using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>The channels that a price source has for a period, and by name those that had to be left out.</summary>
[TypeFormatterSource(typeof(ShowsText))]
public sealed class ChannelPrices
{
    /// <summary>A channel has to have a value on this share of the weekdays of the period, and begin and end no further than <see cref="Slack"/> days within it.</summary>
    public const double LeastCoverage = 0.8;

    private const int Slack = 31;

    private ChannelPrices(DateOnly from, DateOnly to, ImmutableArray<(Channel, PriceSeries)> series, ImmutableArray<(string, string)> leftOut) =>
        (From, To, Series, LeftOut) = (from, to, series, leftOut);

    /// <summary>The first day of source S2's period.</summary>
    public static DateOnly S2From { get; } = new(2016, 1, 2);

    /// <summary>The last day of source S2's period.</summary>
    public static DateOnly S2To { get; } = new(2020, 12, 31);

    /// <summary>The first day of the period.</summary>
    public DateOnly From { get; }

    /// <summary>The last day of the period, included.</summary>
    public DateOnly To { get; }

    /// <summary>The channels that take part, with all their prices, those before the period too.</summary>
    public ImmutableArray<(Channel Channel, PriceSeries Prices)> Series { get; }

    /// <summary>The channels that do not, each with the reason.</summary>
    public ImmutableArray<(string Name, string Reason)> LeftOut { get; }

    /// <summary>
    /// Reads the channels of source S2. Without a choice, a channel is left out by name where the source does not have it, or where it does not cover the period: joined on the date, a
    /// channel that begins two years late would cost every ticker those two years. A channel that is asked for by name takes part whatever it covers.
    /// </summary>
    /// <param name="source">Where the prices are.</param>
    /// <param name="from">The first day; that of S2 when null.</param>
    /// <param name="to">The last day, included; that of S2 when null.</param>
    /// <param name="names">The channels wanted, by name; all of S2 that cover the period when null.</param>
    /// <param name="cancel">Stops the requests.</param>
    /// <exception cref="ArgumentException">There is no such channel, or the period is empty.</exception>
    /// <exception cref="PriceDataException">A channel asked for by name is not there, or what is there cannot be used.</exception>
    public static async Task<ChannelPrices> ReadAsync(IPriceSource source, DateOnly? from = null, DateOnly? to = null, IReadOnlyList<string>? names = null, CancellationToken cancel = default)
    {
        var (first, last) = (from ?? S2From, to ?? S2To);
        if (last < first)
            throw new ArgumentException($"The period from {PriceSeries.Iso(first)} to {PriceSeries.Iso(last)} is empty: give a last day after the first.");
        var (series, leftOut) = (ImmutableArray.CreateBuilder<(Channel, PriceSeries)>(), ImmutableArray.CreateBuilder<(string, string)>());
        foreach (var channel in names?.Select(Channel.Of).Distinct() ?? Channel.S2)
        {
            if (await FindAsync(source, channel, cancel).ConfigureAwait(false) is not { } prices)
            {
                if (names is not null)
                    throw new PriceDataException($"there is no channel {channel.Name} in {source.Name}", "Choose other channels, or add its file.", value: channel.Name);
                leftOut.Add((channel.Name, "not there"));
            }
            else if (names is null && Lack(prices, first, last) is { } lack)
            {
                leftOut.Add((channel.Name, lack));
            }
            else
            {
                series.Add((channel, prices));
            }
        }
        return new ChannelPrices(first, last, series.ToImmutable(), leftOut.ToImmutable());
    }

    /// <summary>Reads the channels of source S2 from a folder, as <see cref="ReadAsync"/> does.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static ChannelPrices Read(PriceFolder source, DateOnly? from = null, DateOnly? to = null, IReadOnlyList<string>? names = null) =>
        ReadAsync(source, from, to, names).GetAwaiter().GetResult();

    /// <summary>What a reader must know: the channels left out and why, and those that another symbol stands in for.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var (name, reason) in LeftOut)
            yield return $"The channel {name} is left out: {reason}.";
        foreach (var (channel, prices) in Series.Where(one => one.Prices.Symbol != one.Channel.Symbols[0]))
            yield return $"{prices.Symbol} stands in for the channel {channel.Name}.";
    }

    /// <summary>The channels, the period, and what is left out.</summary>
    public override string ToString() => $"{string.Join(", ", Series.Select(one => one.Channel.Name))} · {PriceSeries.Iso(From)} to {PriceSeries.Iso(To)}" +
        (LeftOut.IsEmpty ? "" : $" · left out: {string.Join(", ", LeftOut.Select(one => $"{one.Name} ({one.Reason})"))}");

    private static async Task<PriceSeries?> FindAsync(IPriceSource source, Channel channel, CancellationToken cancel)
    {
        foreach (var symbol in channel.Symbols)
        {
            // A folder knows what it has, so a damaged file is an error there and no missing channel.
            if (source is PriceFolder folder && !folder.Has(symbol))
                continue;
            try
            {
                return await source.GetAsync(symbol, cancel: cancel).ConfigureAwait(false);
            }
            catch (PriceSourceException error) when (error.Failure == SourceFailure.SymbolUnknown)
            {
            }
        }
        return null;
    }

    private static string? Lack(PriceSeries prices, DateOnly from, DateOnly to)
    {
        var (first, end) = (prices.FirstOnOrAfter(from), prices.FirstOnOrAfter(to.AddDays(1)));
        if (first >= end)
            return $"it has no day from {PriceSeries.Iso(from)} to {PriceSeries.Iso(to)}";
        var values = Enumerable.Range(first, end - first).Count(row => double.IsFinite(prices.Close[row]));
        var days = to.DayNumber - from.DayNumber + 1;
        var covered = Math.Min(1, values / (days * 5 / 7.0));
        var slack = Math.Min(Slack, days / 10);
        return covered < LeastCoverage || prices.Dates[first] > from.AddDays(slack) || prices.Dates[end - 1] < to.AddDays(-slack)
            ? FormattableString.Invariant($"it has only {PriceSeries.Iso(prices.Dates[first])} to {PriceSeries.Iso(prices.Dates[end - 1])} ({covered:P0} of the weekdays) of the period {PriceSeries.Iso(from)} to {PriceSeries.Iso(to)}")
            : null;
    }
}
