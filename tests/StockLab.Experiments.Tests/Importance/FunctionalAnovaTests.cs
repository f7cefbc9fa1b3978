using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using StockLab.Forecasting;

namespace StockLab.Experiments.Tests;

public sealed class FunctionalAnovaTests
{
    private sealed record Witnessed(int[] Sizes, double[] Scores, double[] Main, double[][] Pairs);

    [Fact]
    public void OnAFullGrid_ATreeThatKnowsEveryCell_GivesTheClassicalAnalysisOfVariance()
    {
        foreach (var grid in Witness())
        {
            var (factors, levels) = Grid(grid.Sizes);
            var split = FunctionalAnova.Of(factors, levels, grid.Scores, trees: 1, bootstrap: false);

            Assert.Equal(grid.Main, split.Main.Select(effect => effect.Share), (a, b) => Math.Abs(a - b) < 1e-9);
            foreach (var pair in grid.Pairs)
                Assert.Equal(pair[2], split.Pairs.Single(p => p.First == factors[(int)pair[0]] && p.Second == factors[(int)pair[1]]).Share, 1e-9);
            Assert.Equal(Math.Max(0, 1 - grid.Main.Sum() - grid.Pairs.Sum(pair => pair[2])), split.Rest, 1e-9);
        }
    }

    [Fact]
    public void TheForest_ComesCloseToTheClassicalAnalysis()
    {
        // A bootstrap sample misses a third of the cells, so that a tree sees the large effects and blurs the small ones.
        var grid = Witness()[0];
        var (factors, levels) = Grid(grid.Sizes);
        var split = FunctionalAnova.Of(factors, levels, grid.Scores);

        Assert.Equal(grid.Main, split.Main.Select(effect => effect.Share), (a, b) => Math.Abs(a - b) < 0.08);
        Assert.Equal(Array.IndexOf(grid.Main, grid.Main.Max()), split.Main.Index().MaxBy(pair => pair.Item.Share).Index);
        Assert.All(split.Main, effect => Assert.InRange(effect.Share, 0, 1));
        Assert.Equal(1, split.Main.Sum(effect => effect.Share) + split.Pairs.Sum(pair => pair.Share) + split.Rest, 1e-9);
    }

    [Fact]
    public void TheSumsOverBoxes_AreThoseOverEverySetting_ForAnyForest() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        // Random factors, ordered and not, with unequal shares; random trials; the marginals by asking each tree for every setting there is.
        var random = new Random(seed);
        Factor[] factors = [.. Enumerable.Range(0, random.Next(2, 5)).Select(f => Any(random, f))];
        int[][] levels = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => factors.Select(factor => random.Next(factor.Levels.Count)).ToArray())];
        double[] scores = [.. levels.Select(_ => Math.Round(random.NextDouble() * 10, 1))];
        var draws = new SeededRandom(seed);
        List<RegressionTree> forest =
            [.. Enumerable.Range(0, 3).Select(_ => RegressionTree.Grow(factors, levels, scores, [.. levels.Select(_ => random.Next(levels.Length))], draws, random.Next(1, factors.Length + 1)))];
        var split = FunctionalAnova.Split(factors, forest, levels.Length);

        var brute = forest.Select(tree => BruteForce(factors, tree)).ToList();
        var telling = brute.Where(each => each.Total > 1e-12).ToList();
        for (var i = 0; i < factors.Length; i++)
        {
            Assert.Equal(telling.Select(each => each.Main[i] / each.Total).DefaultIfEmpty(0).Average(), split.Main[i].Share, 1e-9);
            for (var level = 0; level < factors[i].Levels.Count; level++)
                Assert.Equal(brute.Average(each => each.Means[i][level]), split.Main[i].Means[level], 1e-9);
            for (var j = i + 1; j < factors.Length; j++)
                Assert.Equal(telling.Select(each => each.Pairs[i, j] / each.Total).DefaultIfEmpty(0).Average(), split.Pairs.Single(p => p.First == factors[i] && p.Second == factors[j]).Share, 1e-9);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TheBoxesOfATree_CoverEverySettingOnce() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        Factor[] factors = [.. Enumerable.Range(0, random.Next(1, 5)).Select(f => Any(random, f))];
        int[][] levels = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => factors.Select(factor => random.Next(factor.Levels.Count)).ToArray())];
        var tree = RegressionTree.Grow(factors, levels, [.. levels.Select(_ => random.NextDouble())], [.. Enumerable.Range(0, levels.Length)], new SeededRandom(seed), factors.Length);
        foreach (var setting in Settings(factors))
            Assert.Single(tree.Boxes, box => box.Levels.Select((mask, f) => (mask >> setting[f]) & 1).All(inside => inside == 1));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ATreeThatMayChooseFreely_LearnsEverySettingThatItSaw()
    {
        var (factors, levels) = Grid([4, 3, 5]);
        double[] scores = [.. levels.Select(level => Math.Sin((level[0] * 7) + (level[1] * 3) + (level[2] * 11)))];
        var tree = RegressionTree.Grow(factors, levels, scores, [.. Enumerable.Range(0, levels.Length)], new SeededRandom(1), 3);
        Assert.All(levels.Zip(scores), pair => Assert.Equal(pair.Second, tree.Predict(pair.First), 1e-12));
    }

    [Fact]
    public void AParameterThatDoesNothing_ExplainsNothing_AndScaleAndOriginDoNotMatter()
    {
        var (factors, levels) = Grid([4, 4, 4]);
        double[] scores = [.. levels.Select(level => (3.0 * level[0]) + level[1])];
        var split = FunctionalAnova.Of(factors, levels, scores);
        var moved = FunctionalAnova.Of(factors, levels, [.. scores.Select(score => 1e6 - (1e-3 * score))]);

        Assert.True(split.Main[0].Share > 0.8 && split.Main[1].Share is > 0.02 and < 0.2 && split.Main[2].Share < 0.02, string.Join(", ", split.Main.Select(effect => effect.Share)));
        Assert.Equal(split.Main.Select(effect => effect.Share), moved.Main.Select(effect => effect.Share), (a, b) => Math.Abs(a - b) < 1e-3);      // rounding decides between equal cuts
        Assert.Equal(split.Main.Select(effect => effect.Share), FunctionalAnova.Of(factors, levels, scores).Main.Select(effect => effect.Share));      // the same seed, the same forest
    }

    [Fact]
    public void WhatOnlyTwoParametersDoTogether_IsTheirPairs_AndNoneOfEither()
    {
        var (factors, levels) = Grid([2, 2, 3]);
        double[] scores = [.. levels.Select(level => (double)(level[0] ^ level[1]))];       // exclusive or
        var split = FunctionalAnova.Of(factors, levels, scores, trees: 1, bootstrap: false);
        Assert.Equal([0, 0, 0], split.Main.Select(effect => Math.Round(effect.Share, 12)));
        Assert.Equal([1, 0, 0], split.Pairs.Select(pair => Math.Round(pair.Share, 12)));
    }

    [Fact]
    public void EqualScores_AndASingleTrial_HaveNoVarianceToSplit()
    {
        var (factors, levels) = Grid([2, 2]);
        foreach (var (chosen, scores) in new[] { (levels, new[] { 0.1, 0.1, 0.1, 0.1 }), (levels[..1], [0.3]) })
        {
            var split = FunctionalAnova.Of(factors, chosen, scores);
            Assert.All(split.Main, effect => Assert.Equal((0.0, scores[0]), (effect.Share, Math.Round(effect.Means[0], 12))));
            Assert.Equal(0, split.Rest);
        }
    }

    [Fact]
    public void Factors_SortNumbersAsNumbers_GroupManyOfThem_AndKeepWords()
    {
        var (rate, levels) = Factor.Of("LEARNING_RATE", ["0.01", "1E-3", "0.1", "0.01"]);
        Assert.Equal(["1E-3", "0.01", "0.1"], rate.Levels);
        Assert.True(rate.IsOrdered);
        Assert.Equal([1, 0, 2, 1], levels);

        var (many, grouped) = Factor.Of("RATE", [.. Enumerable.Range(0, 1000).Select(i => Math.Pow(10, -i / 200.0).ToString("R", CultureInfo.InvariantCulture))]);
        Assert.Equal(Factor.MostLevels, many.Levels.Count);
        Assert.Equal(1, many.Shares.Sum(), 1e-12);
        Assert.All(many.Shares, share => Assert.InRange(share, 0.06, 0.065));
        Assert.All(grouped.Zip(grouped.Skip(1)), pair => Assert.True(pair.First >= pair.Second));

        var (cell, _) = Factor.Of("CELL", ["lstm", "gru", "8"]);
        Assert.Equal(["8", "gru", "lstm"], cell.Levels);
        Assert.False(cell.IsOrdered);
        Assert.Contains("65 values", Assert.Throws<ArgumentException>(() => Factor.Of("WORDS", [.. Enumerable.Range(0, 65).Select(i => $"w{i}")])).Message);
    }

    [Fact]
    public void WhatCannotBeExplained_IsRefusedByName()
    {
        var (factors, levels) = Grid([2, 2]);
        Assert.Contains("Score 2", Assert.Throws<ArgumentException>(() => FunctionalAnova.Of(factors, levels, [1, 2, double.NaN, 3])).Message);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => FunctionalAnova.Of([], levels, [1, 2, 3, 4])).Message);
        Assert.Contains("do not fit", Assert.Throws<ArgumentException>(() => FunctionalAnova.Of(factors, levels, [1, 2])).Message);
    }

    private static Witnessed[] Witness() => JsonSerializer.Deserialize<Witnessed[]>(Python.Output("statsmodels.formula.api", "python3-statsmodels", "Importance/anova_witness.py"), JsonSerializerOptions.Web)!;

    private static (Factor[] Factors, int[][] Levels) Grid(int[] sizes)
    {
        Factor[] factors = [.. sizes.Select((size, f) => new Factor($"f{f}", [.. Enumerable.Range(0, size).Select(level => $"{level}")], [.. Enumerable.Repeat(1.0 / size, size)], IsOrdered: true))];
        return (factors, [.. Settings(factors)]);
    }

    private static IEnumerable<int[]> Settings(IReadOnlyList<Factor> factors) =>
        factors.Aggregate((IEnumerable<int[]>)[[]], (settings, factor) => settings.SelectMany(setting => Enumerable.Range(0, factor.Levels.Count).Select(level => (int[])[.. setting, level])));

    private static Factor Any(Random random, int index)
    {
        var weights = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(1, 5)).ToArray();
        return new Factor($"f{index}", [.. weights.Select((_, level) => $"{level}")], [.. weights.Select(weight => (double)weight / weights.Sum())], random.Next(2) == 0);
    }

    private static (double Total, double[] Main, double[,] Pairs, double[][] Means) BruteForce(Factor[] factors, RegressionTree tree)
    {
        var all = Settings(factors).Select(setting => (Setting: setting, Weight: setting.Select((level, f) => factors[f].Shares[level]).Aggregate(1.0, (a, b) => a * b), Value: tree.Predict(setting))).ToList();
        var mean = all.Sum(each => each.Weight * each.Value);
        double Mean(Func<int[], bool> where) => all.Where(each => where(each.Setting)).Sum(each => each.Weight * each.Value) / all.Where(each => where(each.Setting)).Sum(each => each.Weight);
        double[][] means = [.. factors.Select((factor, f) => Enumerable.Range(0, factor.Levels.Count).Select(level => Mean(setting => setting[f] == level)).ToArray())];
        double[] main = [.. factors.Select((factor, f) => means[f].Select((m, level) => factor.Shares[level] * Math.Pow(m - mean, 2)).Sum())];
        var pairs = new double[factors.Length, factors.Length];
        for (var i = 0; i < factors.Length; i++)
        {
            for (var j = i + 1; j < factors.Length; j++)
            {
                for (var x = 0; x < factors[i].Levels.Count; x++)
                {
                    for (var y = 0; y < factors[j].Levels.Count; y++)
                        pairs[i, j] += factors[i].Shares[x] * factors[j].Shares[y] * Math.Pow(Mean(setting => setting[i] == x && setting[j] == y) - means[i][x] - means[j][y] + mean, 2);
                }
            }
        }
        return (all.Sum(each => each.Weight * Math.Pow(each.Value - mean, 2)), main, pairs, means);
    }
}
