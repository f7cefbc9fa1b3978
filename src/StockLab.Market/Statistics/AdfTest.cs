using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Augmented Dickey–Fuller test. Null hypothesis: the series has a unit root (a random walk); a small p-value speaks for stationarity.
/// The statistic is the t-value of γ in Δx(t) = trend + γ·x(t-1) + Σ δ(i)·Δx(t-i) + e(t).
/// </summary>
/// <remarks>
/// Convention: statsmodels <c>adfuller(x, maxlag, regression, autolag="AIC")</c>: the number of lags is that with the least AIC over the common sample, up to
/// ⌈12·(n/100)^¼⌉.
/// p-values: J. MacKinnon, <i>Approximate Asymptotic Distribution Functions for Unit-Root and Cointegration Tests</i>, 1994; critical values: J. MacKinnon,
/// <i>Critical Values for Cointegration Tests</i>, Queen's University working paper 1227, 2010.
/// </remarks>
/// <param name="Statistic">The t-value of γ.</param>
/// <param name="PValue">MacKinnon's approximate p-value.</param>
/// <param name="Lags">The number of lagged differences used.</param>
/// <param name="Count">The number of rows in the regression.</param>
/// <param name="Critical1">The critical value at 1 %.</param>
/// <param name="Critical5">The critical value at 5 %.</param>
/// <param name="Critical10">The critical value at 10 %.</param>
/// <param name="Aic">The least AIC of the search; null where the lags were given.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record AdfTest(double Statistic, double PValue, int Lags, int Count, double Critical1, double Critical5, double Critical10, double? Aic)
{
    // Of MacKinnon's tables the rows for one series, by Trend: above `Most` p = 1, below `Least` p = 0, up to `Star` the small-p polynomial.
    private static readonly double[] Most = [double.PositiveInfinity, 2.74, 0.7, 0.54];
    private static readonly double[] Least = [-19.04, -18.83, -16.18, -17.17];
    private static readonly double[] Star = [-1.04, -1.61, -2.89, -3.21];
    private static readonly double[][] SmallP = [[0.6344, 1.2378, 0.032496], [2.1659, 1.4412, 0.038269], [3.2512, 1.6047, 0.049588], [4.0003, 1.658, 0.048288]];
    private static readonly double[][] LargeP =
    [
        [0.4797, 0.93557, -0.06999, 0.033066], [1.7339, 0.93202, -0.12745, -0.010368],
        [2.5261, 0.61654, -0.37956, -0.060285], [3.0778, 0.49529, -0.41477, -0.059359],
    ];

    // For 1, 5 and 10 %: the polynomial in 1/n.
    private static readonly double[][][] Critical =
    [
        [[-2.56574, -2.2358, -3.627, 0], [-1.94100, -0.2686, -3.365, 31.223], [-1.61682, 0.2656, -2.714, 25.364]],
        [[-3.43035, -6.5393, -16.786, -79.433], [-2.86154, -2.8903, -4.234, -40.040], [-2.56677, -1.5384, -2.809, 0]],
        [[-3.95877, -9.0531, -28.428, -134.155], [-3.41049, -4.3904, -9.036, -45.374], [-3.12705, -2.5856, -3.925, -22.380]],
        [[-4.37113, -11.5882, -35.819, -334.047], [-3.83239, -5.9057, -12.490, -118.284], [-3.55326, -3.6596, -5.293, -63.559]],
    ];

    /// <summary>Tests a series.</summary>
    /// <param name="values">The series, without gaps.</param>
    /// <param name="trend">What the series may move around.</param>
    /// <param name="maxLags">The greatest number of lags tried; by default ⌈12·(n/100)^¼⌉.</param>
    /// <param name="search">False takes exactly <paramref name="maxLags"/>.</param>
    /// <exception cref="ArgumentException">The series is too short for the lags, has missing values, or is constant.</exception>
    public static AdfTest Of(ReadOnlySpan<double> values, Trend trend = Trend.Constant, int? maxLags = null, bool search = true)
    {
        Require.Varied(values, least: 6);
        var n = values.Length;
        var room = n / 2 - (int)trend - 1;
        var most = maxLags ?? Math.Min(room, (int)Math.Ceiling(12 * Math.Pow(n / 100.0, 0.25)));
        if (most < 0 || most > room)
            throw new ArgumentOutOfRangeException(nameof(maxLags), maxLags, $"{n} values have room for 0 to {room} lags.");

        var lags = most;
        double? best = null;
        if (search)
        {
            var all = Regression(values, trend, most);
            for (var k = 0; k <= most; k++)
            {
                var aic = AkaikeOf(all, (int)trend + 1 + k);
                if (best is null || aic < best)
                    (best, lags) = (aic, k);
            }
        }
        var regression = Regression(values, trend, lags);
        var level = (int)trend;   // the level's column follows the trend's
        var statistic = regression.Coefficients()[level] / regression.StandardError(level);
        var critical = Array.ConvertAll(Critical[(int)trend], c => Polynomial(c, 1.0 / regression.Rows));
        return new AdfTest(statistic, PValueOf(statistic, (int)trend), lags, regression.Rows, critical[0], critical[1], critical[2], best);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString()
    {
        var verdict = PValue < 0.05 ? "no unit root, the series is stationary" : "a unit root cannot be rejected";
        return FormattableString.Invariant($"ADF: statistic {Statistic:F4}, p = {PValue:G3}, {Lags} lags, {Count} rows ")
            + FormattableString.Invariant($"(critical: 1 % {Critical1:F3}, 5 % {Critical5:F3}, 10 % {Critical10:F3}): {verdict}");
    }

    // Columns: the trend's, the level, the lagged differences: nested, so one factorisation serves every number of lags.
    private static LeastSquares Regression(ReadOnlySpan<double> values, Trend trend, int lags)
    {
        var rows = values.Length - 1 - lags;
        var differences = new double[values.Length - 1];
        for (var t = 0; t < differences.Length; t++)
            differences[t] = values[t + 1] - values[t];

        var x = new List<double[]>();
        for (var power = 0; power < (int)trend; power++)
            x.Add([.. Enumerable.Range(1, rows).Select(t => Math.Pow(t, power))]);
        x.Add(values.Slice(lags, rows).ToArray());
        for (var lag = 1; lag <= lags; lag++)
            x.Add(differences.AsSpan(lags - lag, rows).ToArray());
        return new LeastSquares(x, differences.AsSpan(lags));
    }

    private static double AkaikeOf(LeastSquares regression, int columns)
    {
        var n = regression.Rows;
        var logLikelihood = -n / 2.0 * (Math.Log(2 * Math.PI) + Math.Log(regression.SquaredResiduals(columns) / n) + 1);
        return -2 * logLikelihood + 2 * columns;
    }

    private static double PValueOf(double statistic, int trend) =>
        statistic > Most[trend] ? 1
        : statistic < Least[trend] ? 0
        : Distributions.NormalLower(Polynomial(statistic <= Star[trend] ? SmallP[trend] : LargeP[trend], statistic));

    private static double Polynomial(double[] coefficients, double x) => coefficients.Reverse().Aggregate(0.0, (sum, c) => sum * x + c);
}
