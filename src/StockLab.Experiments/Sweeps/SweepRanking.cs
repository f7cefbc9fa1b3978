using System.Text.Json;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>The completed tasks of a sweep in order of their mean squared error, beside the order in which the source's wrong error puts them.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class SweepRanking : IDisplaysAs<Table>
{
    private readonly SweepOutcome outcome;

    private SweepRanking(SweepOutcome outcome)
    {
        this.outcome = outcome;
        var completed = outcome.Trials.Where(trial => trial.State == TaskState.Completed).ToList();
        ByMse = [.. completed.OrderBy(trial => trial.Mse)];
        ByBroadcastMse = [.. completed.OrderBy(trial => trial.BroadcastMse)];
    }

    /// <summary>The completed tasks, the lowest mean squared error first.</summary>
    public IReadOnlyList<SweepTrial> ByMse { get; }

    /// <summary>The completed tasks in the source's order: the lowest broadcast error first.</summary>
    public IReadOnlyList<SweepTrial> ByBroadcastMse { get; }

    /// <summary>
    /// The task whose network has the lowest validation loss: what an honest choice takes, because the test windows have not been looked at. Null where no validation was measured.
    /// </summary>
    public SweepTrial? ByValidation => ByMse.Where(trial => double.IsFinite(trial.ValidationLoss)).MinBy(trial => trial.ValidationLoss);

    /// <summary>How many completed tasks have a lower mean squared error than the naive forecast of the same windows.</summary>
    public int BeatNaive => ByMse.Count(trial => trial.Mse < trial.NaiveMse);

    /// <summary>Spearman's rank correlation of the two errors over the completed tasks: 1 where they agree in every place; NaN where fewer than three tasks, or equal errors, make no ranking.</summary>
    public double Spearman => Agreement(ByMse)?.Coefficient ?? double.NaN;

    /// <summary>Ranks an outcome.</summary>
    public static SweepRanking Of(SweepOutcome outcome) => new(outcome);

    /// <summary>How alike the orders by the right and by the wrong error are; null where fewer than three trials, or equal errors, make no order.</summary>
    internal static RankCorrelation? Agreement(IEnumerable<SweepTrial> trials)
    {
        var finite = trials.Where(trial => double.IsFinite(trial.Mse) && double.IsFinite(trial.BroadcastMse)).ToList();
        double[] right = [.. finite.Select(trial => trial.Mse)], wrong = [.. finite.Select(trial => trial.BroadcastMse)];
        return right.Length < 3 || right.Distinct().Count() < 2 || wrong.Distinct().Count() < 2 ? null : RankCorrelation.Spearman(right, wrong);
    }

    /// <summary>The first tasks, and the source's winner where it is not among them.</summary>
    /// <param name="count">How many.</param>
    public Table Top(int count)
    {
        var table = new Table($"{outcome.Name} · best by MSE", ["Rank", "Task", "MSE", "Naive MSE", "Skill", "Broadcast MSE", "Its rank", .. outcome.Parameters])
            .Format("MSE", "0.000E+00").Format("Naive MSE", "0.000E+00").Format("Broadcast MSE", "0.000E+00").Format("Skill", "0.0 %").All();
        var wrong = ByBroadcastMse.Select((trial, rank) => (trial.Task, rank)).ToDictionary(pair => pair.Task, pair => pair.rank + 1);
        var shown = ByMse.Take(count).Concat(ByBroadcastMse.Take(1)).DistinctBy(trial => trial.Task);
        var places = ByMse.Select((trial, rank) => (trial.Task, rank)).ToDictionary(pair => pair.Task, pair => pair.rank + 1);
        foreach (var trial in shown)
        {
            table.Row([
                places[trial.Task], trial.Task, trial.Mse, trial.NaiveMse, 1 - Math.Sqrt(trial.Mse / trial.NaiveMse), trial.BroadcastMse, wrong[trial.Task],
                .. outcome.Parameters.Select(name => trial.Settings.GetValueOrDefault(name, "")),
            ]);
        }
        var chosen = ByValidation is { } honest ? $"lowest validation loss: {honest.Task} (MSE rank {places[honest.Task]}) · " : "";
        var agreement = double.IsNaN(Spearman) ? "" : FormattableString.Invariant($"the two errors' ranks correlate by {Spearman:0.00} (Spearman) · ");
        return table.Caption(FormattableString.Invariant(
            $"{ByMse.Count} of {outcome.Trials.Count} tasks completed, {BeatNaive} of them better than the naive forecast · {chosen}{agreement}{outcome.Symbol}, {outcome.Origin}"));
    }

    /// <inheritdoc/>
    public Table ToDisplay() => Top(10);

    /// <summary>One JSON object on one line: the counts, the winners, the rank correlation.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = outcome.Name,
        symbol = outcome.Symbol,
        source = outcome.Origin.Source,
        generated = outcome.Origin.IsGenerated,
        tasks = outcome.Trials.Count,
        completed = ByMse.Count,
        beat_naive = BeatNaive,
        spearman = double.IsNaN(Spearman) ? null : (double?)Spearman,
        best = ByMse.Count == 0 ? null : Shown(ByMse[0]),
        best_by_broadcast_mse = ByMse.Count == 0 ? null : Shown(ByBroadcastMse[0]),
        best_by_validation = ByValidation is { } honest ? Shown(honest) : null,
    });

    private static object Shown(SweepTrial trial) => new
    {
        task = trial.Task, settings = trial.Settings, seed = trial.Seed, mse = trial.Mse, naive_mse = trial.NaiveMse, broadcast_mse = trial.BroadcastMse, seconds = trial.Seconds,
    };
}
