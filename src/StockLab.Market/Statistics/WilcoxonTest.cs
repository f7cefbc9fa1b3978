using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Wilcoxon's signed-rank test of pairs. Null hypothesis: the differences first − second lie symmetrically about 0. It ranks the differences by size and asks nothing of their distribution, where
/// <see cref="PairedTTest"/> takes it for normal.
/// </summary>
/// <remarks>
/// <para>Pairs without a difference are left out, as Wilcoxon did. Up to 50 pairs the p-value is exact, ties included: every difference could have had the other sign. Beyond that it is normal, with the variance
/// corrected for ties (scipy <c>wilcoxon</c> with <c>zero_method="wilcox"</c>; its exact mode does not know of ties).</para>
/// <para>With n pairs the smallest p-value there can be is 2 / 2ⁿ: five pairs never reach 5 %. Reference: F. Wilcoxon, <i>Individual Comparisons by Ranking Methods</i>, 1945.</para>
/// </remarks>
/// <param name="Statistic">The smaller of the two sums of ranks, of the positive and of the negative differences.</param>
/// <param name="PValue">The p-value for a difference in either direction.</param>
/// <param name="Count">The number of pairs that differ.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record WilcoxonTest(double Statistic, double PValue, int Count)
{
    private const int LongestExact = 50;

    /// <summary>Compares pairs.</summary>
    /// <param name="first">One value a pair, for example the accuracy of a seed.</param>
    /// <param name="second">The other values, in the same order.</param>
    /// <exception cref="ArgumentException">The columns differ in length, have missing values, or fewer than 2 pairs.</exception>
    public static WilcoxonTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Require.Complete(first, least: 2);
        Require.Complete(second, least: 2);
        Require.SameRows(first.Length, second.Length);
        var differences = new List<double>(first.Length);
        for (var i = 0; i < first.Length; i++)
        {
            if (first[i] != second[i])
                differences.Add(first[i] - second[i]);
        }
        var n = differences.Count;
        if (n == 0)
            return new WilcoxonTest(0, 1, 0);

        double[] sizes = [.. differences.Select(Math.Abs)];
        var ranks = Ranks.Of(sizes);
        var positive = ranks.Where((_, i) => differences[i] > 0).Sum();
        var statistic = Math.Min(positive, (n * (n + 1.0) / 2) - positive);
        if (n <= LongestExact)
            return new WilcoxonTest(statistic, ExactP(ranks, statistic), n);
        var variance = n * (n + 1.0) * ((2 * n) + 1) / 24;
        foreach (var tie in Ranks.Ties(sizes))
            variance -= tie * (((double)tie * tie) - 1) / 48;
        return new WilcoxonTest(statistic, 2 * Distributions.NormalUpper(((n * (n + 1.0) / 4) - statistic) / Math.Sqrt(variance)), n);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"Wilcoxon signed-rank: {Statistic:G}, p = {PValue:G3}, {Count} pairs that differ: {(PValue < 0.05 ? "they differ" : "no difference found")}");

    // Twice the share of the 2ⁿ ways to give the ranks signs whose positive sum is at most the statistic. Mean ranks are halves, so twice a rank counts.
    private static double ExactP(double[] ranks, double statistic)
    {
        var total = (int)(2 * ranks.Sum());
        var share = new double[total + 1];
        share[0] = 1;
        foreach (var rank in ranks)
        {
            var step = (int)(2 * rank);
            for (var sum = total; sum >= 0; sum--)
                share[sum] = (share[sum] + (sum >= step ? share[sum - step] : 0)) / 2;
        }
        return Math.Min(1, 2 * share.AsSpan(0, (int)(2 * statistic) + 1).ToArray().Sum());
    }
}
