using StockLab.Display;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>How much of the variance of a score one hyper-parameter explains by itself.</summary>
/// <param name="Factor">The hyper-parameter.</param>
/// <param name="Share">Its share of the variance, from 0 to 1: the mean over the trees.</param>
/// <param name="Deviation">The standard deviation of that share over the trees.</param>
/// <param name="Means">The mean score at each of its levels, over all settings of the others.</param>
public sealed record MainEffect(Factor Factor, double Share, double Deviation, IReadOnlyList<double> Means);

/// <summary>How much two hyper-parameters explain together beyond what each explains by itself.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="Share">Their share of the variance, from 0 to 1.</param>
public sealed record PairEffect(Factor First, Factor Second, double Share);

/// <summary>
/// The importance of hyper-parameters: the variance of a score over the space of all settings, split into what each parameter explains by itself, what pairs explain together, and the rest. A random forest learns the score from
/// the trials that were made; its boxes let the marginals be summed exactly. F. Hutter, H. Hoos, K. Leyton-Brown, <i>An Efficient Approach for Assessing Hyperparameter Importance</i>, ICML 2014.
/// </summary>
/// <remarks>
/// A setting is as likely as the product of its levels' shares. For each tree: the mean f₀; the marginals a_U(θ_U) of one and two parameters; f_i = a_i − f₀ and f_ij = a_ij − f_i − f_j − f₀; and each variance over that of the tree.
/// The shares are means over the trees; a tree that predicts the same everywhere explains nothing and is left out. The forest is Breiman's (2001): each tree on a bootstrap sample, each cut from a random five sixths
/// of the parameters, as the authors' program has it.
/// </remarks>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class FunctionalAnova : IDisplaysAs<Table>
{
    private FunctionalAnova(IReadOnlyList<MainEffect> main, IReadOnlyList<PairEffect> pairs, int trials) => (Main, Pairs, Trials) = (main, pairs, trials);

    /// <summary>The parameters, in the order given.</summary>
    public IReadOnlyList<MainEffect> Main { get; }

    /// <summary>Every pair of them.</summary>
    public IReadOnlyList<PairEffect> Pairs { get; }

    /// <summary>The number of trials that it was learnt from.</summary>
    public int Trials { get; }

    /// <summary>What neither single parameters nor pairs explain: three and more together, and noise that the trees took for them.</summary>
    public double Rest => Main.All(effect => effect.Share == 0) && Pairs.All(pair => pair.Share == 0) ? 0 : Math.Max(0, 1 - Main.Sum(effect => effect.Share) - Pairs.Sum(pair => pair.Share));

    /// <summary>The shares, the largest first, and the rest.</summary>
    public Table ToDisplay()
    {
        var table = new Table($"What explains the score of {Trials} trials", "Hyper-parameters", "Share of the variance").Format("Share of the variance", "0.0 %").Limit(12, 1);
        foreach (var (name, share) in Main.Select(effect => (effect.Factor.Name, effect.Share)).Concat(Pairs.Select(pair => ($"{pair.First.Name} × {pair.Second.Name}", pair.Share))).OrderByDescending(each => each.Share))
            table.Row(name, share);
        return table.Row("the rest: three and more together, and noise", Rest);
    }

    /// <summary>Splits the variance of a score.</summary>
    /// <param name="factors">The hyper-parameters that vary.</param>
    /// <param name="levels">The level of each trial by parameter, [trial][factor].</param>
    /// <param name="scores">The score of each trial.</param>
    /// <param name="trees">The number of trees.</param>
    /// <param name="bootstrap">Whether every tree learns from a sample drawn with replacement and cuts by randomly drawn parameters; otherwise all trees are the same, and on a full grid without noise the split is the classical analysis of variance.</param>
    /// <param name="seed">The seed of the forest.</param>
    /// <exception cref="ArgumentException">There is no factor or no trial, the lengths differ, or a score is not finite.</exception>
    public static FunctionalAnova Of(IReadOnlyList<Factor> factors, int[][] levels, double[] scores, int trees = 64, bool bootstrap = true, long seed = 1)
    {
        if (factors.Count == 0 || scores.Length == 0)
            throw new ArgumentException("There is nothing to explain: give at least one hyper-parameter that varies and one trial.", nameof(factors));
        if (levels.Length != scores.Length || levels.Any(each => each.Length != factors.Count))
            throw new ArgumentException($"{levels.Length} settings do not fit {scores.Length} scores and {factors.Count} hyper-parameters.", nameof(levels));
        if (scores.Any(score => !double.IsFinite(score)))
            throw new ArgumentException($"Score {Array.FindIndex(scores, score => !double.IsFinite(score))} is not finite. Leave diverged trials out.", nameof(scores));
        ArgumentOutOfRangeException.ThrowIfLessThan(trees, 1);

        var random = new SeededRandom(seed);
        var considered = bootstrap ? Math.Max(1, (int)Math.Ceiling(factors.Count * 5 / 6.0)) : factors.Count;
        var forest = Enumerable.Range(0, trees)
            .Select(_ => RegressionTree.Grow(factors, levels, scores, [.. Enumerable.Range(0, scores.Length).Select(i => bootstrap ? random.NextInt(scores.Length) : i)], random, considered))
            .ToList();
        return Split(factors, forest, scores.Length);
    }

    internal static FunctionalAnova Split(IReadOnlyList<Factor> factors, IReadOnlyList<RegressionTree> forest, int trials)
    {
        var splits = forest.Select(tree => new TreeVariance(factors, tree)).ToList();
        var telling = splits.Where(split => split.Total > 0).ToList();
        var main = factors.Select((factor, i) => new MainEffect(
            factor,
            telling.Select(split => split.Main[i] / split.Total).DefaultIfEmpty(0).Average(),
            Deviation([.. telling.Select(split => split.Main[i] / split.Total)]),
            [.. Enumerable.Range(0, factor.Levels.Count).Select(level => splits.Average(split => split.Mean + split.Effects[i][level]))])).ToList();
        var pairs = Enumerable.Range(0, factors.Count)
            .SelectMany(i => Enumerable.Range(i + 1, factors.Count - i - 1).Select(j => new PairEffect(
                factors[i], factors[j], telling.Select(split => split.Pairs[i, j] / split.Total).DefaultIfEmpty(0).Average())))
            .ToList();
        return new FunctionalAnova(main, pairs, trials);
    }

    private static double Deviation(double[] values) => values.Length < 2 ? 0 : Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1));

    /// <summary>The variance of one tree's predictions over the space of all settings, split.</summary>
    private sealed class TreeVariance
    {
        public TreeVariance(IReadOnlyList<Factor> factors, RegressionTree tree)
        {
            // The part of each factor's range that a box covers, and the part of the whole space: its volume.
            var parts = tree.Boxes.Select(box => factors.Select((factor, i) => Inside(box.Levels[i]).Sum(level => factor.Shares[level])).ToArray()).ToList();
            var volumes = parts.Select(part => part.Aggregate(1.0, (product, each) => product * each)).ToList();
            Mean = Sum(tree.Boxes, (box, b) => volumes[b] * box.Value);
            Total = Sum(tree.Boxes, (box, b) => volumes[b] * (box.Value - Mean) * (box.Value - Mean));
            var largest = tree.Boxes.Max(box => Math.Abs(box.Value));
            if (Total <= 1e-24 * largest * largest)
                Total = 0;      // rounding, no variance

            Effects = [.. factors.Select(factor => new double[factor.Levels.Count])];
            Main = new double[factors.Count];
            Pairs = new double[factors.Count, factors.Count];
            for (var i = 0; i < factors.Count; i++)
            {
                for (var b = 0; b < parts.Count; b++)
                {
                    foreach (var level in Inside(tree.Boxes[b].Levels[i]))
                        Effects[i][level] += volumes[b] / parts[b][i] * (tree.Boxes[b].Value - Mean);
                }
                Main[i] = Enumerable.Range(0, Effects[i].Length).Sum(level => factors[i].Shares[level] * Effects[i][level] * Effects[i][level]);
            }
            for (var i = 0; i < factors.Count; i++)
            {
                for (var j = i + 1; j < factors.Count; j++)
                    Pairs[i, j] = Together(factors, tree, parts, volumes, i, j);
            }
        }

        public double Mean { get; }

        public double Total { get; }

        public double[][] Effects { get; }

        public double[] Main { get; }

        public double[,] Pairs { get; }

        private double Together(IReadOnlyList<Factor> factors, RegressionTree tree, List<double[]> parts, List<double> volumes, int i, int j)
        {
            var (first, second) = (factors[i], factors[j]);
            var marginal = new double[first.Levels.Count, second.Levels.Count];
            for (var b = 0; b < parts.Count; b++)
            {
                var weight = volumes[b] / parts[b][i] / parts[b][j] * (tree.Boxes[b].Value - Mean);
                foreach (var x in Inside(tree.Boxes[b].Levels[i]))
                {
                    foreach (var y in Inside(tree.Boxes[b].Levels[j]))
                        marginal[x, y] += weight;
                }
            }
            var variance = 0.0;
            for (var x = 0; x < first.Levels.Count; x++)
            {
                for (var y = 0; y < second.Levels.Count; y++)
                    variance += first.Shares[x] * second.Shares[y] * Math.Pow(marginal[x, y] - Effects[i][x] - Effects[j][y], 2);
            }
            return variance;
        }

        private static double Sum(IReadOnlyList<RegressionTree.Box> boxes, Func<RegressionTree.Box, int, double> value) => boxes.Select(value).Sum();

        private static IEnumerable<int> Inside(ulong levels)
        {
            for (; levels != 0; levels &= levels - 1)
                yield return System.Numerics.BitOperations.TrailingZeroCount(levels);
        }
    }
}
