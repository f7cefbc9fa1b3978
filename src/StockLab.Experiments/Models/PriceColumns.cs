using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>Raw daily prices as columns that grow and can be used again: what a request is read into. Dates are day numbers (see <see cref="DateOnly.DayNumber"/>).</summary>
public sealed class PriceColumns
{
    private int[] days = [];
    private double[] open = [], high = [], low = [], close = [], volume = [];

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The dates as day numbers.</summary>
    public ReadOnlySpan<int> Days => days.AsSpan(0, Count);

    /// <summary>First prices.</summary>
    public ReadOnlySpan<double> Open => open.AsSpan(0, Count);

    /// <summary>Highest prices.</summary>
    public ReadOnlySpan<double> High => high.AsSpan(0, Count);

    /// <summary>Lowest prices.</summary>
    public ReadOnlySpan<double> Low => low.AsSpan(0, Count);

    /// <summary>Last prices.</summary>
    public ReadOnlySpan<double> Close => close.AsSpan(0, Count);

    /// <summary>Volumes.</summary>
    public ReadOnlySpan<double> Volume => volume.AsSpan(0, Count);

    /// <summary>Appends a row.</summary>
    public void Add(int day, double o, double h, double l, double c, double v)
    {
        if (Count == days.Length)
            Grow(Math.Max(64, 2 * Count));
        var i = Count++;
        (days[i], open[i], high[i], low[i], close[i], volume[i]) = (day, o, h, l, c, v);
    }

    /// <summary>Forgets the rows; a buffer that one long series has made large is given back.</summary>
    /// <param name="keep">The most rows that room is kept for.</param>
    public void Clear(int keep = 4096)
    {
        Count = 0;
        if (days.Length > keep)
            Grow(0);
    }

    /// <summary>Takes the rows of a series up to a day.</summary>
    /// <param name="prices">The series.</param>
    /// <param name="rows">How many of its rows.</param>
    public void Take(PriceSeries prices, int rows)
    {
        Clear();
        Grow(Math.Max(rows, days.Length));
        for (var i = 0; i < rows; i++)
            Add(prices.Dates[i].DayNumber, prices.Open[i], prices.High[i], prices.Low[i], prices.Close[i], prices.Volume[i]);
    }

    private void Grow(int room)
    {
        Array.Resize(ref days, room);
        Array.Resize(ref open, room);
        Array.Resize(ref high, room);
        Array.Resize(ref low, room);
        Array.Resize(ref close, room);
        Array.Resize(ref volume, room);
    }
}
