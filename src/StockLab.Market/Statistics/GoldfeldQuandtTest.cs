using StockLab.Display;

namespace StockLab.Market;

/// <summary>What the Goldfeld–Quandt test looks for.</summary>
public enum VarianceChange
{
    /// <summary>A greater variance in the second part.</summary>
    Increasing,

    /// <summary>A smaller variance in the second part.</summary>
    Decreasing,

    /// <summary>Another variance in the second part.</summary>
    Either,
}

/// <summary>
/// Test of Goldfeld and Quandt. Null hypothesis: the errors of a regression have the same variance early and late. F is the ratio of the residual variances of
/// two
/// regressions, one on the rows after the split and one on the rows before it.
/// </summary>
/// <remarks>
/// Convention: statsmodels <c>het_goldfeldquandt(y, x, split, drop)</c>. The p-value is that of F with the second part's degrees of freedom in the numerator;
/// statsmodels 0.13 exchanges the two for one-sided alternatives, which shows where the parts are not equally long.
/// Reference: S. Goldfeld, R. Quandt, <i>Some Tests for Homoscedasticity</i>, 1965.
/// </remarks>
/// <param name="Statistic">F: the later variance over the earlier.</param>
/// <param name="PValue">The p-value.</param>
/// <param name="Change">What was looked for.</param>
/// <param name="EarlierDegrees">Rows less columns of the regression before the split.</param>
/// <param name="LaterDegrees">Rows less columns of the regression after it.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record GoldfeldQuandtTest(double Statistic, double PValue, VarianceChange Change, int EarlierDegrees, int LaterDegrees)
{
    /// <summary>Tests a series around its mean: the regression on a constant.</summary>
    /// <exception cref="ArgumentException">The series is too short, has missing values, or is constant in a part.</exception>
    public static GoldfeldQuandtTest Of(ReadOnlySpan<double> values, VarianceChange change = VarianceChange.Increasing)
    {
        var ones = new double[values.Length];
        Array.Fill(ones, 1);
        return Of(values, [ones], change: change);
    }

    /// <summary>Tests the errors of a regression.</summary>
    /// <param name="y">What is explained, in the order that is suspected (mostly time).</param>
    /// <param name="x">The explaining columns, a constant among them where wanted.</param>
    /// <param name="split">The number of rows in the first part; by default half of them.</param>
    /// <param name="drop">Rows left out after the split.</param>
    /// <param name="change">What to look for.</param>
    /// <exception cref="ArgumentException">A part has no more rows than there are columns, a value is missing, or a part's residuals are all zero.</exception>
    public static GoldfeldQuandtTest Of(
        ReadOnlySpan<double> y, IReadOnlyList<double[]> x, int? split = null, int drop = 0, VarianceChange change = VarianceChange.Increasing)
    {
        Require.Complete(y, least: 4);
        ArgumentOutOfRangeException.ThrowIfNegative(drop);
        foreach (var column in x)
        {
            Require.SameRows(y.Length, column.Length);
            Require.Complete(column, least: 4);
        }
        var before = split ?? y.Length / 2;
        var after = before + drop;
        if (before < 1 || after >= y.Length)
            throw new ArgumentOutOfRangeException(nameof(split), split, $"{y.Length} rows cannot be split at {before} with {drop} dropped.");
        var earlier = new LeastSquares([.. x.Select(column => column[..before])], y[..before]);
        var later = new LeastSquares([.. x.Select(column => column[after..])], y[after..]);
        var (df1, df2) = (earlier.Rows - earlier.Count, later.Rows - later.Count);
        var (early, late) = (earlier.SquaredResiduals(earlier.Count) / df1, later.SquaredResiduals(later.Count) / df2);
        if (early == 0 || late == 0)
            throw new ArgumentException("The regression leaves no residuals in a part: there is no variance to compare.", nameof(y));
        var f = late / early;
        var greater = Distributions.FUpper(f, df2, df1);
        var less = Distributions.FUpper(1 / f, df1, df2);
        var p = change switch
        {
            VarianceChange.Increasing => greater,
            VarianceChange.Decreasing => less,
            _ => 2 * Math.Min(greater, less),
        };
        return new GoldfeldQuandtTest(f, p, change, df1, df2);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString()
    {
        var verdict = PValue < 0.05 ? "the variance changes" : "an even variance cannot be rejected";
        return FormattableString.Invariant($"Goldfeld–Quandt: F({LaterDegrees}, {EarlierDegrees}) = {Statistic:F4}, p = {PValue:G3} ({Change.ToString().ToLowerInvariant()}): {verdict}");
    }
}
