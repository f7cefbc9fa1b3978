using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Test of Ljung and Box. Null hypothesis: the first m autocorrelations are all zero (white noise); a small p-value says that the series still holds something
/// to predict.
/// Q(m) = n(n+2)·Σ r(k)²/(n-k), k = 1 … m, is chi-squared with m less the number of fitted parameters as degrees of freedom.
/// </summary>
/// <remarks>
/// Convention: statsmodels <c>acorr_ljungbox(x, lags, model_df)</c>.
/// Reference: G. Ljung, G. Box, <i>On a Measure of Lack of Fit in Time Series Models</i>, 1978.
/// </remarks>
/// <param name="Statistics">Q(1), Q(2), … Q(m).</param>
/// <param name="PValues">Their p-values; NaN up to the number of fitted parameters.</param>
/// <param name="Count">The number of observations.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record LjungBoxTest(ImmutableArray<double> Statistics, ImmutableArray<double> PValues, int Count)
{
    /// <summary>Q of the greatest lag.</summary>
    public double Statistic => Statistics[^1];

    /// <summary>The p-value of the greatest lag.</summary>
    public double PValue => PValues[^1];

    /// <summary>Tests a series, usually residuals.</summary>
    /// <param name="values">The series, without gaps.</param>
    /// <param name="lags">The greatest lag; by default 10, or a fifth of a short series.</param>
    /// <param name="fittedParameters">How many parameters of the model behind the residuals take degrees of freedom away.</param>
    /// <exception cref="ArgumentException">The series is too short, has missing values, or is constant.</exception>
    public static LjungBoxTest Of(ReadOnlySpan<double> values, int? lags = null, int fittedParameters = 0)
    {
        Require.Varied(values, least: 5);
        ArgumentOutOfRangeException.ThrowIfNegative(fittedParameters);
        var n = values.Length;
        var last = lags ?? Math.Min(n / 5, 10);
        if (last < 1 || last >= n)
            throw new ArgumentOutOfRangeException(nameof(lags), lags, $"{n} values have lags from 1 to {n - 1}.");
        var r = Acf.Of(values, last).Values;
        var statistics = new double[last];
        var pValues = new double[last];
        var sum = 0.0;
        for (var k = 1; k <= last; k++)
        {
            sum += r[k] * r[k] / (n - k);
            statistics[k - 1] = n * (n + 2.0) * sum;
            pValues[k - 1] = k > fittedParameters ? Distributions.ChiSquaredUpper(statistics[k - 1], k - fittedParameters) : double.NaN;
        }
        return new LjungBoxTest([.. statistics], [.. pValues], n);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString()
    {
        var verdict = PValue < 0.05 ? "autocorrelated" : "no autocorrelation found";
        return FormattableString.Invariant($"Ljung–Box: Q({Statistics.Length}) = {Statistic:F4}, p = {PValue:G3}, {Count} values: {verdict}");
    }
}
