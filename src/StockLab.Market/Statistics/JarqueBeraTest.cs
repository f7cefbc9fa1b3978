using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Test of Jarque and Bera. Null hypothesis: the values are normally distributed. JB = n/6·(S² + (K-3)²/4) of the skewness S and the kurtosis K is chi-squared
/// with 2 degrees of freedom.
/// </summary>
/// <remarks>
/// Convention: statsmodels <c>jarque_bera</c>; moments are divided by n. Good for large samples; small ones are for <see cref="ShapiroWilkTest"/>.
/// Reference: C. Jarque, A. Bera, <i>Efficient Tests for Normality, Homoscedasticity and Serial Independence of Regression Residuals</i>, 1980.
/// </remarks>
/// <param name="Statistic">JB.</param>
/// <param name="PValue">The p-value.</param>
/// <param name="Skewness">S: 0 for a normal distribution.</param>
/// <param name="Kurtosis">K: 3 for a normal distribution, more for heavy tails.</param>
/// <param name="Count">The number of observations.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record JarqueBeraTest(double Statistic, double PValue, double Skewness, double Kurtosis, int Count)
{
    /// <summary>Tests values.</summary>
    /// <exception cref="ArgumentException">There are fewer than two, or missing ones, or they are all the same.</exception>
    public static JarqueBeraTest Of(ReadOnlySpan<double> values)
    {
        Require.Varied(values, least: 2);
        double n = values.Length;
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var deviation in Acf.Centred(values))
        {
            var square = deviation * deviation;
            second += square;
            third += square * deviation;
            fourth += square * square;
        }
        var variance = second / n;
        var skewness = third / n / Math.Pow(variance, 1.5);
        var kurtosis = fourth / n / (variance * variance);
        var statistic = n / 6 * (skewness * skewness + (kurtosis - 3) * (kurtosis - 3) / 4);
        return new JarqueBeraTest(statistic, Distributions.ChiSquaredUpper(statistic, 2), skewness, kurtosis, values.Length);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString()
    {
        var verdict = PValue < 0.05 ? "not normal" : "normality cannot be rejected";
        return FormattableString.Invariant($"Jarque–Bera: {Statistic:F4}, p = {PValue:G3}, skewness {Skewness:F3}, kurtosis {Kurtosis:F3}, {Count} values: {verdict}");
    }
}
