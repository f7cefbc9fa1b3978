using System.Globalization;
using System.Text;
using StockLab.Display;

namespace StockLab.Experiments;

/// <summary>
/// A sweep as one HTML file that anybody can open: which settings were best, whether that is more than the luck of a seed, which hyper-parameter matters, what the source's wrong error would have chosen, and, beside
/// everything, the naive forecast. An unfinished sweep gives a report of what there is.
/// </summary>
public static class SweepReport
{
    private const int ShownRows = 20, MostRows = 1000, MostCurves = 60, MostMaps = 15, MostSettings = 12, Wide = 920;

    /// <summary>Writes the report.</summary>
    /// <param name="outcome">The sweep, finished or not.</param>
    /// <param name="path">The file, for example <c>sweep.html</c>, to be created or replaced.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is as it was.</exception>
    public static void Write(SweepOutcome outcome, string path) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToHtml(outcome)));

    /// <summary>The report as a page. The same outcome gives the same page.</summary>
    public static string ToHtml(SweepOutcome outcome)
    {
        var analysis = SweepAnalysis.Of(outcome);
        var page = new ReportPage($"Sweep {outcome.Name}: {outcome.Symbol}");
        InShort(page, analysis);
        Provenance(page, analysis);
        if (analysis.Judged.Count > 0)
        {
            Ranking(page, analysis);
            Parallel(page, analysis);
            Maps(page, analysis);
            Importance(page, analysis);
            Curves(page, analysis);
            Seeds(page, analysis);
        }
        WithoutResult(page, analysis);
        return page.ToHtml();
    }

    private static void InShort(ReportPage page, SweepAnalysis analysis)
    {
        var outcome = analysis.Outcome;
        page.Section("short", "In short");
        if (outcome.Origin.IsGenerated)
            page.Warning($"Generated prices, not real: {outcome.Origin.Source}. Nothing here says anything about a market.");
        var done = outcome.Trials.Count(trial => trial.State == TaskState.Completed);
        if (analysis.Judged.Count == 0)
        {
            page.Text(outcome.Trials.Count == 0 ? "The sweep has no task yet." : $"No task has a result yet: {States(outcome)}.");
            return;
        }
        var (best, ranked) = (analysis.Judged[0], analysis.Judged.Count);
        page.Numbers(
        [
            ($"{done} of {outcome.Trials.Count}", "tasks completed"),
            (Number(best.Mse), $"lowest MSE ({best.Task})"),
            (Number(best.NaiveMse), "naive MSE of the same windows"),
            ($"{analysis.BetterThanNaive} of {ranked}", "runs better than naive"),
        ]);
        page.Text($"The task with the lowest mean squared error is {best.Task} ({Words(best, outcome)}): {Number(best.Mse)}; “tomorrow = today” reached {Number(best.NaiveMse)} on the same windows. "
            + (analysis.BetterThanNaive == 0 ? "No run beat that naive forecast." : $"{analysis.BetterThanNaive} of {ranked} runs beat that naive forecast."));
        if (analysis.ByBroadcast.Count > 0)
        {
            var wrong = analysis.ByBroadcast[0];
            page.Text(ReferenceEquals(wrong, best)
                ? "The source's error, a mean over N × N pairs, would have chosen the same task."
                : $"The source's error, a mean over N × N pairs, would have chosen {wrong.Task} ({Words(wrong, outcome)}), which is number {analysis.Rank(wrong)} of {ranked} by the right one.");
        }
        if (done < outcome.Trials.Count)
            page.Text($"The sweep is not complete: {States(outcome)}.");
    }

    private static void Provenance(ReportPage page, SweepAnalysis analysis)
    {
        var outcome = analysis.Outcome;
        page.Section("origin", "How these numbers came about");
        var seconds = outcome.Trials.Where(trial => double.IsFinite(trial.Seconds)).Sum(trial => trial.Seconds);
        var names = outcome.Trials.SelectMany(trial => trial.Settings.Keys).Distinct().Except(outcome.Parameters).Order(StringComparer.Ordinal);
        List<(string, string)> facts =
        [
            ("Prices", $"{outcome.Symbol}, {outcome.Origin}"),
            .. outcome.Parameters.Concat(names).Select(name => (name, Values(outcome, name))),
            ("Tasks", States(outcome)),
            .. TestDays(outcome),
            ("Seeds", $"{outcome.Trials.Select(trial => trial.Seed).Distinct().Count()} different seeds; {Runs(analysis)}"),
            ("Training time", $"{Time(seconds)}, all tasks together"),
            ("Score", analysis.IsRelative
                ? "the mean squared error over that of the naive forecast (tomorrow = today) of the same windows, because a setting with another train ratio is judged on other days: below 1 is better than naive"
                : "the mean squared error; a naive error to compare with is missing"),
        ];
        page.List(facts);
        if (analysis.Judged.Select(trial => trial.NaiveMse).Distinct().Count() > 1)
            page.Text("The naive error differs between tasks: they were judged on different windows. Their plain errors then say as much about the windows as about the networks; compare the scores.");
    }

    private static void Ranking(ReportPage page, SweepAnalysis analysis)
    {
        var outcome = analysis.Outcome;
        page.Section("ranking", "The ranking, right and wrong");
        page.Text("The source computed mean((ŷ − y)²) with shapes (N, 1) and (N). They broadcast to N × N, so that every forecast is compared with every day: a mean that is lowest for a forecast that hardly moves. Below, the source's MSE stands beside the right one.");
        if (analysis.Agreement is { } agreement)
            page.Text($"Spearman's rank correlation of the two rankings is {agreement}: 1 would be the same order, 0 nothing in common.");
        double[] places = [.. Enumerable.Range(1, analysis.Judged.Count).Select(place => (double)place)];
        page.Figure(
            new Figure("MSE of every run, from best to worst").Size(Wide).Subtitle(outcome.Origin.ToString()).XTitle("place by the right MSE").YTitle("mean squared error")
                .Line(places, [.. analysis.Judged.Select(trial => trial.Mse)], "network", markers: places.Length <= 80)
                .Line(places, [.. analysis.Judged.Select(trial => trial.NaiveMse)], "naive (tomorrow = today)", Tone.Muted, Dash.Dashed),
            "Where the solid line lies above the dashed one, doing nothing was better.");
        if (analysis.ByBroadcast.Count > 2)
        {
            var both = analysis.ByBroadcast;
            page.Figure(
                new Figure("Place by the right and by the wrong MSE").Size(Wide).XTitle("place by the right MSE").YTitle("place by the source's MSE")
                    .Line([1.0, both.Count], [1.0, both.Count], "the same place", Tone.Muted, Dash.Dashed)
                    .Points([.. both.Select(trial => (double)analysis.Rank(trial))], [.. both.Select(trial => (double)analysis.BroadcastRank(trial))], "a run", Tone.Vermillion, 3),
                "Points on the dashed line keep their place; the farther from it, the more the wrong error misjudged a run.");
        }
        page.Table(RankingTable(analysis, analysis.Judged.Take(ShownRows), analysis.Judged.Count > ShownRows ? $"The {ShownRows} best of {analysis.Judged.Count} runs" : "Every run"));
        if (analysis.Judged.Count > ShownRows)
            page.Table(RankingTable(analysis, analysis.Judged, "Every run").Limit(MostRows - 20, 20), folded: true);
    }

    private static Table RankingTable(SweepAnalysis analysis, IEnumerable<SweepTrial> trials, string title)
    {
        var shown = trials.ToList();
        var format = Format(analysis.Judged.Select(trial => trial.Mse));
        var table = new Table(title, ["#", "Task", "MSE", "Naive MSE", "MSE ÷ naive", "Source's MSE", "# by that", .. analysis.Outcome.Parameters, "Seed", "Seconds"])
            .Format("MSE", format).Format("Naive MSE", format).Format("MSE ÷ naive", "0.000").Format("Source's MSE", Format(analysis.ByBroadcast.Select(trial => trial.BroadcastMse))).Format("Seconds", "0.0")
            .Format("Seed", "0").All();
        foreach (var trial in shown)
        {
            table.Row(
            [
                analysis.Rank(trial), trial.Task, trial.Mse, trial.NaiveMse, trial.Mse / trial.NaiveMse, trial.BroadcastMse, analysis.BroadcastRank(trial) is var place and > 0 ? place : null,
                .. analysis.Outcome.Parameters.Select(name => (object)SweepAnalysis.Value(trial, name)), trial.Seed, trial.Seconds,
            ]);
        }
        return table;
    }

    private static void Parallel(ReportPage page, SweepAnalysis analysis)
    {
        if (analysis.Varying.Count == 0)
            return;
        var left = ParallelRuns.LeftOut(analysis);
        page.Section("parallel", "Every run across its settings");
        page.Figure(
            analysis.ParallelCoordinates().Size(Wide, 440),
            "A line a run, coloured by its place: blue for the best, orange for the worst. At a value that many runs share, their lines lie side by side, the lowest error at the bottom. Where one value gathers the blue lines and another the orange ones, that setting matters."
            + (left > 0 ? $" {left} runs with far larger errors are left out." : ""));
    }

    private static void Maps(ReportPage page, SweepAnalysis analysis)
    {
        var names = analysis.Varying.Where(analysis.CanFactor).ToList();
        if (names.Count < 2)
            return;
        double Weight(string name) => analysis.Importance?.Main.FirstOrDefault(effect => effect.Factor.Name == name)?.Share ?? 0;
        var pairs = names.SelectMany((first, i) => names.Skip(i + 1).Select(second => (First: first, Second: second))).OrderByDescending(pair => Weight(pair.First) + Weight(pair.Second)).ToList();
        page.Section("maps", "Two hyper-parameters at a time");
        // The parameter with more levels goes down the side: many levels across would press their names into the map.
        int Levels(string name) => analysis.Judged.Select(trial => SweepAnalysis.Value(trial, name)).Distinct().Count();
        var maps = pairs.Take(MostMaps).Select(pair => Levels(pair.First) > Levels(pair.Second) ? analysis.Pair(pair.Second, pair.First) : analysis.Pair(pair.First, pair.Second)).ToList();
        var means = maps.SelectMany(map => map.Means.Cast<double>()).Where(double.IsFinite).ToList();
        (double, double)? span = means.Max() > means.Min() ? (means.Min(), means.Max()) : null;
        page.Figures(
            maps.Select(map => new Figure($"{map.First.Name} × {map.Second.Name}").Size(300, Math.Clamp(140 + (map.Second.Levels.Count * 28), 196, 520)).XTitle(map.First.Name).YTitle(map.Second.Name)
                .Heat(map.First.Levels, map.Second.Levels, map.Means, format: Format(means), span: span)),
            $"The mean of {analysis.ScoreName} over everything else, in the same colours everywhere; dark is low{(analysis.IsRelative ? ", and 1 is as good as naive" : "")}."
            + (pairs.Count > MostMaps ? $" The {MostMaps} of {pairs.Count} pairs whose parameters matter most." : ""));
    }

    private static void Importance(ReportPage page, SweepAnalysis analysis)
    {
        page.Section("importance", "Which hyper-parameter matters");
        if (analysis.Importance is not { } importance)
        {
            page.Text(analysis.Varying.Count == 0
                ? "No hyper-parameter varies among the runs that have a result, so none can explain a difference."
                : "Too few runs, or no difference between them: nothing can be explained yet.");
            return;
        }
        var effects = importance.Main.Select(effect => (effect.Factor.Name, effect.Share))
            .Concat(importance.Pairs.Select(pair => (Name: $"{pair.First.Name} × {pair.Second.Name}", pair.Share))).OrderByDescending(effect => effect.Share).ToList();
        page.Figure(
            new Figure("Share of the variance explained").Size(Wide).Subtitle($"functional ANOVA of {importance.Trials} runs, {(analysis.IsLogarithmic ? "logarithm of the score" : "score")}").XTitle("share of the variance")
                .Ranking([.. effects.Take(MostSettings).Select(effect => effect.Name), "the rest"], [.. effects.Take(MostSettings).Select(effect => effect.Share), effects.Skip(MostSettings).Sum(effect => effect.Share) + importance.Rest], "0.0 %"),
            "How much of the variance of the score over all settings each hyper-parameter explains by itself, and each pair (×) beyond that. The rest is what three and more do together, and the noise of seeds. A share of a variance that is "
            + "itself small matters little: look at the levels' means below.");
        var table = new Table("The mean score at each level, over all settings of the others", "Hyper-parameter", "Level", analysis.IsLogarithmic ? $"Geometric mean of {analysis.ScoreName}" : analysis.ScoreName, "Explains", "± sd over trees")
            .Format("Explains", "0.0 %").Format("± sd over trees", "0.0 %").Lean("Level", Align.Right).All();
        foreach (var effect in importance.Main.OrderByDescending(effect => effect.Share))
        {
            for (var level = 0; level < effect.Means.Count; level++)
            {
                table.Row(level == 0 ? effect.Factor.Name : "", effect.Factor.Levels[level], analysis.IsLogarithmic ? Math.Exp(effect.Means[level]) : effect.Means[level], level == 0 ? effect.Share : "", level == 0 ? effect.Deviation : "");
            }
        }
        page.Table(table);
    }

    private static void Curves(ReportPage page, SweepAnalysis analysis)
    {
        var recorded = analysis.Judged.Where(trial => trial.Epochs.Count > 0).ToList();
        if (recorded.Count == 0)
            return;
        var shown = recorded.Take(MostCurves).ToList();
        var validated = shown.Any(trial => trial.Epochs.Any(epoch => double.IsFinite(epoch.ValidationLoss)));
        var figure = new Figure("Loss after each epoch").Size(Wide).Subtitle(analysis.Outcome.Origin.ToString()).XTitle("epoch").YTitle(validated ? "validation loss, scaled" : "training loss, scaled").LogY();
        double Loss(EpochValue epoch) => validated ? epoch.ValidationLoss : epoch.TrainingLoss;
        foreach (var trial in shown.Skip(1).Reverse())
            figure.Line(Numbers(trial), [.. trial.Epochs.Select(Loss)], tone: Tone.Muted, width: 0.6);
        var best = shown[0];
        if (validated)
            figure.Line(Numbers(best), [.. best.Epochs.Select(epoch => epoch.TrainingLoss)], $"{best.Task}, training", Tone.Blue, Dash.Dashed);
        figure.Line(Numbers(best), [.. best.Epochs.Select(Loss)], $"{best.Task}, {(validated ? "validation" : "training")}", Tone.Vermillion, width: 2.2);
        // Some experiments train on scaled values and judge in prices: then losses and errors have nothing to do with one another.
        var last = best.Epochs.Select(Loss).LastOrDefault(double.IsFinite);
        var sameUnit = best.NaiveMse > 0 && double.IsFinite(best.NaiveMse) && best.Mse / last is > 0.2 and < 5;
        if (sameUnit)
            figure.HorizontalLine(best.NaiveMse, "naive");
        page.Section("curves", "Learning curves");
        page.Figure(figure, $"{best.Task}, the best of {recorded.Count} recorded runs, in colour; the others in grey{(recorded.Count > MostCurves ? $", the {MostCurves} best of them" : "")}. "
            + (sameUnit ? "The dashed level is the naive MSE of the best run's test windows." : $"The losses are of scaled values and cannot be compared with the errors above; there, the best run has {Number(best.Mse)} and the naive forecast {Number(best.NaiveMse)}."));

        static double[] Numbers(SweepTrial trial) => [.. trial.Epochs.Select(epoch => (double)epoch.Epoch)];
    }

    private static void Seeds(ReportPage page, SweepAnalysis analysis)
    {
        page.Section("seeds", "More than the luck of a seed?");
        var repeated = analysis.Settings.Where(setting => setting.Trials.Count > 1).ToList();
        if (repeated.Count == 0)
        {
            page.Text("Every setting ran once. Another seed is another error, so that no difference between two settings can be told from luck here: repeat the best ones with several seeds.");
            return;
        }
        var shown = analysis.Settings.Take(MostSettings).ToList();
        string[] places = [.. shown.Select((_, i) => FormattableString.Invariant($"{i + 1}"))];
        var figure = new Figure("Mean ± standard deviation over the runs of a setting").Size(Wide).XTitle("setting, best first (see the table)").YTitle(analysis.ScoreName)
            .Ranges(places, [.. shown.Select(setting => setting.Mean - setting.Deviation)], [.. shown.Select(setting => setting.Mean + setting.Deviation)], "± sd")
            .Points(places, [.. shown.Select(setting => setting.Mean)], "mean", Tone.Vermillion, 4);
        if (analysis.IsRelative)
            figure.HorizontalLine(1, "naive");
        page.Figure(figure, "Where whiskers of neighbours overlap widely, their order is luck.");

        var alike = analysis.Settings.Skip(1).Count(setting => setting.PValue >= SweepAnalysis.Significant);
        var tested = analysis.Settings.Count(setting => !double.IsNaN(setting.PValue));
        if (tested > 0)
            page.Text($"{tested} settings were compared with the best one ({string.Join(", ", analysis.Settings.Select(setting => setting.Test).Where(test => test.Length > 0).Distinct())}, corrected by Holm for {tested} comparisons): {alike} of them cannot be told apart from it at {SweepAnalysis.Significant:P0}.");
        page.Text("The best setting was chosen by the same runs that judge it, so its mean flatters it. Before you believe it, run it again with seeds that had no part in the choice.");
        page.Table(analysis.SettingsTable(shown.Count == analysis.Settings.Count ? "Every setting" : $"The {MostSettings} best of {analysis.Settings.Count} settings", shown));
        if (shown.Count < analysis.Settings.Count)
            page.Table(analysis.SettingsTable("Every setting", analysis.Settings).Limit(MostRows - 20, 20), folded: true);
    }

    private static void WithoutResult(ReportPage page, SweepAnalysis analysis)
    {
        List<(SweepTrial Trial, string Why)> rest =
        [
            .. analysis.Failed.Select(trial => (trial, trial.State.ToString().ToLowerInvariant())),
            .. analysis.Diverged.Select(trial => (trial, "diverged: its error is not finite")),
        ];
        if (rest.Count == 0)
            return;
        page.Section("failed", "Tasks without a result");
        var table = new Table("Tasks that failed, were cancelled, pruned, or diverged", ["Task", "What happened", .. analysis.Outcome.Parameters, "Seed", "Note"]).Format("Seed", "0").Limit(MostRows - 20, 20);
        foreach (var (trial, why) in rest)
            table.Row([trial.Task, why, .. analysis.Outcome.Parameters.Select(name => (object)SweepAnalysis.Value(trial, name)), trial.Seed, trial.Note]);
        page.Text("They take no part in any mean or ranking above. If it is always the same settings that fail, the sweep says nothing about them.");
        page.Table(table, folded: rest.Count > ShownRows);
    }

    private static string Words(SweepTrial trial, SweepOutcome outcome) => string.Join(", ", outcome.Parameters.Select(name => $"{name} {SweepAnalysis.Value(trial, name)}"));

    private static string States(SweepOutcome outcome) => string.Join(", ", outcome.Trials.GroupBy(trial => trial.State).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Name(group.Key)}")) is { Length: > 0 } states ? states : "none";

    private static string Name(TaskState state) => state switch
    {
        TaskState.NotExecuted => "waiting",
        TaskState.Error => "failed",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string Runs(SweepAnalysis analysis) => analysis.Settings.Count == 0
        ? "no setting has a result yet"
        : (analysis.Settings.Min(setting => setting.Trials.Count), analysis.Settings.Max(setting => setting.Trials.Count)) is var (least, most) && least == most ? $"{least} judged {(least == 1 ? "run" : "runs")} a setting" : $"{least} to {most} judged runs a setting";

    private static string Values(SweepOutcome outcome, string name)
    {
        var values = outcome.Trials.Select(trial => SweepAnalysis.Value(trial, name)).Distinct()
            .OrderBy(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.PositiveInfinity).ThenBy(value => value, StringComparer.Ordinal).ToList();
        return values.Count <= Factor.MostLevels ? string.Join(", ", values) : $"{string.Join(", ", values.Take(5))} … {values[^1]} ({values.Count} values)";
    }

    // Tasks with another train ratio are judged on other days.
    private static IEnumerable<(string, string)> TestDays(SweepOutcome outcome)
    {
        var periods = outcome.Trials.Where(trial => trial.Test is not null).GroupBy(trial => trial.Test!.Value).OrderBy(period => period.Key).ToList();
        if (periods.Count > 0)
        {
            yield return ("Test days", string.Join("; ", periods.Select(period =>
                FormattableString.Invariant($"{period.Key.First:yyyy-MM-dd} to {period.Key.Last:yyyy-MM-dd}") + (periods.Count > 1 ? $" ({period.Count()} tasks)" : ""))));
        }
    }

    private static string Time(double seconds) => seconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : seconds < 7200 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} minutes") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} hours");

    private static string Number(double value) => double.IsFinite(value) ? value.ToString(Math.Abs(value) is >= 0.001 and < 1e6 or 0 ? "0.####" : "0.###E+0", CultureInfo.InvariantCulture) : "–";

    private static string Format(IEnumerable<double> values)
    {
        var sizes = values.Where(value => double.IsFinite(value) && value != 0).Select(Math.Abs).DefaultIfEmpty(1).ToList();
        return sizes.Min() < 0.001 || sizes.Max() >= 1e5 ? "0.000E+0" : sizes.Max() < 1 ? "0.00000" : "0.000";
    }
}
