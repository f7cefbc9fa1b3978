using System.Globalization;

namespace StockLab.Experiments;

/// <summary>
/// A sweep as an Excel file: a summary with a chart, every task with its settings as numbers, the settings over their runs, the importance of the hyper-parameters, and every epoch's losses. The naive error stands
/// beside every error. An unfinished sweep gives a workbook of what there is.
/// </summary>
public static class SweepWorkbook
{
    /// <summary>Writes the workbook.</summary>
    /// <param name="outcome">The sweep, finished or not.</param>
    /// <param name="path">The file, for example <c>sweep.xlsx</c>, to be created or replaced.</param>
    /// <exception cref="ArgumentException">There are more tasks or epochs than a sheet has rows.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is as it was.</exception>
    public static void Write(SweepOutcome outcome, string path)
    {
        var analysis = SweepAnalysis.Of(outcome);
        var names = new SheetNames();
        var (summary, tasks) = (names.Take("Summary"), names.Take("Tasks"));
        List<Sheet> sheets = [Summary(analysis, summary, tasks), Tasks(analysis, tasks)];
        if (analysis.Settings.Count > 0)
            sheets.Add(Settings(analysis, names.Take("Settings")));
        if (analysis.Importance is { } importance)
            sheets.Add(Importance(analysis, importance, names.Take("Importance")));
        if (outcome.Trials.Any(trial => trial.Epochs.Count > 0))
            sheets.Add(Epochs(outcome, names.Take("Epochs")));
        Workbook.Write(path, sheets);
    }

    private static Sheet Summary(SweepAnalysis analysis, string name, string tasks)
    {
        var outcome = analysis.Outcome;
        List<IReadOnlyList<object?>> rows =
        [
            [new StyledCell($"Sweep {outcome.Name}", CellFormat.Title)],
            [new StyledCell($"Prices: {outcome.Symbol}, {outcome.Origin}", outcome.Origin.IsGenerated ? CellFormat.Warning : CellFormat.Quiet)],
            [],
            Line("Tasks", outcome.Trials.Count, CellFormat.Whole),
            .. outcome.Trials.GroupBy(trial => trial.State).OrderBy(group => group.Key).Select(group => Line($"of them {group.Key}", group.Count(), CellFormat.Whole)),
            Line("Seeds", outcome.Trials.Select(trial => trial.Seed).Distinct().Count(), CellFormat.Whole),
            Line("Seconds of training", outcome.Trials.Where(trial => double.IsFinite(trial.Seconds)).Sum(trial => trial.Seconds), CellFormat.Whole),
        ];
        if (analysis.Judged.Count == 0)
            rows.Add(Line("No task has a result yet.", null, CellFormat.General));
        else
        {
            var (best, wrong) = (analysis.Judged[0], analysis.ByBroadcast.FirstOrDefault());
            rows.AddRange(
            [
                Line("Lowest MSE", best.Mse, CellFormat.Measure, $"{best.Task}: {Words(best)}"),
                Line("Naive MSE of the same windows", best.NaiveMse, CellFormat.Measure, "tomorrow = today"),
                Line("Runs better than naive", analysis.BetterThanNaive, CellFormat.Whole, $"of {analysis.Judged.Count}"),
            ]);
            if (wrong is not null)
                rows.Add(Line("Lowest MSE as the source computed it", wrong.BroadcastMse, CellFormat.Measure, $"{wrong.Task}, which is number {analysis.Rank(wrong)} by the right one: {Words(wrong)}"));
            if (analysis.Agreement is { } agreement)
                rows.Add(Line("Spearman's correlation of the two rankings", agreement.Coefficient, CellFormat.Fine, "1: the same order; 0: nothing in common"));
            if (analysis.Settings.All(setting => setting.Trials.Count == 1))
                rows.Add(Line("Each setting ran once: no difference can be told from the luck of a seed.", null, CellFormat.General));
        }
        var top = rows.Count + 1;
        return new Sheet
        {
            Name = name,
            Columns = [new(null, CellFormat.General, 44), new(null, CellFormat.General, 14), new(null, CellFormat.Words, 70)],
            Rows = rows,
            Charts = analysis.Judged.Count < 2 ? [] : [Chart(analysis, tasks, top)],
        };

        string Words(SweepTrial trial) => string.Join(", ", outcome.Parameters.Select(parameter => $"{parameter} {SweepAnalysis.Value(trial, parameter)}"));
        static IReadOnlyList<object?> Line(string what, object? value, CellFormat format, string remark = "") => [new StyledCell(what, CellFormat.Label), new StyledCell(value, format), remark];
    }

    // The judged tasks come first on their sheet, the lowest error on top, so that their rows are one stretch.
    private static SheetChart Chart(SweepAnalysis analysis, string tasks, int row)
    {
        var (last, mse) = (analysis.Judged.Count + 1, 4 + analysis.Outcome.Parameters.Count);
        return new SheetChart(
            "MSE of every run, from best to worst", "mean squared error", Cells(0), PlacesAreDates: false,
            [new ChartLine("network", Cells(mse), "0072B2"), new ChartLine("naive (tomorrow = today)", Cells(mse + 1), "59636E", DocumentFormat.OpenXml.Drawing.PresetLineDashValues.SystemDash)], row, "place") { Columns = 3, PlacesAreNumbers = true };

        string Cells(int column) => FormattableString.Invariant($"{SheetNames.Quoted(tasks)}!${Sheet.Letters(column)}$2:${Sheet.Letters(column)}${last}");
    }

    private static Sheet Tasks(SweepAnalysis analysis, string name)
    {
        var parameters = analysis.Outcome.Parameters;
        var judged = analysis.Judged.ToHashSet(ReferenceEqualityComparer.Instance);
        return new Sheet
        {
            Name = name,
            FrozenColumns = 2,
            Columns =
            [
                new("Place", CellFormat.Whole, 8), new("Task", CellFormat.Words, 12), .. parameters.Select(parameter => new SheetColumn(parameter, Width: Math.Clamp(parameter.Length + 3, 10, 22))), new("Seed", Width: 13), new("Repetition", CellFormat.Whole, 12),
                new("MSE", CellFormat.Measure, 13), new("Naive MSE", CellFormat.Measure, 13), new("MSE ÷ naive", CellFormat.Measure, 12), new("MSE as the source computed it", CellFormat.Measure, 17), new("Place by that", CellFormat.Whole, 10),
                new("Seconds", CellFormat.Measure, 12), new("State", CellFormat.Words, 14), new("Note", CellFormat.Words, Math.Clamp(analysis.Outcome.Trials.Select(trial => trial.Note.Length).DefaultIfEmpty(0).Max(), 12, 60)),
            ],
            Rows = analysis.Judged.Concat(analysis.Outcome.Trials.Where(trial => !judged.Contains(trial))).Select(trial => (IReadOnlyList<object?>)
            [
                Place(analysis.Rank(trial)), trial.Task, .. parameters.Select(parameter => Typed(SweepAnalysis.Value(trial, parameter))), trial.Seed, trial.Fold,
                trial.Mse, trial.NaiveMse, trial.Mse / trial.NaiveMse, trial.BroadcastMse, Place(analysis.BroadcastRank(trial)), trial.Seconds, trial.State.ToString(), trial.Note,
            ]),
        };

        static object? Place(int place) => place > 0 ? place : null;
    }

    private static Sheet Settings(SweepAnalysis analysis, string name) => new()
    {
        Name = name,
        Columns =
        [
            .. analysis.Outcome.Parameters.Select(parameter => new SheetColumn(parameter, Width: Math.Clamp(parameter.Length + 3, 10, 22))), new("Runs", CellFormat.Whole, 8), new($"Mean {analysis.ScoreName}", CellFormat.Measure, 18),
            new("Standard deviation", CellFormat.Measure, 12), new("Runs better than naive", CellFormat.Whole, 12), new("p against the best, by Holm", CellFormat.Measure, 14), new("Test", CellFormat.Words, 12),
        ],
        Rows = analysis.Settings.Select(setting => (IReadOnlyList<object?>)
            [.. setting.Settings.Select(Typed), setting.Trials.Count, setting.Mean, setting.Deviation, setting.Trials.Count(trial => trial.Mse < trial.NaiveMse), setting.PValue, setting.Test]),
    };

    private static Sheet Importance(SweepAnalysis analysis, FunctionalAnova importance, string name) => new()
    {
        Name = name,
        Columns =
        [
            new("Hyper-parameters", Width: 44), new("Share of the variance", CellFormat.Percent, 14), new("± sd over trees", CellFormat.Percent, 12), new("Level", CellFormat.Words, 22),
            new(analysis.IsLogarithmic ? $"Geometric mean of {analysis.ScoreName}" : $"Mean {analysis.ScoreName}", CellFormat.Measure, 20),
        ],
        Rows =
        [
            .. importance.Main.OrderByDescending(effect => effect.Share).SelectMany(effect => effect.Means.Select((mean, level) => (IReadOnlyList<object?>)
                [effect.Factor.Name, level == 0 ? 100 * effect.Share : null, level == 0 ? 100 * effect.Deviation : null, effect.Factor.Levels[level], analysis.IsLogarithmic ? Math.Exp(mean) : mean])),
            .. importance.Pairs.OrderByDescending(pair => pair.Share).Select(pair => (IReadOnlyList<object?>)[$"{pair.First.Name} × {pair.Second.Name}", 100 * pair.Share]),
            ["the rest: three and more together, and noise", 100 * importance.Rest],
        ],
    };

    private static Sheet Epochs(SweepOutcome outcome, string name) => new()
    {
        Name = name,
        Columns = [new("Task", Width: 12), new("Seed", Width: 13), new("Epoch", CellFormat.Whole, 9), new("Training loss", CellFormat.Measure, 14), new("Validation loss", CellFormat.Measure, 14), new("Naive MSE", CellFormat.Measure, 14)],
        Rows = outcome.Trials.SelectMany(trial => trial.Epochs.Select(epoch => (IReadOnlyList<object?>)[trial.Task, trial.Seed, epoch.Epoch, epoch.TrainingLoss, epoch.ValidationLoss, trial.NaiveMse])),
    };

    // A setting that is a number is a number in its cell; what only looks like one, such as 007 or 1e999, stays a text.
    private static object Typed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && !(text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1])) ? number : text;
}
