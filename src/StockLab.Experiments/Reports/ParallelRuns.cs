using System.Globalization;
using StockLab.Display;

namespace StockLab.Experiments;

/// <summary>A sweep's runs as parallel coordinates: an axis a hyper-parameter that varies, and the score last.</summary>
internal static class ParallelRuns
{
    private const int MostLines = 2000;

    public static Figure Figure(SweepAnalysis analysis)
    {
        if (analysis.Varying.Count == 0)
            throw new InvalidOperationException("No hyper-parameter varies among the runs that have a result, so there is nothing to compare. Let more tasks of the sweep finish.");
        var shown = Shown(analysis);
        var axes = analysis.Varying.Select(name => Axis([.. shown.Select(trial => SweepAnalysis.Value(trial, name))])).ToList();
        var values = new double[shown.Count, axes.Count + 1];
        for (var row = 0; row < shown.Count; row++)
        {
            for (var column = 0; column < axes.Count; column++)
                values[row, column] = axes[column].Values[row];
            values[row, axes.Count] = analysis.Score(shown[row]);
        }
        return Display.Figure.ParallelCoordinates("Parallel coordinates", [.. analysis.Varying, analysis.ScoreName], values, [.. axes.Select(axis => axis.Ticks), ScoreTicks(analysis, shown)])
            .Subtitle(analysis.Outcome.Origin.ToString());
    }

    /// <summary>How many judged runs are not among the lines.</summary>
    public static int LeftOut(SweepAnalysis analysis) => analysis.Judged.Count - Shown(analysis).Count;

    private static List<SweepTrial> Shown(SweepAnalysis analysis)
    {
        var far = FarOut(analysis);
        return [.. analysis.Judged.Where(trial => analysis.Score(trial) <= far).Take(MostLines)];
    }

    // Runs that failed badly would press all others to the foot of the axis: J. Tukey's outer fence (Exploratory Data Analysis, 1977), three times the distance of the quartiles above the upper one.
    private static double FarOut(SweepAnalysis analysis)
    {
        double[] sorted = [.. analysis.Judged.Select(analysis.Score).Order()];
        var (lower, upper) = (sorted[(sorted.Length - 1) / 4], sorted[3 * (sorted.Length - 1) / 4]);
        return upper > lower ? upper + (3 * (upper - lower)) : double.PositiveInfinity;
    }

    // The runs come with the lowest error first. Of a parameter with few values, each value is a level, and its runs are spread around it, or they would hide one another.
    private static (double[] Values, IReadOnlyList<(double, string)> Ticks) Axis(IReadOnlyList<string> words)
    {
        double[] numbers = [.. words.Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
        var isNumber = numbers.All(double.IsFinite);
        var different = words.Zip(numbers).DistinctBy(pair => pair.First).OrderBy(pair => isNumber ? pair.Second : 0).ThenBy(pair => pair.First, StringComparer.Ordinal).Select(pair => pair.First).ToList();
        if (isNumber && different.Count > Factor.MostLevels)
            return (numbers, []);
        const double Spread = 0.36;
        var level = different.Select((word, i) => (word, i)).ToDictionary(pair => pair.word, pair => pair.i);
        return (
            [.. words.Select((word, i) => level[word] + (Spread * (((i + 0.5) / words.Count) - 0.5)))],
            [.. different.Select((word, i) => ((double)i, word))]);
    }

    private static List<(double, string)> ScoreTicks(SweepAnalysis analysis, IReadOnlyList<SweepTrial> shown)
    {
        var (lowest, highest) = (shown.Min(analysis.Score), shown.Max(analysis.Score));
        if (!analysis.IsRelative)
            return [];
        List<(double, string)> ticks = [(1, "1: naive")];
        var room = (Math.Max(1, highest) - Math.Min(1, lowest)) * 0.05;
        ticks.AddRange(((double[])[lowest, highest]).Where(score => Math.Abs(score - 1) > room).Distinct().Select(score => (score, score.ToString("0.###", CultureInfo.InvariantCulture))));
        return ticks;
    }
}
