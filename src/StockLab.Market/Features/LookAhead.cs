using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>Whether features know the future: whether their values of days gone by change when later days are added.</summary>
/// <remarks>
/// What was known at the end of a day stays as it is. A centred mean, a turning point that later days confirm, a line through the whole series, a setting taken
/// from its last day: all these are written over, and a model that was trained on what was written over has seen what it is to foretell.
/// </remarks>
public static class LookAhead
{
    private const double Digits = 1e-9;

    /// <summary>The features that look ahead, in the order of the table. To find one is a proof; to find none is none, but the more cuts, the rarer the escape.</summary>
    /// <param name="prices">Prices long enough for the features: they are computed of the first half already.</param>
    /// <param name="features">Computes the features: a row for each day of the prices that it is given, missing values included.</param>
    /// <param name="cuts">How many shorter series to try, from the first half to all days but the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two days, or no cuts.</exception>
    /// <exception cref="ArgumentException">The features are not a row for each day, or have other names for a shorter series.</exception>
    public static ImmutableArray<string> Columns(PriceSeries prices, Func<PriceSeries, FeatureTable> features, int cuts = 50)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts, 1);
        if (prices.Count < 2)
            throw new ArgumentOutOfRangeException(nameof(prices), prices.Count, $"{prices.Symbol} needs two days at least: one to look from, one to look at.");
        var whole = Of(prices);
        var ahead = new bool[whole.Features];
        var (first, last) = (Math.Max(1, prices.Count / 2), prices.Count - 1);
        foreach (var days in Enumerable.Range(1, cuts).Select(cut => first + (int)((long)(last - first) * cut / cuts)).Distinct())
        {
            var part = Of(prices.Slice(..days));
            if (!part.Names.AsSpan().SequenceEqual(whole.Names.AsSpan()))
                throw new ArgumentException($"Of {days} days the features are {string.Join(", ", part.Names)}, of {prices.Count} days {string.Join(", ", whole.Names)}. Give them the same names.", nameof(features));
            var then = part.Values.Span;
            for (var i = 0; i < then.Length; i++)
                ahead[i % ahead.Length] |= Differ(then[i], whole.Values.Span[i]);
        }
        return [.. whole.Names.Where((_, column) => ahead[column])];

        FeatureTable Of(PriceSeries known)
        {
            var table = features(known);
            return table.Dates.AsSpan().SequenceEqual(known.Dates.AsSpan())
                ? table
                : throw new ArgumentException($"The features of {known.Count} days of {prices.Symbol} are {table.Rows} rows. A row for each day is needed: drop missing rows afterwards.", nameof(features));
        }
    }

    private static bool Differ(double then, double now) =>
        double.IsNaN(then) != double.IsNaN(now) || (then != now && !(Math.Abs(then - now) <= Digits * Math.Max(Math.Abs(then), Math.Abs(now))) && !double.IsNaN(then));
}
