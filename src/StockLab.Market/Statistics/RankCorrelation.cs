using System.Globalization;

namespace StockLab.Market;

/// <summary>How alike two orders of the same things are: 1 where they are the same, −1 where one is the other reversed, about 0 where they have nothing to do with one another.</summary>
/// <remarks>
/// References: C. Spearman, <i>The Proof and Measurement of Association between Two Things</i>, 1904; M. Kendall, <i>The Treatment of Ties in Ranking Problems</i>, 1945.
/// Convention: scipy <c>spearmanr</c> and <c>kendalltau</c>.
/// </remarks>
/// <param name="Coefficient">From −1 to 1.</param>
/// <param name="PValue">How often two random orders would agree or disagree at least as strongly.</param>
/// <param name="Count">The number of things.</param>
public readonly record struct RankCorrelation(double Coefficient, double PValue, int Count)
{
    private const int LongestExact = 33, LongestCounted = 9;

    /// <summary>Spearman's ρ: Pearson's correlation of the ranks; equal values share their mean rank.</summary>
    /// <remarks>Up to 9 things the p-value is exact, ties included: all orders are counted. Beyond that it is Student's, as scipy has it, which calls a perfect agreement of three things impossible by chance; it comes once in three.</remarks>
    /// <param name="x">One value a thing.</param>
    /// <param name="y">Another value a thing.</param>
    /// <exception cref="ArgumentException">The columns differ in length, have fewer than 3 or missing values, or one of them is constant.</exception>
    public static RankCorrelation Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireComparable(x, y);
        var (ranks, others) = (Ranks.Of(x), Ranks.Of(y));
        var correlation = Correlation.Of(ranks, others);
        return new RankCorrelation(correlation.R, x.Length <= LongestCounted ? CountedP(ranks, others) : correlation.PValue, correlation.Count);
    }

    /// <summary>
    /// Kendall's τ-b: pairs that both columns put in the same order less pairs that they do not, over the geometric mean of the pairs that each column orders at all.
    /// </summary>
    /// <remarks>Without ties and up to 33 things the p-value is exact, from the distribution of the inversions of a random order; otherwise it is normal, with the variance corrected for ties.</remarks>
    /// <inheritdoc cref="Spearman"/>
    public static RankCorrelation Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireComparable(x, y);
        var n = x.Length;
        var difference = 0L;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
                difference += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
        }
        var (tiesX, tiesY) = (Ranks.Ties(x), Ranks.Ties(y));
        var pairs = (double)n * (n - 1) / 2;
        var (tiedX, tiedY) = (tiesX.Sum(Pairs), tiesY.Sum(Pairs));
        var tau = difference / Math.Sqrt(pairs - tiedX) / Math.Sqrt(pairs - tiedY);
        if (tiedX == 0 && tiedY == 0 && n <= LongestExact)
            return new RankCorrelation(tau, ExactP(n, (long)(pairs - difference) / 2), n);

        var m = n * (n - 1.0);
        var variance = (((m * ((2 * n) + 5)) - tiesX.Sum(Spread) - tiesY.Sum(Spread)) / 18) + (2 * tiedX * tiedY / m)
            + (tiesX.Sum(Triples) * tiesY.Sum(Triples) / (9 * m * (n - 2)));
        return new RankCorrelation(tau, 2 * Distributions.NormalUpper(Math.Abs(difference) / Math.Sqrt(variance)), n);

        static double Pairs(int tie) => tie * (tie - 1.0) / 2;
        static double Triples(int tie) => tie * (tie - 1.0) * (tie - 2);
        static double Spread(int tie) => tie * (tie - 1.0) * ((2 * tie) + 5);
    }

    /// <summary>For example <c>0.82 (p = 0.002, 11 ranks)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Coefficient:F2} (p = {PValue:G2}, {Count} ranks)");

    // The share of the n! orders with at most as few inversions, or as many, as seen. Adding the k-th thing adds 0 … k − 1 inversions, each as likely.
    private static double ExactP(int n, long inversions)
    {
        var all = n * (n - 1) / 2;
        var few = (int)Math.Min(inversions, all - inversions);
        var share = new double[all + 1];
        share[0] = 1;
        for (var k = 2; k <= n; k++)
        {
            var next = new double[all + 1];
            var window = 0.0;
            for (var i = 0; i <= k * (k - 1) / 2; i++)
            {
                window += share[i];
                if (i >= k)
                    window -= share[i - k];
                next[i] = window / k;
            }
            share = next;
        }
        return Math.Min(1, 2 * share.AsSpan(0, few + 1).ToArray().Sum());
    }

    // The share of the n! orders of the second ranks that agree or disagree with the first at least as strongly: Σ ranks · others, less its mean over all orders, is Spearman's ρ but for a factor.
    private static double CountedP(double[] ranks, double[] others)
    {
        var mean = ranks.Sum() * others.Sum() / ranks.Length;
        var seen = Math.Abs(ranks.Zip(others, (a, b) => a * b).Sum() - mean) - 1e-9;        // the sums are quarters
        var (orders, asStrong) = (0, 0);
        Place(0, 0);
        return (double)asStrong / orders;

        void Place(int place, double sum)
        {
            if (place == ranks.Length)
            {
                orders++;
                asStrong += Math.Abs(sum - mean) >= seen ? 1 : 0;
                return;
            }
            for (var i = place; i < others.Length; i++)
            {
                (others[place], others[i]) = (others[i], others[place]);
                Place(place + 1, sum + (ranks[place] * others[place]));
                (others[place], others[i]) = (others[i], others[place]);
            }
        }
    }

    private static void RequireComparable(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameRows(x.Length, y.Length);
        Require.Varied(x, least: 3);
        Require.Varied(y, least: 3);
    }
}
