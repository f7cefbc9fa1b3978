using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using StockLab.Display;
using StockLab.Experiments;
using StockLab.Market;
using StockLab.Notebooks;

namespace StockLab.Cli;

/// <summary><c>stocklab run</c>: executes notebooks, writes copies and a site, and says which cell failed.</summary>
internal static partial class RunVerb
{
    public static Command Create()
    {
        var notebooks = new Argument<FileInfo[]>("NOTEBOOK") { Description = "The notebooks; all lessons if none is named.", Arity = ArgumentArity.ZeroOrMore };
        var data = CommonOptions.Data();
        var output = new Option<DirectoryInfo?>("--output") { Description = "Where executed copies and the site go (default: artifacts/site).", HelpName = "DIR" };
        var fast = new Option<bool>("--fast") { Description = "Seconds a notebook (the default)." };
        var full = new Option<bool>("--full") { Description = "The source's epochs and sizes." };
        var inPlace = new Option<bool>("--in-place") { Description = "Write the outputs into the notebooks themselves." };
        var solutions = new Option<bool>("--solutions") { Description = "Run exercises with their solutions in place." };
        var command = new Command("run", "Run lessons; write executed copies and a site that opens offline.") { notebooks, data, output, fast, full, inPlace, solutions };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(fast) && parsed.GetValue(full))
                parsed.AddError("--fast and --full exclude each other: name one of them.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var files = parsed.GetValue(notebooks) is { Length: > 0 } named ? [.. named.Select(file => file.FullName)] : Lessons.All;
            var folder = PriceFolder.Open(parsed.GetValue(data));
            Console.Error.WriteLine($"prices: {folder}");
            return RunAsync(files, new RunSettings
            {
                Solutions = parsed.GetValue(solutions),
                InPlace = parsed.GetValue(inPlace),
                WithoutRegistry = Ecosystem.WhyLeftOut,
                OutputFolder = parsed.GetValue(output)?.FullName ?? Path.Combine(Repository.Artifacts, "site"),
                Environment = new Dictionary<string, string>
                {
                    [PriceFolder.Variable] = folder.FolderPath,
                    [Pace.Variable] = parsed.GetValue(full) ? "full" : "fast",
                },
            }, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> files, RunSettings settings, CancellationToken cancel)
    {
        var runs = await NotebookRunner.RunAllAsync(files, settings, new CellLine(), cancel).ConfigureAwait(false);
        CellLine.End();

        var table = new Table("", "Notebook", "Cells", "Seconds", "Result");
        foreach (var run in runs)
        {
            var open = run.OpenExercises switch { 0 => "", 1 => ", 1 open exercise", var count => $", {count} open exercises" };
            table.Row(run.Document.Name, run.Executed, run.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture), run.Succeeded ? $"✓{open}" : "✗ failed");
        }
        Console.WriteLine(table.ToText());
        foreach (var run in runs.Where(run => settings.WithoutRegistry is not null && run.LeftOut > 0))
            Console.WriteLine($"{run.Document.Name}: {run.LeftOut} cells left out; each {settings.WithoutRegistry}");
        Console.WriteLine($"site: {Path.Combine(settings.OutputFolder!, "index.html")}");

        foreach (var run in runs.Where(run => !run.Succeeded))
        {
            Console.Error.WriteLine();
            Console.Error.WriteLine(run.DescribeFailure());
            foreach (var line in run.Failure!.Error?.Traceback ?? [])
                Console.Error.WriteLine(Console.IsErrorRedirected ? Colour().Replace(line, "") : line);
        }
        return runs.Count == files.Count && runs.All(run => run.Succeeded) ? 0 : 1;
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();

    /// <summary>One line that says which cell is running; a line a notebook where the screen is a file.</summary>
    private sealed class CellLine : IProgress<CellProgress>
    {
        private string notebook = "";

        public void Report(CellProgress value)
        {
            if (Console.IsErrorRedirected)
            {
                if (notebook != value.Notebook)
                    Console.Error.WriteLine($"running {value.Notebook} …");
            }
            else if (value.Run is null)
            {
                Console.Error.Write($"\r\u001b[Krunning {value.Notebook}  cell {value.Cell}/{value.Cells}");
            }
            notebook = value.Notebook;
        }

        public static void End()
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write("\r\u001b[K");
        }
    }
}
