using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Test of Diebold and Mariano with the correction of Harvey, Leybourne and Newbold. Null hypothesis: two forecasts of the same days are equally accurate. The
/// statistic is
/// the mean difference of their losses over its standard error; negative means that the first forecast is the better one.
/// </summary>
/// <remarks>
/// Loss |error|^power. The variance of the mean sums the autocovariances of the differences up to lag h-1, as errors of h steps ahead overlap; the correction
/// multiplies by
/// √((n + 1 - 2h + h(h-1)/n)/n) and takes Student's t with n-1 degrees of freedom. Where the sum is not positive it falls back to h = 1, as R's
/// <c>forecast::dm.test</c>.
/// References: F. Diebold, R. Mariano, <i>Comparing Predictive Accuracy</i>, 1995; D. Harvey, S. Leybourne, P. Newbold, <i>Testing the Equality of Prediction
/// Mean Squared Errors</i>, 1997.
/// </remarks>
/// <param name="Statistic">The corrected statistic.</param>
/// <param name="PValue">The p-value for either being better.</param>
/// <param name="MeanDifference">The first forecast's mean loss less the second's.</param>
/// <param name="Horizon">The h used.</param>
/// <param name="Count">The number of days.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record DieboldMarianoTest(double Statistic, double PValue, double MeanDifference, int Horizon, int Count)
{
    /// <summary>Compares the errors of two forecasts.</summary>
    /// <param name="errors">The errors of the first forecast, one a day.</param>
    /// <param name="otherErrors">The errors of the second forecast for the same days.</param>
    /// <param name="horizon">h: how many steps ahead was forecast.</param>
    /// <param name="power">The loss: 2 compares squared errors, 1 absolute ones.</param>
    /// <exception cref="ArgumentException">The errors differ in number, have missing values, or the losses always differ by the same amount.</exception>
    public static DieboldMarianoTest Of(ReadOnlySpan<double> errors, ReadOnlySpan<double> otherErrors, int horizon = 1, double power = 2)
    {
        Require.Complete(errors, least: 3);
        Require.Complete(otherErrors, least: 3);
        Require.SameRows(errors.Length, otherErrors.Length);
        var n = errors.Length;
        if (horizon < 1 || horizon >= n)
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, $"{n} days can judge horizons from 1 to {n - 1}.");

        var differences = new double[n];
        for (var t = 0; t < n; t++)
            differences[t] = Math.Pow(Math.Abs(errors[t]), power) - Math.Pow(Math.Abs(otherErrors[t]), power);
        Require.Varied(differences, least: 3, "the difference of the losses");
        var mean = differences.Average();
        var covariances = Acf.Covariances(differences, horizon - 1, adjusted: false);
        var variance = 2 * covariances.Sum() - covariances[0];
        var h = horizon;
        if (variance <= 0)
            (h, variance) = (1, covariances[0]);
        var correction = Math.Sqrt((n + 1 - 2.0 * h + h * (h - 1.0) / n) / n);
        var statistic = mean / Math.Sqrt(variance / n) * correction;
        return new DieboldMarianoTest(statistic, Distributions.StudentBoth(statistic, n - 1), mean, h, n);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString()
    {
        var verdict = PValue >= 0.05 ? "no difference in accuracy found" : Statistic < 0 ? "the first forecast is better" : "the second forecast is better";
        return FormattableString.Invariant($"Diebold–Mariano (HLN): {Statistic:F4}, p = {PValue:G3}, h = {Horizon}, {Count} days: {verdict}");
    }
}
