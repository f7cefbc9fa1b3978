using System.Globalization;

namespace StockLab.Market;

/// <summary>
/// Pearson's correlation: r = Σ(x - x̄)(y - ȳ) / √(Σ(x - x̄)²·Σ(y - ȳ)²), with the p-value of the null hypothesis that there is none. r² is the share of y's variance that a straight line in x explains.
/// </summary>
/// <remarks>
/// <para>Convention: scipy <c>pearsonr</c>; t = r·√((n-2)/(1-r²)) is Student's t with n - 2 degrees of freedom. Pairs with a missing value are left out, as in pandas <c>corr</c>.</para>
/// <para>The p-value takes the pairs for independent; overlapping windows are not, so that it is then too small.</para>
/// </remarks>
/// <param name="R">The correlation, from -1 to 1.</param>
/// <param name="PValue">How often noise alone would correlate at least as strongly.</param>
/// <param name="Count">The number of pairs.</param>
public readonly record struct Correlation(double R, double PValue, int Count)
{
    /// <summary>Correlates two columns.</summary>
    /// <param name="x">What comes first, for example an indicator.</param>
    /// <param name="y">What it might tell, one value a row of <paramref name="x"/>.</param>
    /// <param name="lead">How many rows later <paramref name="y"/> is read: 1 asks whether today's x tells tomorrow's y.</param>
    /// <exception cref="ArgumentException">The columns are not equally long, have fewer than 3 pairs in common, or one of them is constant.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lead is negative.</exception>
    public static Correlation Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int lead = 0)
    {
        Require.SameRows(x.Length, y.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(lead);
        var (first, second) = (new List<double>(x.Length), new List<double>(x.Length));
        for (var row = 0; row + lead < x.Length; row++)
        {
            if (double.IsNaN(x[row]) || double.IsNaN(y[row + lead]))
                continue;
            first.Add(x[row]);
            second.Add(y[row + lead]);
        }
        if (first.Count < 3)
            throw new ArgumentException($"A correlation needs at least 3 pairs without a missing value, not {first.Count}.", nameof(x));

        var (a, b) = (Acf.Centred(first.ToArray()), Acf.Centred(second.ToArray()));
        var (aa, ab, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            aa += a[i] * a[i];
            ab += a[i] * b[i];
            bb += b[i] * b[i];
        }
        if (aa == 0 || bb == 0)
            throw new ArgumentException("A column that is constant correlates with nothing.", aa == 0 ? nameof(x) : nameof(y));
        var r = Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1);
        var degrees = a.Length - 2;
        return new Correlation(r, Distributions.StudentBoth(r * Math.Sqrt(degrees / (1 - r * r)), degrees), a.Length);
    }

    /// <summary>One line: the correlation, the share of variance it explains, and the p-value.</summary>
    public override string ToString() => FormattableString.Invariant($"r = {R:F3}, explains {100 * R * R:F2} % of the variance, p {(PValue < 1e-16 ? "< 1E-16" : $"= {PValue.ToString("G2", CultureInfo.InvariantCulture)}")}, {Count} pairs");
}
