namespace StockLab.Market;

/// <summary>The ranks of values, from 1 for the smallest; equal values share the mean of the ranks that they take up together.</summary>
internal static class Ranks
{
    /// <summary>The ranks, one a value.</summary>
    internal static double[] Of(ReadOnlySpan<double> values)
    {
        var (sorted, order) = (values.ToArray(), new int[values.Length]);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            to = EndOfTie(sorted, from);
            for (var i = from; i < to; i++)
                ranks[order[i]] = (from + 1 + to) / 2.0;
        }
        return ranks;
    }

    /// <summary>How many values share each rank that is shared: the sizes of the ties.</summary>
    internal static List<int> Ties(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var sizes = new List<int>();
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            to = EndOfTie(sorted, from);
            if (to - from > 1)
                sizes.Add(to - from);
        }
        return sizes;
    }

    private static int EndOfTie(double[] sorted, int from)
    {
        var to = from + 1;
        while (to < sorted.Length && sorted[to] == sorted[from])
            to++;
        return to;
    }
}
