using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>
/// A regression tree over factors: it cuts the space of all settings into boxes, and predicts in each the mean of the trials that fell into it.
/// L. Breiman, J. Friedman, R. Olshen, C. Stone, <i>Classification and Regression Trees</i>, 1984.
/// </summary>
/// <remarks>
/// Each cut is the one that leaves the least sum of squares. An ordered factor is cut between two levels; an unordered one into two sets of levels, of which the best is found among the cuts between the levels sorted by their
/// means (W. Fisher, 1958). A node is cut until its trials are equal or cannot be told apart.
/// </remarks>
internal sealed class RegressionTree
{
    private readonly List<Box> boxes = [];

    private RegressionTree()
    {
    }

    /// <summary>The boxes; they cover the space of all settings and do not overlap.</summary>
    public IReadOnlyList<Box> Boxes => boxes;

    /// <summary>Grows a tree.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="levels">The level of each trial by factor, [trial][factor].</param>
    /// <param name="values">The value of each trial.</param>
    /// <param name="trials">The trials to learn from; one can stand there several times.</param>
    /// <param name="random">Draws the factors that a cut may choose from.</param>
    /// <param name="considered">How many factors a cut may choose from.</param>
    public static RegressionTree Grow(IReadOnlyList<Factor> factors, int[][] levels, double[] values, int[] trials, SeededRandom random, int considered)
    {
        var tree = new RegressionTree();
        tree.Cut(factors, levels, values, trials, [.. factors.Select(factor => ulong.MaxValue >> (64 - factor.Levels.Count))], random, considered);
        return tree;
    }

    /// <summary>The prediction for a setting.</summary>
    public double Predict(int[] setting) => boxes.First(box => box.Levels.Select((levels, factor) => (levels >> setting[factor]) & 1).All(inside => inside == 1)).Value;

    private void Cut(IReadOnlyList<Factor> factors, int[][] levels, double[] values, int[] trials, ulong[] box, SeededRandom random, int considered)
    {
        var best = (Factor: -1, Left: 0ul, Squares: double.PositiveInfinity);
        var first = values[trials[0]];
        if (!trials.All(trial => values[trial] == first))
        {
            // As Breiman's forests do: where none of the drawn factors can cut, the next in the draw may.
            var looked = 0;
            foreach (var factor in random.Permutation(factors.Count))
            {
                if (looked >= considered && best.Factor >= 0)
                    break;
                looked++;
                if (BestCut(factors[factor], factor, levels, values, trials) is { } cut && cut.Squares < best.Squares)
                    best = (factor, cut.Left, cut.Squares);
            }
        }
        if (best.Factor < 0)
        {
            boxes.Add(new Box(box, trials.Average(trial => values[trial])));
            return;
        }
        foreach (var isLeft in (bool[])[true, false])
        {
            var side = (ulong[])box.Clone();
            side[best.Factor] &= isLeft ? best.Left : ~best.Left;
            Cut(factors, levels, values, [.. trials.Where(trial => ((best.Left >> levels[trial][best.Factor]) & 1) == (isLeft ? 1u : 0))], side, random, considered);
        }
    }

    private static (ulong Left, double Squares)? BestCut(Factor factor, int index, int[][] levels, double[] values, int[] trials)
    {
        var sums = new (double Sum, int Count)[factor.Levels.Count];
        var mean = trials.Average(trial => values[trial]);
        foreach (var trial in trials)
        {
            ref var at = ref sums[levels[trial][index]];
            at = (at.Sum + values[trial] - mean, at.Count + 1);
        }
        var present = Enumerable.Range(0, sums.Length).Where(level => sums[level].Count > 0).ToArray();
        if (present.Length < 2)
            return null;
        if (!factor.IsOrdered)
            present = [.. present.OrderBy(level => sums[level].Sum / sums[level].Count)];

        // The squares left over are Σ(y − ȳ)² less what the means of both sides explain, and the sums were taken about the mean.
        var (left, leftSum, leftCount, best) = (0ul, 0.0, 0, (Left: 0ul, Squares: double.PositiveInfinity));
        for (var i = 0; i < present.Length - 1; i++)
        {
            var level = present[i];
            left |= 1ul << level;
            leftSum += sums[level].Sum;
            leftCount += sums[level].Count;
            var squares = -leftSum * leftSum * (1.0 / leftCount + 1.0 / (trials.Length - leftCount));
            if (squares < best.Squares)
                best = (factor.IsOrdered ? Below(level, present[i + 1]) : left, squares);
        }
        return best;
    }

    // The levels up to the middle between two that were seen: those that nobody tried go to the nearer side.
    private static ulong Below(int level, int next) => ulong.MaxValue >> (63 - ((level + next - 1) / 2));

    /// <summary>A box of settings.</summary>
    /// <param name="Levels">The levels that it holds, a bit a level, by factor.</param>
    /// <param name="Value">The prediction.</param>
    internal sealed record Box(ulong[] Levels, double Value);
}
