namespace StockLab.Market;

/// <summary>One share in a <see cref="ChannelTable"/>: its own closes and changes, and its place among the channels that it shares with others.</summary>
public sealed class ChannelRows
{
    private readonly int[] positions;       // of each row among the share's own rows
    private readonly double[] closes;
    private readonly float[] changes;
    private readonly int offset;

    internal ChannelRows(PriceSeries prices, int[] rows, int ownRows, ChannelBlock shared, int offset)
    {
        (Ticker, positions, OwnRows, Shared, this.offset) = (prices.Symbol, rows, ownRows, shared, offset);
        var first = prices.FirstOnOrAfter(shared.Dates[offset]) - rows[0];
        closes = Array.ConvertAll(rows, row => prices.Close[first + row]);
        changes = new float[rows.Length];
        for (var row = 1; row < rows.Length; row++)
            changes[row] = (float)((closes[row] - closes[row - 1]) / closes[row - 1]);
    }

    /// <summary>The share.</summary>
    public string Ticker { get; }

    /// <summary>The days that take part.</summary>
    public ReadOnlySpan<DateOnly> Dates => Shared.Dates.AsSpan(offset, closes.Length);

    /// <summary>R, the number of days that take part.</summary>
    public int Rows => closes.Length;

    /// <summary>The share's own days in the period, those that the join dropped too.</summary>
    public int OwnRows { get; }

    /// <summary>The number of each row among the share's own, from 0.</summary>
    public ReadOnlySpan<int> Positions => positions;

    /// <summary>The closes, (R).</summary>
    public ReadOnlySpan<double> Closes => closes;

    internal ChannelBlock Shared { get; }

    internal long OwnBytes => (sizeof(int) + sizeof(double) + sizeof(float)) * (long)closes.Length;

    /// <summary>The changes of one channel over a run of days: no copy. The very first row of a table has no day before it; its change is 0, or that of the shared days.</summary>
    /// <param name="channel">0 is the share's own close, 1 the first channel.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<float> Changes(int channel, int first, int count) => channel == 0 ? changes.AsSpan(first, count) : Shared.Changes(channel - 1, offset + first, count);
}
