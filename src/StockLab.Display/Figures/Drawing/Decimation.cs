namespace StockLab.Display;

/// <summary>
/// Keeps of a long line only what a screen can show: of each pixel column its first, lowest, highest and last point. The drawn picture is the same
/// (U. Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014).
/// </summary>
internal static class Decimation
{
    /// <summary>Indices of the points to keep of one unbroken, left-to-right run [<paramref name="start"/>, <paramref name="end"/>).</summary>
    /// <param name="column">The pixel column of a point.</param>
    /// <param name="y">The height of every point.</param>
    /// <param name="start">The first point.</param>
    /// <param name="end">The point after the last.</param>
    public static List<int> Keep(Func<int, int> column, ReadOnlySpan<double> y, int start, int end)
    {
        var kept = new List<int>();
        for (var i = start; i < end;)
        {
            var here = column(i);
            int first = i, low = i, high = i, last = i;
            for (; i < end && column(i) == here; i++)
            {
                low = y[i] < y[low] ? i : low;
                high = y[i] > y[high] ? i : high;
                last = i;
            }

            kept.Add(first);
            AddAfter(kept, Math.Min(low, high));
            AddAfter(kept, Math.Max(low, high));
            AddAfter(kept, last);
        }

        return kept;
    }

    private static void AddAfter(List<int> kept, int index)
    {
        if (kept[^1] < index)
        {
            kept.Add(index);
        }
    }
}
