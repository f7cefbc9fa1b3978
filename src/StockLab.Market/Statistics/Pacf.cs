using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>How <see cref="Pacf"/> estimates.</summary>
public enum PacfMethod
{
    /// <summary>Yule–Walker on autocovariances divided by the number of their products: statsmodels' default, <c>ywadjusted</c>.</summary>
    YuleWalkerAdjusted,

    /// <summary>Yule–Walker on autocovariances divided by n (statsmodels <c>ywm</c>): always within [-1, 1].</summary>
    YuleWalker,

    /// <summary>Regression of x(t) on a constant and x(t-1) … x(t-k) (statsmodels <c>ols</c>).</summary>
    LeastSquares,
}

/// <summary>
/// Partial autocorrelation function: φ(k,k), the correlation of x(t) and x(t-k) that the values between them do not explain.
/// </summary>
/// <remarks>
/// Convention: statsmodels <c>pacf(x, nlags, method, alpha)</c>; the interval is ±z/√n. The Yule–Walker equations of every order are solved by the recursion
/// of Levinson and Durbin.
/// Reference: J. Durbin, <i>The Fitting of Time-Series Models</i>, 1960.
/// </remarks>
/// <param name="Values">1, φ(1,1), φ(2,2), …</param>
/// <param name="Lower">The lower ends of the confidence intervals.</param>
/// <param name="Upper">The upper ends.</param>
/// <param name="Count">The number of observations.</param>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed record Pacf(ImmutableArray<double> Values, ImmutableArray<double> Lower, ImmutableArray<double> Upper, int Count) : IDisplaysAs<Figure>
{
    /// <summary>Computes the function.</summary>
    /// <param name="values">The series, without gaps.</param>
    /// <param name="lags">The greatest lag, less than half of the series; by default 10·log₁₀ n.</param>
    /// <param name="method">How to estimate.</param>
    /// <param name="alpha">One minus the level of the intervals.</param>
    /// <exception cref="ArgumentException">The series is too short, has missing values, or is constant.</exception>
    public static Pacf Of(ReadOnlySpan<double> values, int? lags = null, PacfMethod method = PacfMethod.YuleWalkerAdjusted, double alpha = 0.05)
    {
        Require.Varied(values, least: 4);
        var n = values.Length;
        var last = lags ?? Math.Min((int)(10 * Math.Log10(n)), n / 2 - 1);
        if (last < 0 || last >= n / 2)
            throw new ArgumentOutOfRangeException(nameof(lags), lags, $"{n} values have partial autocorrelations of lags 0 to {n / 2 - 1}.");
        var partial = method == PacfMethod.LeastSquares
            ? Regressions(values, last)
            : Durbin(Acf.Covariances(values, last, adjusted: method == PacfMethod.YuleWalkerAdjusted));
        var half = Distributions.NormalQuantile(1 - alpha / 2) / Math.Sqrt(n);
        return new Pacf([.. partial], [.. partial.Select((p, k) => k == 0 ? p : p - half)], [.. partial.Select((p, k) => k == 0 ? p : p + half)], n);
    }

    /// <summary>A bar a lag, in the band that white noise would keep to.</summary>
    public Figure ToDisplay()
    {
        int[] lags = [.. Enumerable.Range(1, Values.Length - 1)];
        double[] half = [.. lags.Select(k => Values[k] - Lower[k])];
        return new Figure($"Partial autocorrelation of {Count} values")
            .Band(lags, [.. half.Select(h => -h)], half, "band of white noise", Tone.Muted)
            .Bars(lags, Values[1..], "φ(k,k)", Tone.Blue)
            .XTitle("lag (days)");
    }

    /// <summary>One line: the first lags, and how many lie outside of the band around zero.</summary>
    public override string ToString() => Acf.Describe("PACF", "φ", Values, Lower, Count);

    private static double[] Durbin(double[] covariance)
    {
        var last = covariance.Length - 1;
        var partial = new double[last + 1];
        partial[0] = 1;
        var phi = new double[last + 1];        // φ(k, j) of the order k reached so far
        var previous = new double[last + 1];
        var variance = covariance[0];
        for (var k = 1; k <= last; k++)
        {
            var sum = covariance[k];
            for (var j = 1; j < k; j++)
                sum -= phi[j] * covariance[k - j];
            partial[k] = sum / variance;
            phi.CopyTo(previous, 0);
            for (var j = 1; j < k; j++)
                phi[j] = previous[j] - partial[k] * previous[k - j];
            phi[k] = partial[k];
            variance *= 1 - partial[k] * partial[k];
        }
        return partial;
    }

    private static double[] Regressions(ReadOnlySpan<double> values, int last)
    {
        var partial = new double[last + 1];
        partial[0] = 1;
        for (var k = 1; k <= last; k++)
        {
            var rows = values.Length - k;
            var x = new double[k + 1][];
            x[0] = new double[rows];
            Array.Fill(x[0], 1);
            for (var lag = 1; lag <= k; lag++)
                x[lag] = values.Slice(k - lag, rows).ToArray();
            partial[k] = new LeastSquares(x, values[k..]).Coefficients()[k];
        }
        return partial;
    }
}
