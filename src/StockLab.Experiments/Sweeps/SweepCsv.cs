using System.Globalization;
using System.Text;

namespace StockLab.Experiments;

/// <summary>A sweep's outcome as CSV: a row a task, the hyper-parameters in columns of their own; a number that does not exist is an empty cell.</summary>
public static class SweepCsv
{
    /// <summary>Writes the file; it is there whole or not at all.</summary>
    public static void Write(SweepOutcome outcome, string path) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(Text(outcome)));

    /// <summary>The file's text.</summary>
    public static string Text(SweepOutcome outcome)
    {
        string[] settings = [.. outcome.Trials.SelectMany(trial => trial.Settings.Keys).Distinct()];
        var text = new StringBuilder();
        Line(["TASK", "TICKER", .. settings, "SEED", "FOLD", "STATE", "MSE", "BROADCAST_MSE", "NAIVE_MSE", "VALIDATION_LOSS", "EPOCHS", "SECONDS", "NOTE"]);
        foreach (var trial in outcome.Trials)
        {
            Line([
                trial.Task, outcome.Symbol, .. settings.Select(name => trial.Settings.GetValueOrDefault(name, "")), trial.Seed.ToString(CultureInfo.InvariantCulture),
                trial.Fold.ToString(CultureInfo.InvariantCulture), trial.State.ToString(), Number(trial.Mse), Number(trial.BroadcastMse), Number(trial.NaiveMse),
                Number(trial.ValidationLoss), trial.Epochs.Count.ToString(CultureInfo.InvariantCulture), Number(trial.Seconds), trial.Note,
            ]);
        }
        return text.ToString();

        void Line(IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');
        static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
        // A cell that begins like a formula would be computed by a spreadsheet: a ticker or a message must not.
        static string Quoted(string cell)
        {
            if (cell.Length > 0 && (cell[0] is '=' or '+' or '@' || (cell[0] == '-' && !double.TryParse(cell, CultureInfo.InvariantCulture, out _))))
                cell = "'" + cell;
            return cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
        }
    }
}
