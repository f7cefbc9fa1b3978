using StockLab.Display;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// What a sweep's trials say, worked out once for every report: how the settings rank by the right error and by the source's wrong one, which differences exceed the noise of the seeds, and which hyper-parameter matters.
/// </summary>
/// <remarks>
/// The score is the error over that of the naive forecast of the same windows, because settings with another train ratio are judged on other days; below 1 is better than naive. Where a naive error is missing or 0, it is the error itself.
/// </remarks>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class SweepAnalysis : IDisplaysAs<Table>
{
    /// <summary>Below this p-value, corrected, a setting counts as worse than the best one.</summary>
    public const double Significant = 0.05;

    private const int FewestToExplain = 4;
    private const double MostToSquare = 1e100;

    private readonly Dictionary<SweepTrial, int> places, broadcastPlaces;

    private SweepAnalysis(SweepOutcome outcome)
    {
        Outcome = outcome;
        Judged = [.. outcome.Trials.Where(trial => trial.State == TaskState.Completed && double.IsFinite(trial.Mse)).OrderBy(trial => trial.Mse)];
        Diverged = [.. outcome.Trials.Where(trial => trial.State == TaskState.Completed && !double.IsFinite(trial.Mse))];
        Failed = [.. outcome.Trials.Where(trial => trial.State is TaskState.Error or TaskState.Cancelled or TaskState.Pruned)];
        IsRelative = Judged.Count > 0 && Judged.All(trial => trial.NaiveMse > 0 && double.IsFinite(trial.NaiveMse) && double.IsFinite(trial.Mse / trial.NaiveMse));
        Varying = [.. outcome.Parameters.Where(name => Judged.Select(trial => Value(trial, name)).Distinct().Count() > 1)];
        ByBroadcast = [.. Judged.Where(trial => double.IsFinite(trial.BroadcastMse)).OrderBy(trial => trial.BroadcastMse)];
        (places, broadcastPlaces) = (Places(Judged), Places(ByBroadcast));
        Settings = Compare();
        Agreement = SweepRanking.Agreement(ByBroadcast);
        Importance = Explain();
    }

    /// <summary>What was analysed.</summary>
    public SweepOutcome Outcome { get; }

    /// <summary>The completed trials with a finite error, the lowest first.</summary>
    public IReadOnlyList<SweepTrial> Judged { get; }

    /// <summary>Those of them whose wrong error is finite, the lowest first: the ranking that the source made.</summary>
    public IReadOnlyList<SweepTrial> ByBroadcast { get; }

    /// <summary>Completed trials whose error is infinite or not a number.</summary>
    public IReadOnlyList<SweepTrial> Diverged { get; }

    /// <summary>Trials that will give no result: failed, cancelled or pruned.</summary>
    public IReadOnlyList<SweepTrial> Failed { get; }

    /// <summary>Whether the score is relative to the naive forecast.</summary>
    public bool IsRelative { get; }

    /// <summary>The score in words.</summary>
    public string ScoreName => IsRelative ? "MSE ÷ naive MSE" : "MSE";

    /// <summary>The hyper-parameters with more than one value among the judged trials.</summary>
    public IReadOnlyList<string> Varying { get; }

    /// <summary>The settings, the best mean score first.</summary>
    public IReadOnlyList<SettingScore> Settings { get; }

    /// <summary>How alike the rankings by the right and by the wrong error are; null where fewer than three trials, or equal errors, make no ranking.</summary>
    public RankCorrelation? Agreement { get; }

    /// <summary>What each hyper-parameter explains; null where too little was tried to say.</summary>
    public FunctionalAnova? Importance { get; }

    /// <summary>Whether the importance is that of the score's logarithm, so that a few bad runs do not drown the rest.</summary>
    public bool IsLogarithmic { get; private set; }

    /// <summary>The number of judged trials that were better than naive.</summary>
    public int BetterThanNaive => Judged.Count(trial => trial.Mse < trial.NaiveMse);

    /// <summary>Analyses a sweep, finished or not.</summary>
    public static SweepAnalysis Of(SweepOutcome outcome) => new(outcome);

    /// <summary>The score of a judged trial.</summary>
    public double Score(SweepTrial trial) => IsRelative ? trial.Mse / trial.NaiveMse : trial.Mse;

    /// <summary>The place of a trial by its right error, from 1; 0 where it has none.</summary>
    public int Rank(SweepTrial trial) => places.GetValueOrDefault(trial);

    /// <summary>The place that the source would have given it, from 1; 0 where it has none.</summary>
    public int BroadcastRank(SweepTrial trial) => broadcastPlaces.GetValueOrDefault(trial);

    /// <summary>A hyper-parameter's value in a trial; a dash where it has none.</summary>
    public static string Value(SweepTrial trial, string parameter) => trial.Settings.GetValueOrDefault(parameter, "–");

    /// <summary>The settings, the best first, with what is known of their difference from the best.</summary>
    public Table ToDisplay() => SettingsTable($"{Outcome.Name} · {Outcome.Symbol} · the settings, best first", Settings).Caption(IsRelative ? $"{Outcome.Origin} · 1 is as good as naive" : Outcome.Origin.ToString()).Limit(12, 3);

    /// <summary>Every run as a line across its settings to its score, coloured by its place: blue for the best, orange for the worst. Runs with far larger errors than the others are left out.</summary>
    /// <exception cref="InvalidOperationException">No hyper-parameter varies among the judged trials.</exception>
    public Figure ParallelCoordinates() => ParallelRuns.Figure(this);

    /// <summary>The mean score at each pair of values of two hyper-parameters, over everything else.</summary>
    /// <param name="first">The hyper-parameter across, one of <see cref="Varying"/>.</param>
    /// <param name="second">The hyper-parameter down.</param>
    /// <exception cref="ArgumentException">One of them does not vary among the judged trials, or has too many values for a map.</exception>
    public Figure Map(string first, string second)
    {
        foreach (var name in (string[])[first, second])
        {
            if (!Varying.Contains(name) || !CanFactor(name))
                throw new ArgumentException($"The sweep {Outcome.Name} cannot be mapped by {name}. Choose from {string.Join(", ", Varying.Where(CanFactor))}.");
        }
        var (across, down, means) = Pair(first, second);
        return new Figure($"{ScoreName}, the mean").Subtitle(IsRelative ? $"{Outcome.Origin} · 1 is as good as naive" : Outcome.Origin.ToString()).XTitle(first).YTitle(second)
            .Size(460, Math.Clamp(140 + (down.Levels.Count * 40), 200, 520)).Heat(across.Levels, down.Levels, means, format: IsRelative ? "0.00" : "0.00E+0");
    }

    internal Table SettingsTable(string title, IReadOnlyList<SettingScore> settings)
    {
        var table = new Table(title, ["#", "Runs", $"Mean {ScoreName}", "± sd", "Better than naive", "p against the best", "Verdict", .. Outcome.Parameters]).Format("p against the best", "0.000").All();
        for (var i = 0; i < settings.Count; i++)
        {
            var setting = settings[i];
            table.Row(
            [
                i + 1, setting.Trials.Count, setting.Mean, setting.Deviation, $"{setting.Trials.Count(trial => trial.Mse < trial.NaiveMse)} of {setting.Trials.Count}", setting.PValue,
                i == 0 ? "best" : double.IsNaN(setting.PValue) ? "too few runs" : setting.PValue < Significant ? "worse" : "not told apart", .. setting.Settings,
            ]);
        }
        return table;
    }

    /// <summary>The mean score of each pair of levels of two hyper-parameters, [second, first]; NaN where nothing was tried.</summary>
    internal (Factor First, Factor Second, double[,] Means) Pair(string first, string second)
    {
        var (across, x) = Factor.Of(first, [.. Judged.Select(trial => Value(trial, first))]);
        var (down, y) = Factor.Of(second, [.. Judged.Select(trial => Value(trial, second))]);
        var means = new double[down.Levels.Count, across.Levels.Count];
        foreach (var (row, column) in from row in Enumerable.Range(0, down.Levels.Count) from column in Enumerable.Range(0, across.Levels.Count) select (row, column))
            means[row, column] = Judged.Where((_, i) => x[i] == column && y[i] == row).Select(Score).DefaultIfEmpty(double.NaN).Average();
        return (across, down, means);
    }

    // Where a parameter is not told apart into more levels than that, a factor can hold it.
    internal bool CanFactor(string parameter) =>
        Judged.Select(trial => Value(trial, parameter)).Distinct().ToList() is var values && (values.Count <= Factor.MostNames || values.All(value => double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)));

    private static Dictionary<SweepTrial, int> Places(IReadOnlyList<SweepTrial> ranking) =>
        ranking.Select((trial, i) => (trial, Place: i + 1)).ToDictionary(pair => pair.trial, pair => pair.Place, (IEqualityComparer<SweepTrial>)ReferenceEqualityComparer.Instance);

    private List<SettingScore> Compare()
    {
        var settings = Judged.GroupBy(trial => string.Join('\u001f', Outcome.Parameters.Select(name => Value(trial, name)))).Select(group =>
        {
            var scores = group.Select(Score).ToArray();
            var mean = scores.Average();
            var deviation = scores.Length < 2 ? double.NaN : Math.Sqrt(scores.Sum(score => Math.Pow(score - mean, 2)) / (scores.Length - 1));
            return new SettingScore([.. Outcome.Parameters.Select(name => Value(group.First(), name))], [.. group.OrderBy(trial => trial.Seed).ThenBy(trial => trial.Fold)], mean, deviation, double.NaN, "");
        }).OrderBy(setting => setting.Mean).ToList();

        var tested = settings.Select((setting, i) => (Index: i, Result: i == 0 ? null : Test(settings[0], setting))).Where(each => each.Result is not null).ToList();
        var corrected = HolmCorrection.Of([.. tested.Select(each => each.Result!.Value.PValue)]);
        for (var k = 0; k < tested.Count; k++)
            settings[tested[k].Index] = settings[tested[k].Index] with { PValue = corrected[k], Test = tested[k].Result!.Value.Name };
        return settings;
    }

    private (double PValue, string Name)? Test(SettingScore best, SettingScore other)
    {
        if (best.Trials.Count < 2 || other.Trials.Count < 2)
            return null;
        double[] first = [.. best.Trials.Select(Score)], second = [.. other.Trials.Select(Score)];
        var paired = best.Trials.Select(trial => (trial.Seed, trial.Fold)).SequenceEqual(other.Trials.Select(trial => (trial.Seed, trial.Fold)));
        return paired ? (PairedTTest.Of(first, second).PValue, "paired t") : (WelchTest.Of(first, second).PValue, "Welch");
    }

    private FunctionalAnova? Explain()
    {
        var names = Varying.Where(CanFactor).ToList();
        var scores = Judged.Select(Score).ToArray();
        if (names.Count == 0 || scores.Length < FewestToExplain || scores.Distinct().Count() < 2)
            return null;
        IsLogarithmic = scores.All(score => score > 0);
        if (!IsLogarithmic && scores.Max() > MostToSquare)
            return null;
        var factors = names.Select(name => Factor.Of(name, [.. Judged.Select(trial => Value(trial, name))])).ToList();
        int[][] levels = [.. Enumerable.Range(0, scores.Length).Select(trial => factors.ConvertAll(each => each.Levels[trial]).ToArray())];
        return FunctionalAnova.Of(factors.ConvertAll(each => each.Factor), levels, IsLogarithmic ? Array.ConvertAll(scores, Math.Log) : scores);
    }
}
