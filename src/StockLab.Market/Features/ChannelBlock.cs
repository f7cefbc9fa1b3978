using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>The channels on one list of days, for all shares that have these days, or a run of them, in common.</summary>
internal sealed class ChannelBlock
{
    private readonly float[] changes;       // [channels * days], one channel after the other

    internal ChannelBlock(ImmutableArray<DateOnly> dates, ImmutableArray<(Channel Channel, PriceSeries Prices)> channels, int[][] rows, bool relative)
    {
        Dates = dates;
        changes = new float[channels.Length * dates.Length];
        for (var c = 0; c < channels.Length; c++)
        {
            var (channel, prices) = channels[c];
            for (var day = 1; day < dates.Length; day++)
            {
                var (before, now) = (prices.Close[rows[c][day - 1]], prices.Close[rows[c][day]]);
                if (channel.IsRate && !relative)
                    changes[(c * dates.Length) + day] = (float)(now - before);
                else if (before != 0)
                    changes[(c * dates.Length) + day] = (float)((now - before) / before);
                else
                    Undefined++;
            }
        }
    }

    internal ImmutableArray<DateOnly> Dates { get; }

    internal int Undefined { get; }

    internal long Bytes => (sizeof(float) * (long)changes.Length) + (sizeof(int) * (long)Dates.Length);

    internal ReadOnlySpan<float> Changes(int channel, int first, int count) => changes.AsSpan((channel * Dates.Length) + first, count);

    /// <summary>Where a list of days stands among those of the block without a gap; −1 if it does not.</summary>
    internal int Find(ImmutableArray<DateOnly> dates)
    {
        var first = Dates.BinarySearch(dates[0]);
        return first >= 0 && first + dates.Length <= Dates.Length && Dates.AsSpan(first, dates.Length).SequenceEqual(dates.AsSpan()) ? first : -1;
    }
}
