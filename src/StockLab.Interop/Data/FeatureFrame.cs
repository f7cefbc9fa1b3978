using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>A feature table as a <see cref="DataFrame"/>: the column <c>Date</c> and then the table's, in its order; and back.</summary>
public static class FeatureFrame
{
    /// <summary>The table as a data frame. A feature table lies in memory row by row and a data frame column by column, so the values are copied. NaN is null.</summary>
    /// <exception cref="ArgumentException">A feature is named <c>Date</c>.</exception>
    public static DataFrame ToDataFrame(this FeatureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Names.Contains(FrameColumn.Date))
            throw new ArgumentException($"A feature is named {FrameColumn.Date}, as the column of days is. Rename it: table.Rename(\"{FrameColumn.Date}\", …).", nameof(table));
        return new DataFrame([FrameColumn.Of(table.Dates), .. table.Names.Select(name => FrameColumn.Of(name, table.Column(name)))]);
    }

    /// <summary>A table of all columns of a data frame but <c>Date</c>, in its order. Null is NaN.</summary>
    /// <param name="frame">The frame, one row a day, oldest first. Numbers of any type.</param>
    /// <param name="symbol">The ticker, which a data frame does not carry.</param>
    /// <param name="origin">Where the numbers come from, which a data frame does not carry either.</param>
    /// <exception cref="ArgumentException">There is no <c>Date</c>, no other column, one that holds no numbers, or a day that does not come after the one before it.</exception>
    public static FeatureTable ToFeatureTable(this DataFrame frame, string symbol, PriceOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var dates = FrameColumn.OldestFirst(FrameColumn.Dates(frame), nameof(frame));
        var columns = frame.Columns.Where(column => column.Name != FrameColumn.Date).ToList();
        var values = new double[dates.Length * columns.Count];
        for (var c = 0; c < columns.Count; c++)
        {
            var column = FrameColumn.Values(columns[c]);
            for (var row = 0; row < column.Length; row++)
                values[(row * columns.Count) + c] = column[row];
        }
        return new FeatureTable(symbol, origin, dates, [.. columns.Select(column => column.Name)], values);
    }
}
