using System.CommandLine;
using StockLab.Display;
using StockLab.Experiments;
using StockLab.Forecasting;
using StockLab.Market;
using StockLab.Recurrent;

namespace StockLab.Cli;

/// <summary><c>stocklab study-s0</c>: every ticker, column set and model of source S0, and a verdict on each of its claims.</summary>
internal static class StudyVerb
{
    public static Command Create()
    {
        var usual = new StudyS0Options();
        var data = CommonOptions.Data();
        var tickers = new Option<string[]>("--tickers") { Description = "The tickers (default: every Korean ticker of the folder).", HelpName = "S", AllowMultipleArgumentsPerToken = true };
        var sets = new Option<string[]>("--sets") { Description = "The column sets (default: S0's final seven).", HelpName = "SET", AllowMultipleArgumentsPerToken = true };
        var models = new Option<string[]>("--models") { Description = $"The networks, of {string.Join(", ", StudyS0.Models)} (default: all).", HelpName = "NET", AllowMultipleArgumentsPerToken = true };
        var perTicker = new Option<bool>("--per-ticker") { Description = "Leave out the networks that are trained on all tickers pooled." };
        var engine = new Option<Engine>("--engine") { Description = "Who does the arithmetic.", DefaultValueFactory = _ => usual.Engine };
        var epochs = new Option<int>("--epochs") { Description = "Epochs at most.", DefaultValueFactory = _ => usual.Epochs, HelpName = "N" };
        var patience = new Option<int>("--patience") { Description = "End a training after so many epochs without a new low of the validation loss; it keeps the weights of that low.", DefaultValueFactory = _ => usual.Patience, HelpName = "N" };
        var hidden = new Option<int>("--hidden") { Description = "Units of each recurrent layer.", DefaultValueFactory = _ => usual.Hidden, HelpName = "N" };
        var seed = new Option<long>("--seed") { Description = "The seed of all trainings.", DefaultValueFactory = _ => usual.Seed, HelpName = "N" };
        var cores = new Option<int>("--cores") { Description = "Trainings at a time; 0 takes every core.", HelpName = "N" };
        var output = new Option<DirectoryInfo?>("--output") { Description = "Keeps finished trainings, so that an interrupted study goes on (default: artifacts/study-s0).", HelpName = "DIR" };
        var command = new Command("study-s0", "Test every claim of the KOSPI 50 experiment, with the numbers.") 
        {
            data, tickers, sets, models, perTicker, engine, epochs, patience, hidden, seed, cores, output,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var folder = parsed.GetValue(output)?.FullName ?? Path.Combine(Repository.Artifacts, "study-s0");
            var options = new StudyS0Options
            {
                Tickers = parsed.GetValue(tickers) is { Length: > 0 } named ? named : null,
                Sets = parsed.GetValue(sets) is { Length: > 0 } chosen ? chosen : null,
                Models = parsed.GetValue(models) is { Length: > 0 } networks ? [.. networks.SelectMany(names => names.Split(','))] : null,
                Pooled = !parsed.GetValue(perTicker),
                Engine = parsed.GetValue(engine),
                Epochs = parsed.GetValue(epochs),
                Patience = parsed.GetValue(patience),
                Hidden = parsed.GetValue(hidden),
                Seed = parsed.GetValue(seed),
                Cores = parsed.GetValue(cores),
                Folder = folder,
            };
            using var progress = new StudyBar();
            var study = StudyS0.Run(PriceFolder.Open(parsed.GetValue(data)), options, progress, cancel);
            progress.Dispose();
            Console.WriteLine(study.ToDisplay().ToText());
            Console.WriteLine(study.Errors().ToText());
            var figure = Path.Combine(folder, "study-s0.svg");
            AtomicFile.Write(figure, System.Text.Encoding.UTF8.GetBytes(study.Figure().ToSvg()));
            Console.WriteLine($"figure: {figure}");
        }, cancel));
        return command;
    }

    /// <summary>The study's progress as a bar on standard error.</summary>
    private sealed class StudyBar : IProgress<StudyProgress>, IDisposable
    {
        private Progress? bar;

        public void Report(StudyProgress value)
        {
            bar ??= new Progress("study", value.Total, done: value.Resumed).Live(Console.Error);
            bar.Report(value.Done, value.Resumed > 0 ? $"{value.Resumed} from an earlier run" : null);
        }

        public void Dispose() => bar?.Dispose();
    }
}
