using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Day-over-day changes of several shares and of the channels beside them, joined on the date. What the shares have in common, the channels, is stored once for all shares with the same days,
/// column by column in single precision, so that a classifier's sample is a view: one run of memory a channel.
/// </summary>
[TypeFormatterSource(typeof(ShowsText))]
public sealed class ChannelTable
{
    /// <summary>The name of the first column: the share's own close.</summary>
    public const string Close = "Close";

    private ChannelTable(ImmutableArray<string> names, ImmutableArray<ChannelRows> tickers, ImmutableArray<(string, string)> leftOut, PriceOrigin origin, bool sameDay, int undefined) =>
        (Names, Tickers, LeftOut, Origin, SameDay, Undefined) = (names, tickers, leftOut, origin, sameDay, undefined);

    /// <summary>The columns: <see cref="Close"/>, then the channels.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The shares.</summary>
    public ImmutableArray<ChannelRows> Tickers { get; }

    /// <summary>The shares that have no day in common with the channels, each with the reason.</summary>
    public ImmutableArray<(string Ticker, string Reason)> LeftOut { get; }

    /// <summary>Where the numbers come from.</summary>
    public PriceOrigin Origin { get; }

    /// <summary>Whether every channel was joined on its own date, known at Seoul's close or not.</summary>
    public bool SameDay { get; }

    /// <summary>Changes that do not exist, because the value before is 0, and stand as 0.</summary>
    public int Undefined { get; }

    /// <summary>Bytes that the numbers and dates take, those that shares have in common counted once.</summary>
    public long Bytes => Tickers.Sum(rows => rows.OwnBytes) + Tickers.Select(rows => rows.Shared).Distinct().Sum(block => block.Bytes);

    /// <summary>Joins.</summary>
    /// <param name="tickers">The shares.</param>
    /// <param name="channels">The channels, and the period.</param>
    /// <param name="sameDay">
    /// False (honest): every day of the share takes each channel's newest value that Seoul's close could know (<see cref="Channel.LagDays"/>), so no day is lost. True, as source S2 did it: values of the
    /// same date, and days that one of them lacks are dropped.
    /// </param>
    /// <exception cref="PriceDataException">No share has a day in common with the channels.</exception>
    public static ChannelTable Join(IReadOnlyList<PriceSeries> tickers, ChannelPrices channels, bool sameDay)
    {
        var (blocks, joined, leftOut) = (new List<ChannelBlock>(), new ChannelRows?[tickers.Count], ImmutableArray.CreateBuilder<(string, string)>());

        // The shares with the most days come first: the days of the others are then often a part of theirs.
        var days = tickers.Select(prices => Days(prices, channels, sameDay)).ToList();
        foreach (var t in Enumerable.Range(0, tickers.Count).OrderByDescending(t => days[t].Dates.Length))
        {
            var (dates, rows, values, own) = days[t];
            if (dates.Length < 2)
                continue;
            var (block, offset) = blocks.Select(block => (block, offset: block.Find(dates))).FirstOrDefault(found => found.offset >= 0);
            if (block is null)
            {
                (block, offset) = (new ChannelBlock(dates, channels.Series, values, sameDay), 0);
                blocks.Add(block);
            }
            joined[t] = new ChannelRows(tickers[t], rows, own, block, offset);
        }
        for (var t = 0; t < tickers.Count; t++)
        {
            if (joined[t] is null)
                leftOut.Add((tickers[t].Symbol, $"no two days in common with the channels from {PriceSeries.Iso(channels.From)} to {PriceSeries.Iso(channels.To)}"));
        }
        ImmutableArray<ChannelRows> kept = [.. joined.OfType<ChannelRows>()];
        if (kept.IsEmpty)
            throw new PriceDataException($"no share has two days in common with the channels {channels}", "Take other channels, or another period.");
        var origin = tickers.Select(prices => prices.Origin).Concat(channels.Series.Select(one => one.Prices.Origin)).Select(origin => origin with { Path = null }).Aggregate(PriceOrigin.Combine);
        return new ChannelTable([Close, .. channels.Series.Select(one => one.Channel.Name)], kept, leftOut.ToImmutable(), origin, sameDay, blocks.Sum(block => block.Undefined));
    }

    /// <summary>Size, columns, span and origin in one line.</summary>
    public override string ToString() =>
        $"{Tickers.Length} shares × {Names.Length} channels ({string.Join(", ", Names)}) · {PriceSeries.Iso(Tickers.Min(rows => rows.Dates[0]))} to {PriceSeries.Iso(Tickers.Max(rows => rows.Dates[^1]))} · {Origin}";

    // A share's days that take part, their numbers among the share's own rows, and the row of each channel on each of them.
    private static (ImmutableArray<DateOnly> Dates, int[] Rows, int[][] Values, int Own) Days(PriceSeries prices, ChannelPrices channels, bool sameDay)
    {
        var (dates, rows, values) = (ImmutableArray.CreateBuilder<DateOnly>(), new List<int>(), channels.Series.Select(_ => new List<int>()).ToArray());
        var known = Array.ConvertAll(values, _ => -1);          // the newest row of each channel so far that has a value
        var seen = new int[known.Length];
        var own = 0;                                            // the share's own rows in the period
        for (var row = prices.FirstOnOrAfter(channels.From); row < prices.Count && prices.Dates[row] <= channels.To; row++)
        {
            var all = prices.Close[row] > 0;                    // false for NaN too
            for (var c = 0; c < known.Length; c++)
            {
                var (channel, series) = channels.Series[c];
                var newest = sameDay ? prices.Dates[row] : prices.Dates[row].AddDays(-channel.LagDays);
                for (; seen[c] < series.Count && series.Dates[seen[c]] <= newest; seen[c]++)
                {
                    if (double.IsFinite(series.Close[seen[c]]))
                        known[c] = seen[c];
                }
                all &= known[c] >= 0 && (!sameDay || series.Dates[known[c]] == prices.Dates[row]);
            }
            if (all)
            {
                dates.Add(prices.Dates[row]);
                rows.Add(own);
                for (var c = 0; c < known.Length; c++)
                    values[c].Add(known[c]);
            }
            own++;
        }
        return (dates.ToImmutable(), [.. rows], Array.ConvertAll(values, list => list.ToArray()), own);
    }
}
