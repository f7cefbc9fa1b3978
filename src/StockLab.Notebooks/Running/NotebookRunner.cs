using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;

namespace StockLab.Notebooks;

/// <summary>
/// Runs notebooks from top to bottom, each in a session of its own and in its own folder. They run one after the other in this process: the compiler
/// is warm from the second on. Current directory, environment variables, console and formatters are put back after each.
/// </summary>
public static class NotebookRunner
{
    /// <summary>The tag of a cell that the student fills in. Its solution is in the metadata, <c>stocklab.solution</c>.</summary>
    public const string ExerciseTag = "exercise";

    /// <summary>The tag of the cell that judges the exercise before it.</summary>
    public const string CheckTag = "check";

    /// <summary>
    /// The tag of a cell that uses packages which not every registry carries. Where they cannot be had, <see cref="RunSettings.WithoutRegistry"/> says why and the cell is
    /// left out. Such a cell is tagged <c>raises-exception</c> too, for runners that do not know this tag; where it is run here, its errors are errors.
    /// </summary>
    public const string NeedsRegistryTag = "needs-registry";

    private const string SkipTag = "skip-execution", RaisesTag = "raises-exception";

    /// <summary>Runs several notebooks and writes what the settings ask for: executed copies with a site, or outputs in place.</summary>
    /// <param name="paths">The notebooks, in the order of the site.</param>
    /// <param name="settings">How to run them.</param>
    /// <param name="progress">Told of every cell that begins and ends.</param>
    /// <param name="cancel">Stops the running cell; the notebooks run so far are written.</param>
    /// <exception cref="NotebookFormatException">One of the files is no notebook; nothing has been run.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static async Task<IReadOnlyList<NotebookRun>> RunAllAsync(
        IEnumerable<string> paths, RunSettings settings, IProgress<CellProgress>? progress = null, CancellationToken cancel = default)
    {
        var documents = paths.Select(NotebookDocument.Load).ToList();
        var runs = new List<NotebookRun>();
        foreach (var document in documents)
        {
            if (cancel.IsCancellationRequested)
                break;
            var run = await RunAsync(document, settings, progress, cancel).ConfigureAwait(false);
            runs.Add(run);
            if (settings.InPlace)
                run.Document.Copy().Save(document.Path);
            if (settings.OutputFolder is { } folder)
                run.Document.Copy().Save(Path.Combine(folder, document.Name));
        }
        if (settings.OutputFolder is { } site)
            SiteWriter.Write(site, settings.SiteTitle, runs.Select(run => run.Document));
        return runs;
    }

    /// <summary>Runs one notebook; the document itself is left as it is.</summary>
    /// <param name="document">The notebook. Its folder becomes the current directory while it runs.</param>
    /// <param name="settings">How to run it; null for the defaults.</param>
    /// <param name="progress">Told of every cell that begins and ends.</param>
    /// <param name="cancel">Stops the running cell, which then counts as failed.</param>
    public static async Task<NotebookRun> RunAsync(
        NotebookDocument document, RunSettings? settings = null, IProgress<CellProgress>? progress = null, CancellationToken cancel = default)
    {
        settings ??= new RunSettings();
        var clock = Stopwatch.StartNew();
        var folder = document.Path is { } path ? Path.GetDirectoryName(Path.GetFullPath(path))! : Environment.CurrentDirectory;
        using var surroundings = new Surroundings(folder, settings.Environment);
        using var session = new CSharpSession(folder);

        var executed = document.Copy();
        var recorder = new OutputRecorder();
        var runs = ImmutableArray.CreateBuilder<CellRun>();
        var failed = false;
        foreach (var cell in executed.Cells.Where(cell => cell.Kind == CellKind.Code))
        {
            CellRun run;
            if (cell.Tags.Contains(SkipTag))
            {
                run = new CellRun(cell.Index + 1, cell.Id, CellOutcome.Skipped, TimeSpan.Zero);
            }
            else if (!failed && settings.WithoutRegistry is { } reason && cell.Tags.Contains(NeedsRegistryTag))
            {
                cell.ExecutionCount = null;
                cell.Outputs = [LeftOut(reason)];
                run = new CellRun(cell.Index + 1, cell.Id, CellOutcome.Skipped, TimeSpan.Zero);
            }
            else if (failed || string.IsNullOrWhiteSpace(cell.Source))
            {
                cell.ExecutionCount = null;
                cell.Outputs = [];
                run = new CellRun(cell.Index + 1, cell.Id, CellOutcome.Skipped, TimeSpan.Zero);
            }
            else
            {
                progress?.Report(new CellProgress(document.Name, cell.Index + 1, executed.Cells.Count, null));
                var code = settings.Solutions && cell.Tags.Contains(ExerciseTag) ? cell.Text("stocklab", "solution") ?? cell.Source : cell.Source;
                var result = await session.RunAsync(code, recorder.Begin(cell), cancel).ConfigureAwait(false);
                cell.ExecutionCount = result.ExecutionCount;
                run = new CellRun(cell.Index + 1, cell.Id, Judge(cell, result, settings.Solutions), result.Elapsed, result.Error ?? Unsolved(result.Value));
                failed = run.Outcome == CellOutcome.Failed;
                progress?.Report(new CellProgress(document.Name, cell.Index + 1, executed.Cells.Count, run));
            }
            runs.Add(run);
        }
        recorder.WriteOutputs();
        return new NotebookRun(executed, runs.ToImmutable(), clock.Elapsed);
    }

    private static CellOutcome Judge(NotebookCell cell, CellResult result, bool solutions)
    {
        var tags = cell.Tags;
        var isExercise = tags.Contains(ExerciseTag) || tags.Contains(CheckTag);
        var mayBeOpen = isExercise && !solutions;
        if (result.Status == CellStatus.Interrupted)
            return CellOutcome.Failed;
        if (result.Status == CellStatus.Failed)
            return mayBeOpen ? CellOutcome.Open : tags.Contains(RaisesTag) && !isExercise && !tags.Contains(NeedsRegistryTag) ? CellOutcome.Passed : CellOutcome.Failed;
        if (result.Value is ExerciseReport { IsSolved: false })
            return mayBeOpen ? CellOutcome.Open : CellOutcome.Failed;
        return CellOutcome.Passed;
    }

    private static DisplayOutput LeftOut(string reason) => new(new MimeBundle(
    [
        new("text/html", $"<p style=\"margin:4px 0;padding:2px 10px;border-left:3px solid #e69f00\"><b>Not run here:</b> this cell {WebUtility.HtmlEncode(reason)}</p>"),
        new("text/plain", $"Not run here: this cell {reason}"),
    ]));

    private static ErrorOutput? Unsolved(object? value) =>
        value is ExerciseReport { IsSolved: false } report ? new ErrorOutput("Exercise", report.ToString(), [report.ToString()]) : null;

    /// <summary>What a notebook may change of the process, remembered and put back.</summary>
    private sealed class Surroundings : IDisposable
    {
        private readonly string directory = Environment.CurrentDirectory;
        private readonly Dictionary<string, string?> variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);

        public Surroundings(string folder, IReadOnlyDictionary<string, string> environment)
        {
            Environment.CurrentDirectory = folder;
            foreach (var (name, value) in environment)
                Environment.SetEnvironmentVariable(name, value);
            ValueFormats.Reset();
        }

        public void Dispose()
        {
            Environment.CurrentDirectory = directory;
            foreach (string name in Environment.GetEnvironmentVariables().Keys)
            {
                if (!variables.ContainsKey(name))
                    Environment.SetEnvironmentVariable(name, null);
            }
            foreach (var (name, value) in variables)
            {
                if (Environment.GetEnvironmentVariable(name) != value)
                    Environment.SetEnvironmentVariable(name, value);
            }
            ValueFormats.Reset();
        }
    }
}
