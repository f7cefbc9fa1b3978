using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Autocorrelation function: r(k) = Σ(x(t) - x̄)(x(t+k) - x̄) / Σ(x(t) - x̄)², k = 0 … lags, with Bartlett's confidence band.
/// </summary>
/// <remarks>
/// Convention: statsmodels <c>acf(x, nlags, alpha)</c>. The variance of r(k) is (1 + 2·Σ r(j)², j &lt; k)/n.
/// Reference: G. Box, G. Jenkins, <i>Time Series Analysis</i>, 2.1.
/// </remarks>
/// <param name="Values">r(0) = 1, r(1), …</param>
/// <param name="Lower">The lower ends of the confidence intervals.</param>
/// <param name="Upper">The upper ends.</param>
/// <param name="Count">The number of observations.</param>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed record Acf(ImmutableArray<double> Values, ImmutableArray<double> Lower, ImmutableArray<double> Upper, int Count) : IDisplaysAs<Figure>
{
    /// <summary>Computes the function.</summary>
    /// <param name="values">The series, without gaps.</param>
    /// <param name="lags">The greatest lag; by default 10·log₁₀ n.</param>
    /// <param name="alpha">One minus the level of the intervals.</param>
    /// <exception cref="ArgumentException">The series is too short, has missing values, or is constant.</exception>
    public static Acf Of(ReadOnlySpan<double> values, int? lags = null, double alpha = 0.05)
    {
        Require.Varied(values, least: 2);
        var n = values.Length;
        var last = lags ?? Math.Min((int)(10 * Math.Log10(n)), n - 1);
        if (last < 0 || last >= n)
            throw new ArgumentOutOfRangeException(nameof(lags), lags, $"{n} values have lags from 0 to {n - 1}.");
        var r = Covariances(values, last, adjusted: false);
        var variance = r[0];
        for (var k = 0; k <= last; k++)
            r[k] /= variance;

        var z = Distributions.NormalQuantile(1 - alpha / 2);
        var lower = (double[])r.Clone();
        var upper = (double[])r.Clone();
        var squares = 0.0;
        for (var k = 1; k <= last; k++)
        {
            var half = z * Math.Sqrt((1 + 2 * squares) / n);
            lower[k] -= half;
            upper[k] += half;
            squares += r[k] * r[k];
        }
        return new Acf([.. r], [.. lower], [.. upper], n);
    }

    /// <summary>The autocovariances of lags 0 … last; adjusted ones divide by the number of products, others by n.</summary>
    internal static double[] Covariances(ReadOnlySpan<double> values, int last, bool adjusted)
    {
        var centred = Centred(values);
        var covariances = new double[last + 1];
        for (var k = 0; k <= last; k++)
        {
            var sum = 0.0;
            for (var t = k; t < centred.Length; t++)
                sum += centred[t] * centred[t - k];
            covariances[k] = sum / (adjusted ? centred.Length - k : centred.Length);
        }
        return covariances;
    }

    /// <summary>The values less their mean.</summary>
    internal static double[] Centred(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value - values[0];
        var mean = values[0] + sum / values.Length;
        var centred = values.ToArray();
        foreach (ref var value in centred.AsSpan())
            value -= mean;
        return centred;
    }

    /// <summary>A bar a lag, in the band that white noise would keep to.</summary>
    public Figure ToDisplay()
    {
        int[] lags = [.. Enumerable.Range(1, Values.Length - 1)];
        double[] half = [.. lags.Select(k => Values[k] - Lower[k])];
        return new Figure($"Autocorrelation of {Count} values")
            .Band(lags, [.. half.Select(h => -h)], half, "band of white noise", Tone.Muted)
            .Bars(lags, Values[1..], "r(k)", Tone.Blue)
            .XTitle("lag (days)");
    }

    /// <summary>One line: the first lags, and how many lie outside of the band around zero.</summary>
    public override string ToString() => Describe("ACF", "r", Values, Lower, Count);

    internal static string Describe(string name, string symbol, ImmutableArray<double> values, ImmutableArray<double> lower, int count)
    {
        var first = string.Join(", ", Enumerable.Range(1, Math.Min(5, values.Length - 1)).Select(k => FormattableString.Invariant($"{symbol}{k} = {values[k]:F3}")));
        var outside = Enumerable.Range(1, values.Length - 1).Count(k => Math.Abs(values[k]) > values[k] - lower[k]);
        return $"{name} of {count} values: {first}; {outside} of {values.Length - 1} lags differ from 0";
    }
}
