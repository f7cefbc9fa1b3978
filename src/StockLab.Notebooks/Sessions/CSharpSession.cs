using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace StockLab.Notebooks;

/// <summary>
/// Runs cells of C# one after the other; what one declares the later ones see. Each cell is compiled by Roslyn as the next submission of a script:
/// <c>await</c> at the top level, <c>#r "library.dll"</c> and <c>#load "file.csx"</c> relative to the session's folder, a last expression without
/// semicolon as the cell's value, and everything of <see cref="NotebookFunctions"/>.
/// </summary>
public sealed class CSharpSession : IDisposable
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);
    private static readonly EmitOptions Emission = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    /// <summary>
    /// What .NET Interactive's C# kernel imports and no more (its CSharpKernel's script options; the cells' own functions stand for those of its Kernel class).
    /// A notebook that runs here runs there too: what a project's implicit usings add, System.IO and System.Threading among them, a cell spells out.
    /// </summary>
    private static readonly ImmutableArray<string> Usings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq", typeof(NotebookFunctions).FullName!,
    ];

    private readonly SessionReferences references;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly int guard = CellGuard.Next();
    private readonly string identity = Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentDictionary<string, (int Count, string[] Lines)> sources = new(StringComparer.Ordinal);
    private readonly List<PackageDirective> restored = [];
    private readonly List<string> packageSources = [];
    private readonly List<MetadataReference> newReferences = [];
    private CSharpCompilation? last;
    private ((CSharpCompilation? Last, bool Thorough, bool HasAllReferences, int NewReferences) Key, CSharpCompilation Compilation)? frame;
    private CellThread? thread;
    private object?[] states = new object?[8];
    private int stateCount = 1;
    private int parsed;
    private int submissions;
    private int displays;
    private int abandoned;
    private bool hasAllReferences;
    private bool disposed;

    /// <summary>Begins a session.</summary>
    /// <param name="folder">What <c>#r</c> and <c>#load</c> are relative to; null for the current directory.</param>
    public CSharpSession(string? folder = null)
    {
        Folder = Path.GetFullPath(folder ?? CurrentFolder());
        references = new SessionReferences(Folder);
        ConsoleRouter.Install();
    }

    /// <summary>What <c>#r</c> and <c>#load</c> are relative to.</summary>
    public string Folder { get; }

    /// <summary>The number of the last execution; 0 before the first.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>How long a cell that was told to stop is waited for before it is left behind.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>True for the only session of a process: what no cell can be named for, a timer's output for example, counts as the last cell's.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>Runs a cell. Calls that come while one runs wait for their turn.</summary>
    /// <param name="code">The cell's code.</param>
    /// <param name="output">Receives what the cell shows, as it shows it, never two at a time; also what it shows after its end.</param>
    /// <param name="cancel">
    /// Tells the cell to stop. Its loops and functions stop at their next round, its waiting threads are woken, its <c>Cancel</c> token is signalled.
    /// A cell that does not heed any of that is left behind after <see cref="Patience"/>; the session goes on with all that cells have declared.
    /// </param>
    /// <returns>How the cell ended. Errors of the cell are in the result; only misuse of the session throws.</returns>
    public Task<CellResult> RunAsync(string code, Action<CellOutput>? output = null, CancellationToken cancel = default) =>
        RunAsync(code, new CellOptions { Output = output }, cancel);

    /// <summary>Runs a cell as the options say. Calls that come while one runs wait for their turn.</summary>
    /// <param name="code">The cell's code.</param>
    /// <param name="options">Where output goes and input comes from.</param>
    /// <param name="cancel">Tells the cell to stop; see <see cref="RunAsync(string, Action{CellOutput}, CancellationToken)"/>.</param>
    /// <returns>How the cell ended. Errors of the cell are in the result; only misuse of the session throws.</returns>
    public async Task<CellResult> RunAsync(string code, CellOptions options, CancellationToken cancel = default)
    {
        var result = await RunAndStayAsync(code, options, cancel).ConfigureAwait(false);
        // Who waits for the cell goes on elsewhere: one that blocked the session's thread until the next cell has ended would wait forever.
        await Task.Yield();
        return result;
    }

    /// <summary>Goes on on the session's own thread, where the next cell will be compiled and run: a small cell spends a fifth of its time on changes of threads.</summary>
    internal CellThread.Entrance Enter() => OwnThread.Enter();

    /// <summary>The same as <see cref="RunAsync(string, CellOptions, CancellationToken)"/>, but who waits for a cell that ends on the session's thread goes on there, and must not block it.</summary>
    internal async Task<CellResult> RunAndStayAsync(string code, CellOptions options, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await Enter();
            return await RunInTurnAsync(code, options, cancel).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Ends the session and gives the console back. Cells that were left behind are told to stop for good.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        CellGuard.SetAlarm(guard, on: true);
        thread?.Leave();
        ConsoleRouter.Uninstall();
        turn.Dispose();
    }

    /// <summary>The ways to go on from a position in a cell that is being written.</summary>
    /// <param name="code">The cell so far.</param>
    /// <param name="position">The cursor, in UTF-16 units from the beginning.</param>
    /// <param name="cancel">Gives up.</param>
    public Completions Complete(string code, int position, CancellationToken cancel = default) => CodeCompletion.At(code, position, Folder, Sketch, cancel);

    /// <summary>What the name at a position in a cell stands for; null when there is no name that is known.</summary>
    /// <inheritdoc cref="Complete"/>
    public Inspection? Inspect(string code, int position, CancellationToken cancel = default) => CodeInspection.At(code, position, Sketch, cancel);

    /// <summary>Tells whether code can be run as it is: <c>complete</c>, <c>incomplete</c> with the indentation of the next line, or <c>invalid</c>.</summary>
    public static (string State, string Indent) IsComplete(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, ParseOptions);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            var line = code[(code.LastIndexOf('\n') + 1)..];
            var indent = line[..(line.Length - line.TrimStart().Length)];
            return ("incomplete", line.TrimEnd().EndsWith('{') ? indent + "    " : indent);
        }
        return (tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete", "");
    }

    /// <summary>Does what the first cell of a process would otherwise wait for: the compiler, the framework's metadata, the formatters are brought in.</summary>
    internal static async Task PrepareAsync()
    {
        using var other = new CSharpSession();
        await other.RunAsync("1", new CellOptions { Output = _ => { } }).ConfigureAwait(false);
    }

    /// <summary>Does what the first completion and the first larger cell would otherwise wait for.</summary>
    internal async Task WarmUp()
    {
        using var other = new CSharpSession(Folder);
        await other.RunAsync("var warm = new[] { 1, 2 }.Select(n => n + 1).ToList(); Console.Out.Flush(); warm", new CellOptions { Output = _ => { } }).ConfigureAwait(false);
        other.Complete("warm.", 5);
    }

    /// <summary>Does what the next cell needs whatever its code will be, while nobody waits: the compiler goes through the references.</summary>
    internal void Anticipate()
    {
        if (disposed || !turn.Wait(0))
            return;
        try
        {
            Frame(hasAllReferences).GetSpecialType(SpecialType.System_Object);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // A library that cannot be read now is the next cell's to tell of: nobody has asked for anything yet.
            return;
        }
        finally
        {
            turn.Release();
        }
    }

    private CellThread OwnThread => thread ??= new CellThread();

    internal string NewDisplayId() => $"{identity}-{Interlocked.Increment(ref displays)}";

    private static string CurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException error)
        {
            throw new DirectoryNotFoundException("The current folder has been removed. Begin in one that exists.", error);
        }
    }

    private async Task<CellResult> RunInTurnAsync(string code, CellOptions options, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var count = options.IsCounted ? ++ExecutionCount : ExecutionCount;
        // A source of its own, so that a cell that was left behind stays told to stop whatever becomes of the caller's. Its loops are told here and now,
        // for they may hold all threads of the pool; what the cell itself has tied to its token, which may take its time, is not waited for.
        var stop = new CancellationTokenSource();
        using var told = cancel.Register(() =>
        {
            _ = stop.CancelAsync();
            CellGuard.SetAlarm(guard, on: true);
        });
        var cell = new CellExecution(this, count, options, stop.Token);

        var path = Path.Combine(Folder, $"cell {++parsed}");
        sources[path] = (count, code.Split('\n'));
        var (withoutPackages, packages, sourcesAdded) = PackageDirective.Extract(code, ParseOptions);
        if (packages.Count + sourcesAdded.Count > 0 && await BringAsync(cell, packages, sourcesAdded).ConfigureAwait(false) is { } missing)
            return new CellResult(cancel.IsCancellationRequested ? CellStatus.Interrupted : CellStatus.Failed, count, clock.Elapsed) { Error = missing };
        var source = GuardedSource.Parse(withoutPackages, ParseOptions, path, guard);
        CSharpCompilation compilation;
        Assembly? assembly;
        ImmutableArray<CellDiagnostic> diagnostics;
        try
        {
            (compilation, assembly, diagnostics) = Compile(source, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop before it began: nothing of it has happened, and nothing will.
            var notBegun = CellTraceback.OfInterruption(leftBehind: false);
            cell.Publish(notBegun);
            return new CellResult(CellStatus.Interrupted, count, clock.Elapsed) { Error = notBegun };
        }
        if (assembly is null && diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            var error = CellTraceback.OfCompilation(errors, code);
            cell.Publish(error);
            return new CellResult(CellStatus.Failed, count, clock.Elapsed) { Error = error, Diagnostics = diagnostics };
        }
        last = compilation;
        newReferences.Clear();
        submissions++;
        if (assembly is null)
            return new CellResult(CellStatus.Ok, count, clock.Elapsed) { Diagnostics = diagnostics };

        CellGuard.SetAlarm(guard, on: abandoned > 0 || stop.IsCancellationRequested);
        if (OwnsProcess)
            ConsoleRouter.Stray = cell;
        var entry = new CellEntry(compilation, assembly);
        var slots = Slots();
        var isShown = false;
        var run = OnThread(cell, () =>
        {
            var running = entry.Begin(slots);
            // Where it ends here, it shows its value here too.
            if (options.ShowsResult && running.IsCompletedSuccessfully && running.Result is { } value and not DisplayedValue)
            {
                ConsoleRouter.Restore();
                Show(cell, value);
                isShown = true;
            }
            return running;
        });
        await FinishOrLeave(run, stop.Token).ConfigureAwait(false);
        ConsoleRouter.Restore();
        AdvanceStates();

        var ending = run;
        if (run.IsCompletedSuccessfully && !cancel.IsCancellationRequested)
        {
            var value = await run.ConfigureAwait(false);
            // What gave a value has one; only null may also mean that a last expression has none to give.
            var hasValue = value is not null || HasValue(compilation, source.Tree);
            // A handle to what is on show already is not shown once more. Others may compute as they are shown, a query for example: they can be stopped like the cell.
            if (hasValue && !isShown && options.ShowsResult && value is not DisplayedValue)
            {
                ending = OnThread(cell, () =>
                {
                    Show(cell, value);
                    return Task.FromResult<object?>(null);
                });
                await FinishOrLeave(ending, stop.Token).ConfigureAwait(false);
            }
            if (ending.IsCompletedSuccessfully)
                return new CellResult(CellStatus.Ok, count, clock.Elapsed) { Value = value, HasValue = hasValue, Diagnostics = diagnostics };
        }
        var exception = ending.Exception is { } thrown ? CellTraceback.Unwrap(thrown) : ending.IsCanceled ? new TaskCanceledException(ending) : new CellInterruptedException();
        var interrupted = cancel.IsCancellationRequested;
        var shown = interrupted ? CellTraceback.OfInterruption(leftBehind: !ending.IsCompleted) : CellTraceback.OfException(exception, PlaceOf);
        cell.Publish(shown);
        return new CellResult(interrupted ? CellStatus.Interrupted : CellStatus.Failed, count, clock.Elapsed) { Error = shown, Exception = exception, Diagnostics = diagnostics };
    }

    /// <summary>Brings the packages that a cell asks for, saying so below it.</summary>
    /// <returns>Why they cannot be had; null when they are here.</returns>
    private async Task<ErrorOutput?> BringAsync(CellExecution cell, List<PackageDirective> packages, List<string> sources)
    {
        packageSources.AddRange(sources.Except(packageSources));
        var wanted = packages.Where(package => !restored.Contains(package)).ToList();
        if (wanted.Count == 0)
            return null;
        var all = restored.Where(package => !wanted.Exists(later => later.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase))).Concat(wanted).ToList();
        var id = NewDisplayId();
        var names = string.Join(", ", wanted.Select(package => package.Name));
        cell.Publish(new DisplayOutput(MimeBundle.PlainText($"Bringing {names} …"), id));
        var come = 0;
        void Progress(string package) => cell.Publish(new DisplayUpdate(MimeBundle.PlainText($"Bringing {names} … {++come} so far, the last {package}"), id));
        try
        {
            var result = await PackageRestore.RunAsync(all, packageSources, Progress, cell.Cancel).ConfigureAwait(false);
            newReferences.AddRange(references.Add(result));
            restored.Clear();
            restored.AddRange(all);
            var versions = result.Versions.Where(version => wanted.Exists(package => version.StartsWith(package.Name + " ", StringComparison.OrdinalIgnoreCase)));
            cell.Publish(new DisplayUpdate(MimeBundle.PlainText($"Packages: {string.Join(", ", versions)}"), id));
            return null;
        }
        catch (Exception error) when (error is PackageException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            var shown = error is OperationCanceledException ? CellTraceback.OfInterruption(leftBehind: false) : new ErrorOutput("PackageError", error.Message, [error.Message]);
            cell.Publish(new DisplayUpdate(MimeBundle.PlainText($"{names} could not be brought."), id));
            cell.Publish(shown);
            return shown;
        }
    }

    private (CSharpCompilation Compilation, Assembly? Assembly, ImmutableArray<CellDiagnostic> Diagnostics) Compile(GuardedSource source, CancellationToken cancel)
    {
        // A library is bound to what it refers to when it comes in. Were its references found only later, it would be bound anew, and its types would no longer be those of the cells before.
        var bringsLibrary = ((CompilationUnitSyntax)source.Tree.GetRoot()).GetReferenceDirectives().Count > 0;
        if (hasAllReferences || !bringsLibrary)
        {
            var compiled = Compile(source, Next(source.Tree), cancel);
            if (hasAllReferences || !compiled.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
                return compiled;
        }
        // The cell may need something that few cells do: the rest of the framework, or what a library of #r refers to.
        var again = Compile(source, Next(source.Tree, thorough: true), cancel);
        hasAllReferences = !again.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return again;
    }

    private (CSharpCompilation Compilation, Assembly? Assembly, ImmutableArray<CellDiagnostic> Diagnostics) Compile(GuardedSource source, CSharpCompilation compilation, CancellationToken cancel)
    {
        if (((CompilationUnitSyntax)source.Tree.GetRoot()).Members.Count == 0 && compilation.SyntaxTrees.Length == 1)
            return (compilation, null, Describe(compilation.GetDiagnostics(cancel), source));
        using var image = new MemoryStream();
        // What is in a cell of one line is in its first line: the symbols that would say so are a quarter of what compiling a small cell takes.
        var cell = sources[source.Tree.FilePath];
        using var symbols = cell.Lines.Length == 1 && compilation.SyntaxTrees.Length == 1 ? null : new MemoryStream();
        if (symbols is null)
            sources[compilation.AssemblyName!] = cell;
        var emitted = compilation.Emit(image, symbols, options: Emission, cancellationToken: cancel);
        var diagnostics = Describe(emitted.Diagnostics, source);
        if (!emitted.Success)
            return (compilation, null, diagnostics);
        cancel.ThrowIfCancellationRequested();
        image.Position = 0;
        symbols?.Position = 0;
        return (compilation, references.Context.LoadCell(compilation.AssemblyName!, image, symbols), diagnostics);
    }

    /// <summary>The compilation of what would be the next cell.</summary>
    private CSharpCompilation Next(SyntaxTree tree, bool thorough = false)
    {
        var frame = Frame(thorough || hasAllReferences);
        // Checking what unsafe code demands takes a tenth of a small cell's time.
        if (tree.GetText().ToString().Contains("unsafe", StringComparison.Ordinal))
            frame = frame.WithOptions(frame.Options.WithAllowUnsafe(true));
        return frame.AddSyntaxTrees(tree);
    }

    /// <summary>
    /// The next cell's compilation without its code. References and usings are handed down from cell to cell by the compiler. It is kept until a cell
    /// follows or the references change: they are bound once for all that is asked about a cell while it is written, and for running it.
    /// </summary>
    private CSharpCompilation Frame(bool thorough)
    {
        var key = (last, thorough, hasAllReferences, newReferences.Count);
        if (frame is { } kept && kept.Key == key)
            return kept.Compilation;
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            scriptClassName: $"Submission#{submissions}",
            usings: last is null ? Usings : [],
            optimizationLevel: OptimizationLevel.Release,
            concurrentBuild: false,   // a cell is too small to be worth handing from thread to thread
            metadataReferenceResolver: thorough ? references.Thorough : references,
            sourceReferenceResolver: new SourceFileResolver([], Folder));
        IEnumerable<MetadataReference> added = [.. last is null ? SessionReferences.First : [], .. newReferences, .. thorough && !hasAllReferences ? SessionReferences.Others : []];
        var compilation = CSharpCompilation.CreateScriptCompilation($"notebook-{identity}-{submissions + 1}", null, added, options, last, typeof(object));
        frame = (key, compilation);
        return compilation;
    }

    /// <summary>A cell that is being written, unguarded and not run.</summary>
    private (CSharpCompilation Compilation, SyntaxTree Tree) Sketch(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, ParseOptions, Path.Combine(Folder, "cell"));
        return (Next(tree, thorough: true), tree);
    }

    private static ImmutableArray<CellDiagnostic> Describe(ImmutableArray<Diagnostic> diagnostics, GuardedSource source) =>
    [
        .. from diagnostic in diagnostics
           where diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed
           let isHere = diagnostic.Location.SourceTree == source.Tree
           let place = isHere ? source.Original(diagnostic.Location.SourceSpan.Start) : default
           let file = diagnostic.Location.SourceTree is { } tree && !isHere ? $"{Path.GetFileName(tree.FilePath)}: " : ""
           let remedy = diagnostic.Id == "CS0006" ? ". Paths are relative to the notebook's folder; a library of this repository has to be built first (./stocklab builds it)." : ""
           orderby place
           select new CellDiagnostic(diagnostic.Id, diagnostic.Severity, file + diagnostic.GetMessage() + remedy, place.Line + 1, place.Character + 1),
    ];

    /// <summary>The objects of the cells so far, with room for one more.</summary>
    private object?[] Slots()
    {
        if (stateCount + 1 >= states.Length)
            Array.Resize(ref states, 2 * states.Length);
        return states;
    }

    /// <summary>Does a part of a cell on the session's own thread, which can be woken and left behind without harm to the pool.</summary>
    /// <returns>Its end. What waits for a part that ends on the session's thread goes on there.</returns>
    private Task<object?> OnThread(CellExecution cell, Func<Task<object?>> work)
    {
        var completion = new TaskCompletionSource<object?>();
        OwnThread.Run(() =>
        {
            Task<object?> end;
            CellExecution.Current = cell;
            try
            {
                end = work();
            }
            catch (Exception exception)
            {
                end = Task.FromException<object?>(exception);
            }
            finally
            {
                CellExecution.Current = null;
            }
            if (end.IsCompleted)
                completion.TrySetFromTask(end);
            else
                end.ContinueWith(completion.TrySetFromTask, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        });
        return completion.Task;
    }

    private static void Show(CellExecution cell, object? value)
    {
        var bundle = ValueFormats.Format(value);
        // One that was left behind meanwhile is not shown after all.
        cell.Cancel.ThrowIfCancellationRequested();
        cell.Publish(new ResultOutput(bundle, cell.Count));
    }

    /// <summary>Waits for the end of a cell, or leaves it behind with its thread.</summary>
    private async Task FinishOrLeave(Task run, CancellationToken cancel)
    {
        if (await Finish(run, cancel).ConfigureAwait(false))
            return;
        thread!.Leave();
        thread = null;
        Interlocked.Increment(ref abandoned);
        _ = run.ContinueWith(_ => Interlocked.Decrement(ref abandoned), TaskScheduler.Default);
    }

    /// <summary>Waits for the end of a cell; false when it had to be left behind.</summary>
    private async Task<bool> Finish(Task run, CancellationToken cancel)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancel.Register(cancelled.SetResult))
            await Task.WhenAny(run, cancelled.Task).ConfigureAwait(false);
        if (run.IsCompleted)
            return true;
        CellGuard.SetAlarm(guard, on: true);
        var first = Patience / 4;
        await Task.WhenAny(run, Task.Delay(first, CancellationToken.None)).ConfigureAwait(false);
        if (run.IsCompleted)
            return true;
        thread!.Wake();
        await Task.WhenAny(run, Task.Delay(Patience - first, CancellationToken.None)).ConfigureAwait(false);
        return run.IsCompleted;
    }

    private void AdvanceStates()
    {
        while (stateCount < states.Length && states[stateCount] is not null)
            stateCount++;
    }

    private static bool HasValue(CSharpCompilation compilation, SyntaxTree tree)
    {
        if (((CompilationUnitSyntax)tree.GetRoot()).Members.LastOrDefault() is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } statement })
            return false;
        return compilation.GetSemanticModel(tree).GetTypeInfo(statement.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }

    /// <summary>The cell and its line that a frame of the stack stands in; null where it stands in none.</summary>
    private (int Count, int Line, string Source)? PlaceOf(StackFrame frame)
    {
        var file = frame.GetFileName();
        if (!sources.TryGetValue(file ?? frame.GetMethod()?.Module.Assembly.GetName().Name ?? "", out var cell))
            return null;
        var line = file is null ? 1 : frame.GetFileLineNumber();
        return (cell.Count, line, line >= 1 && line <= cell.Lines.Length ? cell.Lines[line - 1].Trim() : "");
    }
}
