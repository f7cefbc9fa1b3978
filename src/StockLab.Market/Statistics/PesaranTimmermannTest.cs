using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Test of Pesaran and Timmermann. Null hypothesis: the forecast's direction and the actual one are independent, so hits are luck. It compares the share of
/// hits with that of a
/// forecaster who says "up" as often, at random; a small p-value speaks for skill in the direction.
/// </summary>
/// <remarks>
/// With p the share of days that rose, q the share forecast to rise, and P* = p·q + (1-p)(1-q): S = (hits - P*)/√(V(hits) - V(P*)) is standard normal;
/// one-sided. A change of exactly
/// zero counts as "not up". NaN where one of the two never changes its direction: then every outcome is luck.
/// Reference: M. H. Pesaran, A. Timmermann, <i>A Simple Nonparametric Test of Predictive Performance</i>, Journal of Business &amp; Economic Statistics 10,
/// 1992.
/// </remarks>
/// <param name="Statistic">S.</param>
/// <param name="PValue">P(Z > S).</param>
/// <param name="Hits">The share of days whose direction was forecast.</param>
/// <param name="Expected">P*: the share that luck would hit.</param>
/// <param name="Count">The number of days.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record PesaranTimmermannTest(double Statistic, double PValue, double Hits, double Expected, int Count)
{
    /// <summary>Tests forecasts of changes: above zero is up.</summary>
    /// <param name="actual">The actual changes, one a day.</param>
    /// <param name="forecast">The forecast changes of the same days.</param>
    /// <exception cref="ArgumentException">They differ in number, or have missing values.</exception>
    public static PesaranTimmermannTest Of(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Require.Complete(actual, least: 2);
        Require.Complete(forecast, least: 2);
        Require.SameRows(actual.Length, forecast.Length);
        var n = actual.Length;
        var (ups, saidUp, right) = (0.0, 0.0, 0.0);
        for (var t = 0; t < n; t++)
        {
            ups += actual[t] > 0 ? 1 : 0;
            saidUp += forecast[t] > 0 ? 1 : 0;
            right += actual[t] > 0 == forecast[t] > 0 ? 1 : 0;
        }
        var (p, q, hits) = (ups / n, saidUp / n, right / n);
        var expected = p * q + (1 - p) * (1 - q);
        var ofHits = expected * (1 - expected) / n;
        var ofExpected = (Square(2 * p - 1) * q * (1 - q) + Square(2 * q - 1) * p * (1 - p) + 4 * p * q * (1 - p) * (1 - q) / n) / n;
        var moves = ups > 0 && ups < n && saidUp > 0 && saidUp < n;
        var statistic = moves ? (hits - expected) / Math.Sqrt(ofHits - ofExpected) : double.NaN;
        return new PesaranTimmermannTest(statistic, double.IsNaN(statistic) ? double.NaN : Distributions.NormalUpper(statistic), hits, expected, n);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString()
    {
        var verdict = PValue < 0.05 ? "the direction is forecast better than by luck" : "no skill in the direction found";
        return FormattableString.Invariant($"Pesaran–Timmermann: {Statistic:F4}, p = {PValue:G3}, {100 * Hits:F1} % hits where luck gives {100 * Expected:F1} %, {Count} days: {verdict}");
    }

    private static double Square(double x) => x * x;
}
