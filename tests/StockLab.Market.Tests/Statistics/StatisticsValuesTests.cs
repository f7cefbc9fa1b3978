namespace StockLab.Market.Tests;

/// <summary>Every statistic against statistics_witness.py.</summary>
public sealed class StatisticsValuesTests(StatisticsWitness witness) : IClassFixture<StatisticsWitness>
{
    private delegate (double[] Statistic, double[] P) Statistic(double[] x);

    // The names are the witness's; the numbers stand in its order.
    private static readonly Dictionary<string, Statistic> Ours = new()
    {
        ["acf"] = x => Bands(Acf.Of(x, Math.Min(20, x.Length / 3)) is var r ? (r.Values, r.Lower, r.Upper) : default),
        ["acf defaults"] = x => ([.. Acf.Of(x).Values], []),
        ["pacf yule-walker adjusted"] = x => Bands(Partial(x, PacfMethod.YuleWalkerAdjusted)),
        ["pacf yule-walker"] = x => Bands(Partial(x, PacfMethod.YuleWalker)),
        ["pacf least squares"] = x => Bands(Partial(x, PacfMethod.LeastSquares)),
        ["pacf defaults"] = x => ([.. Pacf.Of(x).Values], []),
        ["adf n"] = x => Adf(AdfTest.Of(x, Trend.None)),
        ["adf c"] = x => Adf(AdfTest.Of(x)),
        ["adf ct"] = x => Adf(AdfTest.Of(x, Trend.Linear)),
        ["adf ctt"] = x => Adf(AdfTest.Of(x, Trend.Quadratic)),
        ["adf fixed"] = x => Adf(AdfTest.Of(x, maxLags: 2, search: false)),
        ["kpss c"] = x => Kpss(KpssTest.Of(x)),
        ["kpss ct"] = x => Kpss(KpssTest.Of(x, Trend.Linear)),
        ["kpss fixed"] = x => KpssTest.Of(x, lags: 3) is var t ? ([t.Statistic, t.Lags], [t.PValue]) : default,
        ["ljung-box"] = x => LjungBoxTest.Of(x, Math.Min(15, x.Length / 3)) is var t ? ([.. t.Statistics], [.. t.PValues]) : default,
        ["ljung-box fitted"] = x => LjungBoxTest.Of(x, 8, fittedParameters: 2) is var t ? ([.. t.Statistics], [.. t.PValues[2..]]) : default,
        ["jarque-bera"] = x => JarqueBeraTest.Of(x) is var t ? ([t.Statistic, t.Skewness, t.Kurtosis], [t.PValue]) : default,
        ["shapiro-wilk"] = x => ShapiroWilkTest.Of(x) is var t ? ([t.Statistic], [t.PValue]) : default,
        ["goldfeld-quandt constant"] = x => ([GoldfeldQuandtTest.Of(x).Statistic], PValues(change => GoldfeldQuandtTest.Of(x, change))),
        ["goldfeld-quandt trend"] = x => ([GoldfeldQuandtTest.Of(x, Line(x)).Statistic], PValues(change => GoldfeldQuandtTest.Of(x, Line(x), change: change))),
        ["diebold-mariano 1 2"] = x => DieboldMariano(x, 1, 2),
        ["diebold-mariano 1 1"] = x => DieboldMariano(x, 1, 1),
        ["diebold-mariano 4 2"] = x => DieboldMariano(x, 4, 2),
        ["pesaran-timmermann"] = PesaranTimmermann,
        ["correlation"] = x => Correlation.Of(x, Rolled(x, 1)) is var r ? ([r.R], [r.PValue]) : default,
        ["spearman few"] = x => Few(x, RankCorrelation.Spearman),
        ["spearman handful"] = x => Numbers(RankCorrelation.Spearman(x[..6], Other(x)[..6])),
        ["spearman many"] = x => Pairs(x, RankCorrelation.Spearman),
        ["spearman ties"] = x => Ties(x, RankCorrelation.Spearman),
        ["kendall few"] = x => Few(x, RankCorrelation.Kendall),
        ["kendall many"] = x => Pairs(x, RankCorrelation.Kendall),
        ["kendall ties"] = x => Ties(x, RankCorrelation.Kendall),
        ["paired t"] = x => PairedTTest.Of(x[..12], Other(x)[..12]) is var t ? ([t.Statistic], [t.PValue]) : default,
        ["welch"] = x => WelchTest.Of(x[..12], Other(x)[..9]) is var t ? ([t.Statistic], [t.PValue]) : default,
        ["wilcoxon few"] = x => WilcoxonTest.Of(x[..12], Other(x)[..12]) is var t ? ([t.Statistic], [t.PValue]) : default,
        ["wilcoxon many"] = x => WilcoxonTest.Of(x, Other(x)) is var t ? ([t.Statistic], [t.PValue]) : default,
        ["wilcoxon ties"] = x => WilcoxonTest.Of(Rounded(x, x), Rounded(x, Other(x))) is var t ? ([t.Statistic, t.Count], [t.PValue]) : default,
        ["holm"] = x => (HolmCorrection.Of(FromNormal(x)), []),
        ["pca"] = x => Pca(x, standardize: false),
        ["pca standardized"] = x => Pca(x, standardize: true),
        ["elbow"] = x => Elbow.Of([.. x.OrderDescending()]) is var e ? ([e.Index, e.Distance], []) : default,
    };

    public static TheoryData<string> Names => [.. Ours.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Statistics_EqualTheWitness_To1e8_AndPValuesTo1e6(string name)
    {
        var compared = 0;
        var failures = new List<string>();
        foreach (var series in witness.Series)
        {
            if (!series.Results.TryGetValue(name, out var expected))
                continue;
            var (statistic, p) = Ours[name](series.X);
            Compare(statistic, expected.Statistic, 1e-8, "statistic");
            Compare(p, expected.P, 1e-6, "p");

            void Compare(double[] actual, double[] wanted, double tolerance, string what)
            {
                Assert.Equal(wanted.Length, actual.Length);
                for (var i = 0; i < wanted.Length; i++)
                {
                    compared++;
                    // Absolute below 1 for statistics; for p-values relative as well, down to where doubles end.
                    var scale = what == "p" ? Math.Max(Math.Abs(wanted[i]), 1e-300) : Math.Max(1, Math.Abs(wanted[i]));
                    if (!(Math.Abs(actual[i] - wanted[i]) <= tolerance * scale))
                        failures.Add(FormattableString.Invariant($"{series.Name}, {what} {i}: {actual[i]:R}, witness {wanted[i]:R}"));
                }
            }
        }
        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(20)));
        Assert.True(compared >= 10, $"only {compared} numbers were compared");
    }

    [Fact]
    public void ShapiroWilk_EqualsScipy_AsFarAsItsPrecisionGoes()
    {
        foreach (var series in witness.Series.Where(series => series.Results.ContainsKey("shapiro-wilk scipy")))
        {
            var scipy = series.Results["shapiro-wilk scipy"].Statistic;
            var ours = ShapiroWilkTest.Of(series.X);
            Assert.Equal(scipy[0], ours.Statistic, 5e-6);
            Assert.Equal(scipy[1], ours.PValue, series.X.Length <= 50 ? 3e-6 : 1e-3);   // it adds up hundreds of values in single precision
        }
    }

    private static (double[], double[]) Bands((IEnumerable<double> Values, IEnumerable<double> Lower, IEnumerable<double> Upper) r) => ([.. r.Values, .. r.Lower, .. r.Upper], []);

    private static (IEnumerable<double>, IEnumerable<double>, IEnumerable<double>) Partial(double[] x, PacfMethod method)
    {
        var r = Pacf.Of(x, Math.Min(12, x.Length / 2 - 1), method);
        return (r.Values, r.Lower, r.Upper);
    }

    private static (double[], double[]) Adf(AdfTest t)
    {
        double[] numbers = [t.Statistic, t.Lags, t.Count, t.Critical1, t.Critical5, t.Critical10];
        return (t.Aic is { } aic ? [.. numbers, aic] : numbers, [t.PValue]);
    }

    private static (double[], double[]) Kpss(KpssTest t) => ([t.Statistic, t.Lags, t.Critical1, t.Critical5, t.Critical10], [t.PValue]);

    private static double[] PValues(Func<VarianceChange, GoldfeldQuandtTest> test) =>
        [test(VarianceChange.Increasing).PValue, test(VarianceChange.Decreasing).PValue, test(VarianceChange.Either).PValue];

    private static double[][] Line(double[] x) => [[.. x.Select(_ => 1.0)], [.. x.Select((_, t) => (double)t / x.Length)]];

    private static (double[], double[]) DieboldMariano(double[] x, int horizon, int power)
    {
        var (mean, median) = (x.Average(), Median(x));
        var e1 = x.Select(value => value - mean).ToArray();
        var e2 = Rolled(x, 3).Select(value => value - median * 1.01).ToArray();
        var test = DieboldMarianoTest.Of(e1, e2, horizon, power);
        return ([test.Statistic], [test.PValue]);
    }

    private static (double[], double[]) PesaranTimmermann(double[] x)
    {
        var (mean, median) = (x.Average(), Median(x));
        var test = PesaranTimmermannTest.Of([.. x.Select(value => value - mean)], [.. Rolled(x, 1).Select(value => value - median)]);
        return ([test.Statistic, test.Hits, test.Expected], [test.PValue]);
    }

    private delegate RankCorrelation Ranked(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    private static (double[], double[]) Few(double[] x, Ranked correlate) => Numbers(correlate(x[..12], Other(x)[..12]));

    private static (double[], double[]) Pairs(double[] x, Ranked correlate) => Numbers(correlate(x, Other(x)));

    private static (double[], double[]) Ties(double[] x, Ranked correlate) => Numbers(correlate(Rounded(x, x), Rounded(x, Other(x))));

    private static (double[], double[]) Numbers(RankCorrelation r) => ([r.Coefficient], [r.PValue]);

    private static double[] Other(double[] x) => [.. Rolled(x, 1).Zip(x, (a, b) => a + (0.3 * b))];

    private static double[] Rounded(double[] x, double[] values) => [.. values[..12].Select(value => Math.Round(value / Deviation(x[..12])))];

    private static double[] FromNormal(double[] x) => [.. x[..12].Select(value => Erfc(Math.Abs(value - x[..12].Average()) / Deviation(x[..12]) / Math.Sqrt(2)))];

    private static double Erfc(double z) => MathNet.Numerics.SpecialFunctions.Erfc(z);

    private static double Deviation(double[] x) => Math.Sqrt(x.Average(value => Math.Pow(value - x.Average(), 2)));

    private static (double[], double[]) Pca(double[] x, bool standardize)
    {
        var mean = x.Average();
        var sd = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
        double[][] columns =
        [
            x, [.. Rolled(x, 1).Zip(x, (a, b) => a + 0.5 * b)], [.. x.Select((_, t) => Math.Cos((double)t / x.Length * 9) * sd)], [.. Rolled(x, 5).Select(value => value * 3)],
        ];
        var pca = PrincipalComponents.Of(["a", "b", "c", "d"], columns, standardize);
        return ([.. pca.Variances, .. pca.Shares, .. pca.Components.SelectMany(component => component)], []);
    }

    private static double[] Rolled(double[] x, int by) => [.. x[^by..], .. x[..^by]];

    private static double Median(double[] x)
    {
        var sorted = x.Order().ToArray();
        return x.Length % 2 == 1 ? sorted[x.Length / 2] : (sorted[x.Length / 2 - 1] + sorted[x.Length / 2]) / 2;
    }
}
