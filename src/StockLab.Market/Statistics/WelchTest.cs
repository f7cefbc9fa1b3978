using StockLab.Display;

namespace StockLab.Market;

/// <summary>Welch's test of two samples that need not have one variance. Null hypothesis: their means are equal. The statistic is the difference of the means over its standard error.</summary>
/// <remarks>
/// Convention: scipy <c>ttest_ind(equal_var=False)</c>, both sides; the degrees of freedom are Welch's and Satterthwaite's. Where neither sample has any spread the statistic is infinite, or NaN (p = 1) where the means are equal too.
/// Reference: B. Welch, <i>The Generalization of "Student's" Problem when Several Different Population Variances are Involved</i>, 1947.
/// </remarks>
/// <param name="Statistic">t.</param>
/// <param name="PValue">The p-value for a difference in either direction.</param>
/// <param name="MeanDifference">The mean of the first less that of the second.</param>
/// <param name="Degrees">The degrees of freedom; NaN where there is no spread.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record WelchTest(double Statistic, double PValue, double MeanDifference, double Degrees)
{
    /// <summary>Compares two samples.</summary>
    /// <param name="first">For example the errors of one setting, a seed each.</param>
    /// <param name="second">The errors of another setting; not necessarily as many.</param>
    /// <exception cref="ArgumentException">A sample has missing values or fewer than 2.</exception>
    public static WelchTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Require.Complete(first, least: 2);
        Require.Complete(second, least: 2);
        // t does not depend on the unit; in units of the largest value nothing overflows and no spread vanishes.
        var unit = Math.Max(Largest(first), Largest(second));
        var (mean, error) = Moments(first, unit);
        var (otherMean, otherError) = Moments(second, unit);
        var difference = mean - otherMean;
        var statistic = difference / Math.Sqrt(error + otherError);
        var degrees = (error + otherError) * (error + otherError) / ((error * error / (first.Length - 1)) + (otherError * otherError / (second.Length - 1)));
        return new WelchTest(statistic, double.IsNaN(statistic) ? 1 : Distributions.StudentBoth(statistic, degrees), difference * unit, degrees);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"Welch: {Statistic:F4}, p = {PValue:G3}, mean difference {MeanDifference:G4}, {Degrees:F1} degrees of freedom: {(PValue < 0.05 ? "they differ" : "no difference found")}");

    // The mean, and the square of its standard error.
    private static (double Mean, double SquaredError) Moments(ReadOnlySpan<double> values, double unit)
    {
        var (mean, squares) = (0.0, 0.0);
        foreach (var value in values)
            mean += value / unit / values.Length;
        foreach (var value in values)
            squares += Math.Pow((value / unit) - mean, 2);
        return (mean, squares / (values.Length - 1) / values.Length);
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = double.Epsilon;
        foreach (var value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
