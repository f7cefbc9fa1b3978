using StockLab.Display;

namespace StockLab.Market;

/// <summary>Student's test of pairs. Null hypothesis: the mean of the differences first − second is 0. The statistic is that mean over its standard error.</summary>
/// <remarks>
/// Convention: scipy <c>ttest_rel</c>, both sides; n − 1 degrees of freedom. Where every pair differs by the same amount there is no spread to compare with: the statistic is infinite, or NaN (p = 1) where all
/// pairs are equal. Reference: Student, <i>The Probable Error of a Mean</i>, 1908.
/// </remarks>
/// <param name="Statistic">t.</param>
/// <param name="PValue">The p-value for a difference in either direction.</param>
/// <param name="MeanDifference">The mean of first − second.</param>
/// <param name="Count">The number of pairs.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record PairedTTest(double Statistic, double PValue, double MeanDifference, int Count)
{
    /// <summary>Compares pairs.</summary>
    /// <param name="first">One value a pair, for example the accuracy of a seed.</param>
    /// <param name="second">The other values, in the same order.</param>
    /// <exception cref="ArgumentException">The columns differ in length, have missing values, or fewer than 2 pairs.</exception>
    public static PairedTTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Require.Complete(first, least: 2);
        Require.Complete(second, least: 2);
        Require.SameRows(first.Length, second.Length);
        var n = first.Length;
        var mean = 0.0;
        for (var i = 0; i < n; i++)
            mean += (first[i] - second[i]) / n;
        var squares = 0.0;
        for (var i = 0; i < n; i++)
            squares += Math.Pow(first[i] - second[i] - mean, 2);
        var statistic = mean / Math.Sqrt(squares / (n - 1) / n);
        return new PairedTTest(statistic, double.IsNaN(statistic) ? 1 : Distributions.StudentBoth(statistic, n - 1), mean, n);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"Paired t: {Statistic:F4}, p = {PValue:G3}, mean difference {MeanDifference:G4}, {Count} pairs: {(PValue < 0.05 ? "they differ" : "no difference found")}");
}
