using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Test of Shapiro and Wilk. Null hypothesis: the values are normally distributed. W = (Σ a(i)·x(i))² / Σ(x - x̄)² over the sorted values compares their
/// spread with that of normal order statistics: 1 is a perfect fit.
/// </summary>
/// <remarks>
/// Algorithm: P. Royston, <i>Remark AS R94: A Remark on Algorithm AS 181: The W-test for Normality</i>, Applied Statistics 44, 1995, for 3 to 5000 values, in
/// double precision;
/// scipy's <c>shapiro</c> is the same algorithm (before 1.11 in single precision, so equal to about six digits).
/// </remarks>
/// <param name="Statistic">W.</param>
/// <param name="PValue">The p-value.</param>
/// <param name="Count">The number of observations.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record ShapiroWilkTest(double Statistic, double PValue, int Count)
{
    /// <summary>The greatest number of values that the approximation of the p-value was made for.</summary>
    public const int MostValues = 5000;

    // Royston's polynomials, from the constant upwards.
    private static readonly double[] Last = [0, 0.221157, -0.147981, -2.071190, 4.434685, -2.706056];
    private static readonly double[] SecondLast = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
    private static readonly double[] SmallMean = [0.5440, -0.39978, 0.025054, -6.714e-4];
    private static readonly double[] SmallDeviation = [1.3822, -0.77857, 0.062767, -0.0020322];
    private static readonly double[] LargeMean = [-1.5861, -0.31082, -0.083751, 0.0038915];
    private static readonly double[] LargeDeviation = [-0.4803, -0.082676, 0.0030302];
    private static readonly double[] Gamma = [-2.273, 0.459];

    /// <summary>Tests values, in any order.</summary>
    /// <exception cref="ArgumentException">There are fewer than 3 or more than <see cref="MostValues"/>, or missing ones, or they are all the same.</exception>
    public static ShapiroWilkTest Of(ReadOnlySpan<double> values)
    {
        Require.Varied(values, least: 3);
        if (values.Length > MostValues)
        {
            throw new ArgumentException(
                $"{nameof(values)} has {values.Length} values; the test is made for up to {MostValues}: take a sample, or the Jarque–Bera test.", nameof(values));
        }
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var n = sorted.Length;
        var a = Weights(n);
        var mean = sorted.Average();
        var (product, squares) = (0.0, 0.0);
        for (var i = 0; i < n / 2; i++)
            product += a[i] * (sorted[n - 1 - i] - sorted[i]);   // the weights are antisymmetric
        foreach (var value in sorted)
            squares += (value - mean) * (value - mean);
        var w = Math.Min(1, product * product / squares);
        return new ShapiroWilkTest(w, PValueOf(w, n), n);
    }

    /// <summary>One line with the verdict at 5 %.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"Shapiro–Wilk: W = {Statistic:F5}, p = {PValue:G3}, {Count} values: {(PValue < 0.05 ? "not normal" : "normality cannot be rejected")}");

    // The weights of the greatest, the second greatest, … value: normal scores, the outermost corrected.
    private static double[] Weights(int n)
    {
        if (n == 3)
            return [Math.Sqrt(0.5)];
        var scores = new double[n / 2];
        var squares = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = -Distributions.NormalQuantile((i + 1 - 0.375) / (n + 0.25));
            squares += 2 * scores[i] * scores[i];
        }
        var root = 1 / Math.Sqrt(n);
        var length = Math.Sqrt(squares);
        var corrected = n > 5 ? 2 : 1;
        var a = new double[n / 2];
        a[0] = Polynomial(Last, root) + scores[0] / length;
        if (corrected == 2)
            a[1] = Polynomial(SecondLast, root) + scores[1] / length;
        var (left, right) = (squares, 1.0);
        for (var i = 0; i < corrected; i++)
        {
            left -= 2 * scores[i] * scores[i];
            right -= 2 * a[i] * a[i];
        }
        var scale = Math.Sqrt(left / right);
        for (var i = corrected; i < a.Length; i++)
            a[i] = scores[i] / scale;
        return a;
    }

    private static double PValueOf(double w, int n)
    {
        if (n == 3)
            return Math.Max(0, 6 / Math.PI * (Math.Asin(Math.Sqrt(w)) - Math.Asin(Math.Sqrt(0.75))));
        var y = Math.Log(1 - w);
        double mean, deviation;
        if (n <= 11)
        {
            var gamma = Polynomial(Gamma, n);
            if (y >= gamma)
                return 1e-19;   // as AS R94 has it: less than any p that the approximation can tell
            y = -Math.Log(gamma - y);
            mean = Polynomial(SmallMean, n);
            deviation = Math.Exp(Polynomial(SmallDeviation, n));
        }
        else
        {
            var log = Math.Log(n);
            mean = Polynomial(LargeMean, log);
            deviation = Math.Exp(Polynomial(LargeDeviation, log));
        }
        return Distributions.NormalUpper((y - mean) / deviation);
    }

    private static double Polynomial(double[] coefficients, double x) => coefficients.Reverse().Aggregate(0.0, (sum, c) => sum * x + c);
}
