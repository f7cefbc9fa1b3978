using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>Joins tables of different symbols on the date.</summary>
public static class DateJoin
{
    /// <summary>
    /// The days that both tables have, with the columns of both; all other days are left out. Beware of time zones: on the same date, New York closes after Seoul has closed, so an
    /// American close joined this way to a Korean day was not known on that day. <see cref="JoinLagged"/> joins it honestly.
    /// </summary>
    /// <param name="left">The table whose symbol the result bears; its columns come first.</param>
    /// <param name="right">The table to join.</param>
    /// <exception cref="ArgumentException">Both tables have a column of the same name: rename one.</exception>
    /// <exception cref="PriceDataException">The tables have no day in common.</exception>
    public static FeatureTable JoinSameDay(this FeatureTable left, FeatureTable right)
    {
        var days = new List<(int Left, int Right)>();
        for (int l = 0, r = 0; l < left.Rows && r < right.Rows;)
        {
            if (left.Dates[l] == right.Dates[r])
                days.Add((l++, r++));
            else if (left.Dates[l] < right.Dates[r])
                l++;
            else
                r++;
        }
        if (days.Count == 0)
            throw NothingInCommon(left, right);
        return Join(left, right, [.. days]);
    }

    /// <summary>Every day that either table has; where one has no row, its columns are missing. For looking at gaps (<see cref="PriceChart.MissingChart"/>), not for models.</summary>
    /// <param name="left">The table whose symbol the result bears; its columns come first.</param>
    /// <param name="right">The table to join.</param>
    /// <exception cref="ArgumentException">Both tables have a column of the same name: rename one.</exception>
    public static FeatureTable JoinAllDays(this FeatureTable left, FeatureTable right)
    {
        var days = new List<(int Left, int Right)>();
        for (int l = 0, r = 0; l < left.Rows || r < right.Rows;)
        {
            var (today, other) = (l < left.Rows ? left.Dates[l] : DateOnly.MaxValue, r < right.Rows ? right.Dates[r] : DateOnly.MaxValue);
            days.Add((today <= other ? l++ : -1, other <= today ? r++ : -1));
        }
        return Join(left, right, [.. days]);
    }

    /// <summary>
    /// Every day of the left table, with the newest row of the right one that is at least <paramref name="lagDays"/> calendar days older: what was known then. Days without a row take
    /// the last one before (forward fill). Where nothing was known yet, the right columns are missing.
    /// </summary>
    /// <param name="left">The table whose days and symbol the result has; its columns come first.</param>
    /// <param name="right">The table to join, for example an American index.</param>
    /// <param name="lagDays">How old a row must be to be known: 1 for an American close seen at Seoul's close, 0 for a market that closes no later.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lag is negative: that would be tomorrow's news.</exception>
    /// <exception cref="ArgumentException">Both tables have a column of the same name: rename one.</exception>
    /// <exception cref="PriceDataException">No row of the right table is known on any day of the left one.</exception>
    public static FeatureTable JoinLagged(this FeatureTable left, FeatureTable right, int lagDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lagDays);
        var days = new (int Left, int Right)[left.Rows];
        var known = -1;
        for (var l = 0; l < left.Rows; l++)
        {
            while (known + 1 < right.Rows && right.Dates[known + 1].AddDays(lagDays) <= left.Dates[l])
                known++;
            days[l] = (l, known);
        }
        if (known < 0)
            throw NothingInCommon(left, right);
        return Join(left, right, days);
    }

    private static FeatureTable Join(FeatureTable left, FeatureTable right, (int Left, int Right)[] days)
    {
        var features = left.Features + right.Features;
        var values = new double[days.Length * features];
        for (var i = 0; i < days.Length; i++)
        {
            var row = values.AsSpan(i * features, features);
            row.Fill(double.NaN);
            if (days[i].Left >= 0)
                left.Row(days[i].Left).CopyTo(row);
            if (days[i].Right >= 0)
                right.Row(days[i].Right).CopyTo(row[left.Features..]);
        }
        ImmutableArray<DateOnly> dates = [.. days.Select(day => day.Left >= 0 ? left.Dates[day.Left] : right.Dates[day.Right])];
        return new FeatureTable(left.Symbol, PriceOrigin.Combine(left.Origin, right.Origin), dates, left.Names.AddRange(right.Names), values);
    }

    private static PriceDataException NothingInCommon(FeatureTable left, FeatureTable right) => new(
        $"{left.Symbol} ({Span(left)}) and {right.Symbol} ({Span(right)}) have no day in common", "Take symbols, or spans, that overlap.");

    private static string Span(FeatureTable table) => table.Rows == 0 ? "no rows" : $"{PriceSeries.Iso(table.Dates[0])} to {PriceSeries.Iso(table.Dates[^1])}";
}
