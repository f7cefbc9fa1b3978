using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>Prices as a <see cref="DataFrame"/>: <c>Date, Open, High, Low, Close, Adj Close, Volume</c>, the sixth where the source has it; and back.</summary>
public static class PriceFrame
{
    /// <summary>
    /// The prices as a data frame. The columns of numbers are views of the series' own memory, so a million rows cost no more than their dates; the frame copies a
    /// column before it changes it, and the series stays as it is. NaN is null.
    /// </summary>
    public static DataFrame ToDataFrame(this PriceSeries prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var columns = new List<DataFrameColumn>
        {
            FrameColumn.Of(prices.Dates),
            FrameColumn.Of("Open", prices.Open), FrameColumn.Of("High", prices.High), FrameColumn.Of("Low", prices.Low), FrameColumn.Of("Close", prices.Close),
            FrameColumn.Of("Volume", prices.Volume),
        };
        if (prices.AdjClose is { } adjusted)
            columns.Insert(5, FrameColumn.Of("Adj Close", adjusted));
        return new DataFrame(columns);
    }

    /// <summary>A series from a data frame with the columns <c>Date, Open, High, Low, Close, Volume</c> and, if it is there, <c>Adj Close</c>; others are left out. Null is NaN.</summary>
    /// <param name="frame">The frame, one row a trading day, oldest first. Numbers of any type.</param>
    /// <param name="symbol">The ticker, which a data frame does not carry.</param>
    /// <param name="origin">Where the numbers come from, which a data frame does not carry either.</param>
    /// <exception cref="ArgumentException">A column is missing or holds no numbers, or a row has no day.</exception>
    /// <exception cref="PriceDataException">A date does not come after the one before it.</exception>
    public static PriceSeries ToPriceSeries(this DataFrame frame, string symbol, PriceOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ImmutableArray<double> Column(string name) => ImmutableCollectionsMarshal.AsImmutableArray(FrameColumn.Values(FrameColumn.Named(frame, name)));
        return new PriceSeries(
            symbol, origin, FrameColumn.Dates(frame), Column("Open"), Column("High"), Column("Low"), Column("Close"), Column("Volume"),
            frame.Columns.IndexOf("Adj Close") >= 0 ? Column("Adj Close") : null);
    }
}
