using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Market.Tests;

/// <summary>What the statistics say, refuse, and leave alone.</summary>
public sealed class StatisticsTests
{
    private static readonly double[] Noise = Normals(1, 400);
    private static readonly double[] Walk = Sums(Normals(2, 400));

    [Fact]
    public void TheVerdicts_TellNoiseFromAWalk()
    {
        Assert.True(AdfTest.Of(Noise).PValue < 0.01);
        Assert.True(AdfTest.Of(Walk).PValue > 0.05);
        Assert.True(KpssTest.Of(Noise) is { PValue: 0.10, PValueIsBound: true });
        Assert.True(KpssTest.Of(Walk) is { PValue: 0.01, PValueIsBound: true });
        Assert.True(LjungBoxTest.Of(Noise).PValue > 0.05);
        Assert.True(LjungBoxTest.Of(Walk).PValue < 1e-10);
        Assert.True(JarqueBeraTest.Of(Noise).PValue > 0.05);
        Assert.True(ShapiroWilkTest.Of(Noise).PValue > 0.05);
        Assert.True(ShapiroWilkTest.Of([.. Noise.Select(Math.Exp)]).PValue < 1e-10);
        Assert.True(GoldfeldQuandtTest.Of([.. Noise.Select((x, t) => x * (t < 200 ? 1 : 2))]).PValue < 1e-10);
    }

    [Fact]
    public void EachResult_SaysItself_InOneLine()
    {
        Assert.Matches(@"^ADF: statistic -\d+\.\d{4}, p = .*, \d+ lags, \d+ rows \(critical: 1 % -3\.\d{3}, .*\): no unit root, the series is stationary$", AdfTest.Of(Noise).ToString());
        Assert.EndsWith("p > 0.1, 4 lags, 400 values (critical: 1 % 0.739, 5 % 0.463, 10 % 0.347): stationarity cannot be rejected", KpssTest.Of(Noise, lags: 4).ToString());
        Assert.Contains("p < 0.01", KpssTest.Of(Walk).ToString());
        Assert.EndsWith("no autocorrelation found", LjungBoxTest.Of(Noise).ToString());
        Assert.EndsWith("normality cannot be rejected", JarqueBeraTest.Of(Noise).ToString());
        Assert.StartsWith("Shapiro–Wilk: W = 0.99", ShapiroWilkTest.Of(Noise).ToString());
        Assert.StartsWith("Goldfeld–Quandt: F(199, 199) = ", GoldfeldQuandtTest.Of(Noise).ToString());
        Assert.StartsWith("ACF of 400 values: r1 = ", Acf.Of(Noise).ToString());
        Assert.StartsWith("PACF of 400 values: φ1 = ", Pacf.Of(Noise).ToString());
        Assert.Equal("PCA of 2 columns, explained variance: 100.0 %, 0.0 %", PrincipalComponents.Of(["a", "b"], [Noise, [.. Noise.Select(x => 2 * x)]]).ToString());
        Assert.Equal("elbow at 2 (value 1, distance 0.375)", Elbow.Of([9, 4, 1, 0.8, 0.6, 0.4]).ToString());
        Assert.EndsWith("the first forecast is better", DieboldMarianoTest.Of(Noise, [.. Noise.Select(x => 2 * x + 0.5)]).ToString());
        Assert.EndsWith("the direction is forecast better than by luck", PesaranTimmermannTest.Of(Noise, Noise).ToString());
    }

    [Fact]
    public void FivePairs_NeverReachFivePercent_ByRanks()
    {
        double[] first = [10, 20, 30, 40, 50], second = [1, 2, 3, 4, 5];
        Assert.Equal(0.0625, WilcoxonTest.Of(first, second).PValue, 1e-12);
        Assert.True(PairedTTest.Of(first, second).PValue < 0.05);
    }

    [Fact]
    public void EqualPairs_DoNotDiffer()
    {
        Assert.Equal(1, WilcoxonTest.Of(Noise, Noise).PValue);
        Assert.Equal(1, PairedTTest.Of(Noise, Noise).PValue);
        Assert.Equal(0, PairedTTest.Of([1.5, 2.5, 3.5], [1, 2, 3]).PValue);     // always by the same amount: beyond any doubt
        Assert.Equal(1, WelchTest.Of(Noise, Noise).PValue);
        var (plain, huge) = (WelchTest.Of([1, 2, 4], [2, 3, 7]), WelchTest.Of([1e300, 2e300, 4e300], [2e300, 3e300, 7e300]));
        Assert.Equal((plain.Statistic, plain.PValue), (huge.Statistic, huge.PValue), (a, b) => Math.Abs(a.Statistic - b.Statistic) < 1e-12 && Math.Abs(a.PValue - b.PValue) < 1e-12);
        Assert.Equal((1, 0), (WelchTest.Of([2, 2], [2, 2, 2]).PValue, WelchTest.Of([2, 2], [3, 3]).PValue));
    }

    [Fact]
    public void RankCorrelations_SeeTheOrderAndNothingElse() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var (x, y) = (Normals(seed, 20), Normals(seed + 1, 20));
        double[] bent = [.. x.Select(value => Math.Exp(3 * value))], reversed = [.. x.Select(value => -value)];
        foreach (var correlate in (Func<double[], double[], RankCorrelation>[])[(a, b) => RankCorrelation.Spearman(a, b), (a, b) => RankCorrelation.Kendall(a, b)])
        {
            Assert.Equal(1, correlate(x, bent).Coefficient, 1e-12);
            Assert.Equal(correlate(x, y).Coefficient, correlate(bent, y).Coefficient, 1e-12);
            Assert.Equal(correlate(x, y).Coefficient, -correlate(reversed, y).Coefficient, 1e-12);
            Assert.Equal(correlate(x, y).PValue, correlate(y, x).PValue, 1e-12);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spearman_OfAFew_CountsTheOrders()
    {
        // Of the six orders of three things one agrees and one disagrees perfectly; of four, one in twenty-four agrees perfectly and three by 0.8, and as many disagree.
        Assert.Equal(1 / 3.0, RankCorrelation.Spearman([1, 2, 3], [10, 20, 30]).PValue, 1e-12);
        Assert.Equal(8 / 24.0, RankCorrelation.Spearman([1, 2, 3, 4], [1, 2, 4, 3]).PValue, 1e-12);
        // With a tie only the thing without one counts: first or last in four orders, in the middle in two.
        Assert.Equal(4 / 6.0, RankCorrelation.Spearman([1, 1, 2], [1, 2, 3]).PValue, 1e-12);
        Assert.Equal(1, RankCorrelation.Spearman([1, 1, 2], [1, 3, 2]).PValue, 1e-12);
        double[] nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal(2 / 362_880.0, RankCorrelation.Spearman(nine, nine).PValue, 1e-15);
    }

    [Fact]
    public void Holm_RaisesPValues_AndKeepsTheirOrder() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        double[] p = [.. Normals(seed, 9).Select(value => Math.Min(1, Math.Abs(value) / 20))];
        var corrected = HolmCorrection.Of(p);
        Assert.All(p.Zip(corrected), pair => Assert.InRange(pair.Second, pair.First, 1));
        Assert.Equal(p.Min() * 9, corrected.Min(), 1e-12);
        foreach (var (i, j) in from i in Enumerable.Range(0, 9) from j in Enumerable.Range(0, 9) where p[i] < p[j] select (i, j))
            Assert.True(corrected[i] <= corrected[j]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void PairsAndPValues_ThatCannotBeJudged_AreRefusedByName()
    {
        Assert.Contains("first has 1 values", Assert.ThrowsAny<ArgumentException>(() => WilcoxonTest.Of([1], [2])).Message);
        Assert.Contains("second[1] is NaN", Assert.ThrowsAny<ArgumentException>(() => PairedTTest.Of([1, 2], [2, double.NaN])).Message);
        Assert.Contains("second has 1 values", Assert.ThrowsAny<ArgumentException>(() => WelchTest.Of([1, 2], [2])).Message);
        Assert.Contains("x is 1 throughout", Assert.ThrowsAny<ArgumentException>(() => RankCorrelation.Kendall([1, 1, 1], [1, 2, 3])).Message);
        Assert.Contains("p-value 1 is 1.5", Assert.ThrowsAny<ArgumentException>(() => HolmCorrection.Of([0.5, 1.5])).Message);
    }

    [Fact]
    public void AMissingValue_AConstant_OrTooFewValues_AreRefusedByName()
    {
        var holed = Noise.ToArray();
        holed[7] = double.NaN;
        var flat = Enumerable.Repeat(2.5, 100).ToArray();
        foreach (var test in new Action<double[]>[]
                 {
                     x => Acf.Of(x), x => Pacf.Of(x), x => AdfTest.Of(x), x => KpssTest.Of(x), x => LjungBoxTest.Of(x), x => JarqueBeraTest.Of(x), x => ShapiroWilkTest.Of(x),
                     x => Elbow.Of(x), x => PrincipalComponents.Of(["values"], [x]),
                 })
        {
            Assert.Contains("values[7] is NaN", Throws(test, holed).Replace("curve", "values"));
            Assert.Contains("values is 2.5 throughout", Throws(test, flat).Replace("curve", "values"));
            Assert.Contains("values has 1 values", Throws(test, [1]).Replace("curve", "values"));
        }
        Assert.Contains("5000", Assert.Throws<ArgumentException>(() => ShapiroWilkTest.Of(Normals(3, 5001))).Message);
        Assert.Contains("a combination of the columns before it", Assert.Throws<ArgumentException>(() => AdfTest.Of([.. Enumerable.Range(0, 50).Select(t => 2.0 * t)])).Message);
        Assert.Contains("otherErrors.Length is 399", Assert.Throws<ArgumentException>(() => DieboldMarianoTest.Of(Noise, Noise[1..])).Message);
        Assert.Contains("the difference of the losses is 0 throughout", Assert.Throws<ArgumentException>(() => DieboldMarianoTest.Of(Noise, Noise)).Message);
        Assert.Contains("no residuals", Assert.Throws<ArgumentException>(() => GoldfeldQuandtTest.Of(flat)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Acf.Of(Noise, 400));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pacf.Of(Noise, 200));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdfTest.Of(Noise, maxLags: 199));
        Assert.Throws<ArgumentOutOfRangeException>(() => KpssTest.Of(Noise, Trend.Quadratic));
        Assert.Throws<ArgumentOutOfRangeException>(() => GoldfeldQuandtTest.Of(Noise, [Noise], split: 400));
    }

    [Fact]
    public void AForecastThatNeverChangesItsDirection_HasNoStatistic()
    {
        var test = PesaranTimmermannTest.Of(Noise, [.. Noise.Select(_ => 1.0)]);
        Assert.True(double.IsNaN(test.Statistic) && double.IsNaN(test.PValue));
        Assert.Equal(test.Expected, test.Hits, 12);
        Assert.EndsWith("no skill in the direction found", test.ToString());
    }

    [Fact]
    public void ANegativeLongRunVariance_FallsBackToOneStep()
    {
        // The losses alternate, so the autocovariance at lag 1 cancels that at lag 0.
        var errors = Enumerable.Range(0, 60).Select(t => t % 2 == 0 ? 1.0 : 2 + 0.01 * t).ToArray();
        var zero = new double[60];
        Assert.Equal(1, DieboldMarianoTest.Of(errors, zero, horizon: 2, power: 1).Horizon);
        Assert.Equal(DieboldMarianoTest.Of(errors, zero, horizon: 1, power: 1), DieboldMarianoTest.Of(errors, zero, horizon: 2, power: 1));
    }

    [Fact]
    public void DieboldMariano_ChangesItsSign_WithTheOrderOfTheForecasts() => Property(seed =>
    {
        var (a, b) = (Normals(seed, 60), Normals(seed + 1, 60));
        var (one, other) = (DieboldMarianoTest.Of(a, b, 2), DieboldMarianoTest.Of(b, a, 2));
        return Math.Abs(one.Statistic + other.Statistic) < 1e-9 && Math.Abs(one.PValue - other.PValue) < 1e-9;
    });

    [Fact]
    public void Statistics_DoNotDependOnTheUnit() => Property(seed =>
    {
        var x = Sums(Normals(seed, 80));
        var y = x.Select(value => 1000 * value - 7).ToArray();
        return Near(AdfTest.Of(x).Statistic, AdfTest.Of(y).Statistic)
            && Near(KpssTest.Of(x).Statistic, KpssTest.Of(y).Statistic)
            && Near(LjungBoxTest.Of(x).Statistic, LjungBoxTest.Of(y).Statistic)
            && Near(JarqueBeraTest.Of(x).Statistic, JarqueBeraTest.Of(y).Statistic)
            && Near(ShapiroWilkTest.Of(x).Statistic, ShapiroWilkTest.Of(y).Statistic)
            && Near(GoldfeldQuandtTest.Of(x).Statistic, GoldfeldQuandtTest.Of(y).Statistic)
            && Near(Pacf.Of(x, 5).Values[5], Pacf.Of(y, 5).Values[5]);
    });

    [Fact]
    public void PValues_AreProbabilities() => Property(seed =>
    {
        var x = Normals(seed, 50);
        double[] p =
        [
            AdfTest.Of(x).PValue, KpssTest.Of(x).PValue, .. LjungBoxTest.Of(x).PValues, JarqueBeraTest.Of(x).PValue, ShapiroWilkTest.Of(x).PValue, GoldfeldQuandtTest.Of(x).PValue,
            DieboldMarianoTest.Of(x, Normals(seed + 1, 50)).PValue,
        ];
        return p.All(value => value is >= 0 and <= 1) && ShapiroWilkTest.Of(x).Statistic is > 0 and <= 1;
    });

    [Fact]
    public void PrincipalComponents_AreOrthonormal_AndKeepTheVariance() => Property(seed =>
    {
        double[][] columns = [Normals(seed, 30), Sums(Normals(seed + 1, 30)), [.. Normals(seed + 2, 30).Select(x => 50 * x)], [.. Normals(seed, 30).Select(x => x * x)]];
        var pca = PrincipalComponents.Of(["a", "b", "c", "d"], columns, standardize: false);
        var total = columns.Sum(column => column.Sum(x => Math.Pow(x - column.Average(), 2)) / 29);
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                if (Math.Abs(pca.Components[i].Zip(pca.Components[j], (a, b) => a * b).Sum() - (i == j ? 1 : 0)) > 1e-12)
                    return false;
            }
            // The scores along a component vary by its variance.
            var scores = Enumerable.Range(0, 30).Select(row => pca.Project([.. columns.Select(column => column[row])], 4)[i]).ToArray();
            if (!Near(scores.Sum(s => s * s) / 29, pca.Variances[i], 1e-9))
                return false;
        }
        return Near(pca.Variances.Sum(), total, 1e-9) && Near(pca.Shares.Sum(), 1, 1e-12) && pca.CountFor(1.1) == 4 && pca.CountFor(pca.Shares[0] / 2) == 1;
    });

    [Fact]
    public void PrincipalComponents_OfAFeatureTable_AreThoseOfItsColumns()
    {
        var table = AllIndicators.Of(Invented.Series([.. Walk.Select(x => x + 100)])).Select("Change", "ma5", "rsi", "momentum").DropMissing();
        var pca = PrincipalComponents.Of(table);
        Assert.Equal(["Change", "ma5", "rsi", "momentum"], pca.Names);
        Assert.Equal(PrincipalComponents.Of(table.Names, [.. table.Names.Select(table.Column)]).Shares, pca.Shares);
        Assert.Equal(4, pca.Shares.Sum() * 4, 12);
    }

    [Fact]
    public void Correlations_AndComponents_ShowThemselvesAsFigures()
    {
        Assert.StartsWith("<svg", Acf.Of(Noise).ToDisplay().ToSvg());
        Assert.Contains("Partial autocorrelation of 400 values", Pacf.Of(Noise).ToDisplay().ToSvg());
        Assert.Contains("Explained variance of 2 columns", PrincipalComponents.Of(["a", "b"], [Noise, Walk]).ToDisplay().ToSvg());
    }

    [Fact]
    public void PrincipalComponents_TransformEveryRow_WhicheverTheOrderOfItsColumns()
    {
        var table = AllIndicators.Of(Invented.Series([.. Walk.Select(x => x + 100)])).Select("Change", "ma5", "rsi").DropMissing();
        var pca = PrincipalComponents.Of(table.Slice(..100));
        var components = pca.Transform(table.Select("rsi", "Change", "ma5"), 2);
        Assert.Equal(["PC1", "PC2"], components.Names);
        Assert.Equal(table.Dates, components.Dates);
        for (var row = 0; row < table.Rows; row++)
            Assert.Equal(pca.Project(table.Row(row), 2), components.Row(row).ToArray());
        Assert.Throws<ArgumentException>(() => pca.Transform(table.Select("rsi"), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pca.Transform(table, 4));
    }

    [Fact]
    public void TheElbow_IsThePointFarthestFromTheChord_WhicheverWayTheCurveGoes()
    {
        Assert.Equal(2, Elbow.Of([10, 5, 1, 0.9, 0.8, 0.7]).Index);
        Assert.Equal(2, Elbow.Of([-10, -5, -1, -0.9, -0.8, -0.7]).Index);
        Assert.Equal(3, Elbow.Of([0, 0.1, 0.2, 0.3, 5, 10]).Index);
        Assert.Equal(0, Elbow.Of([1, 2, 3, 4]).Distance, 12);
    }

    private static void Property(Func<int, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), holds));

    private static bool Near(double a, double b, double relative = 1e-6) => Math.Abs(a - b) <= relative * Math.Max(1, Math.Abs(b));

    private static string Throws(Action<double[]> test, double[] x) => Assert.ThrowsAny<ArgumentException>(() => test(x)).Message;

    private static double[] Normals(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    private static double[] Sums(double[] steps)
    {
        var sum = 0.0;
        return [.. steps.Select(step => sum += step)];
    }
}
