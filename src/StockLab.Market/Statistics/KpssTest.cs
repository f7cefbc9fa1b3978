using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Test of Kwiatkowski, Phillips, Schmidt and Shin. Null hypothesis: the series is stationary around a constant or a straight line; a small p-value speaks
/// against it.
/// The statistic is Σ S(t)² / (n²·s²), S the running sum of the residuals and s² their long-run variance with Bartlett's weights.
/// </summary>
/// <remarks>
/// Convention: statsmodels <c>kpss(x, regression, nlags="auto")</c>, whose number of lags is that of Hobijn, Franses and Ooms (1998). The p-value is
/// interpolated in the
/// paper's table, which ends at 0.01 and 0.10: beyond it <see cref="PValueIsBound"/> says that the true one is smaller or greater.
/// Reference: D. Kwiatkowski et al., <i>Testing the Null Hypothesis of Stationarity against the Alternative of a Unit Root</i>, 1992.
/// </remarks>
/// <param name="Statistic">The statistic.</param>
/// <param name="PValue">The p-value, from 0.01 to 0.10.</param>
/// <param name="PValueIsBound">Whether the p-value is one of the ends of the table.</param>
/// <param name="Lags">The number of lags in the long-run variance.</param>
/// <param name="Count">The number of observations.</param>
/// <param name="Critical1">The critical value at 1 %.</param>
/// <param name="Critical5">The critical value at 5 %.</param>
/// <param name="Critical10">The critical value at 10 %.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record KpssTest(double Statistic, double PValue, bool PValueIsBound, int Lags, int Count, double Critical1, double Critical5, double Critical10)
{
    private static readonly double[] Levels = [0.10, 0.05, 0.025, 0.01];

    /// <summary>Tests a series.</summary>
    /// <param name="values">The series, without gaps.</param>
    /// <param name="trend">What it may move around: <see cref="Trend.Constant"/> or <see cref="Trend.Linear"/>.</param>
    /// <param name="lags">The lags in the long-run variance; by default chosen from the data.</param>
    /// <exception cref="ArgumentException">The series is too short, has missing values, or is constant; or the trend is another.</exception>
    public static KpssTest Of(ReadOnlySpan<double> values, Trend trend = Trend.Constant, int? lags = null)
    {
        Require.Varied(values, least: 4);
        if (trend is not (Trend.Constant or Trend.Linear))
            throw new ArgumentOutOfRangeException(nameof(trend), trend, "KPSS knows Constant and Linear.");
        var n = values.Length;
        if (lags < 0 || lags >= n)
            throw new ArgumentOutOfRangeException(nameof(lags), lags, $"{n} values have lags from 0 to {n - 1}.");

        var residuals = trend == Trend.Constant ? Acf.Centred(values) : WithoutLine(values);
        var used = lags ?? Math.Min(AutomaticLags(residuals), n - 1);
        var sum = 0.0;
        var squares = 0.0;
        foreach (var residual in residuals)
        {
            sum += residual;
            squares += sum * sum;
        }
        var variance = Product(residuals, 0);
        for (var lag = 1; lag <= used; lag++)
            variance += 2 * (1 - lag / (used + 1.0)) * Product(residuals, lag);
        var statistic = squares / n / variance;

        double[] critical = trend == Trend.Constant ? [0.347, 0.463, 0.574, 0.739] : [0.119, 0.146, 0.176, 0.216];
        var isBound = statistic <= critical[0] || statistic >= critical[^1];
        return new KpssTest(statistic, Interpolate(statistic, critical), isBound, used, n, critical[3], critical[1], critical[0]);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString()
    {
        var relation = !PValueIsBound ? "=" : PValue <= 0.01 ? "<" : ">";
        var verdict = PValue < 0.05 ? "not stationary" : "stationarity cannot be rejected";
        return FormattableString.Invariant($"KPSS: statistic {Statistic:F4}, p {relation} {PValue:G3}, {Lags} lags, {Count} values ")
            + FormattableString.Invariant($"(critical: 1 % {Critical1:F3}, 5 % {Critical5:F3}, 10 % {Critical10:F3}): {verdict}");
    }

    private static int AutomaticLags(double[] residuals)
    {
        double n = residuals.Length;
        var s0 = Product(residuals, 0) / n;
        var s1 = 0.0;
        for (var lag = 1; lag <= (int)Math.Pow(n, 2.0 / 9); lag++)
        {
            var covariance = Product(residuals, lag) / (n / 2);
            s0 += covariance;
            s1 += lag * covariance;
        }
        var ratio = s1 / s0;
        return (int)(1.1447 * Math.Pow(ratio * ratio, 1.0 / 3) * Math.Pow(n, 1.0 / 3));
    }

    private static double Product(double[] residuals, int lag)
    {
        var sum = 0.0;
        for (var t = lag; t < residuals.Length; t++)
            sum += residuals[t] * residuals[t - lag];
        return sum;
    }

    private static double[] WithoutLine(ReadOnlySpan<double> values)
    {
        // About the middle the line and the constant are orthogonal, and each coefficient is one quotient.
        var residuals = Acf.Centred(values);
        var middle = (residuals.Length - 1) / 2.0;
        var (product, squares) = (0.0, 0.0);
        for (var t = 0; t < residuals.Length; t++)
        {
            product += (t - middle) * residuals[t];
            squares += (t - middle) * (t - middle);
        }
        for (var t = 0; t < residuals.Length; t++)
            residuals[t] -= product / squares * (t - middle);
        return residuals;
    }

    private static double Interpolate(double statistic, double[] critical)
    {
        if (statistic <= critical[0])
            return Levels[0];
        for (var i = 1; i < critical.Length; i++)
        {
            if (statistic <= critical[i])
                return Levels[i - 1] + (Levels[i] - Levels[i - 1]) * (statistic - critical[i - 1]) / (critical[i] - critical[i - 1]);
        }
        return Levels[^1];
    }
}
