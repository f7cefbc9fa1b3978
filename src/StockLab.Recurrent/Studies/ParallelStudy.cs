using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockLab.Recurrent;

/// <summary>
/// Runs many independent tasks, one thread a core, and keeps every finished result in a file of its own, so that an interrupted study goes on where it stopped.
/// </summary>
/// <remarks>
/// The results come in the order of the tasks. They do not depend on the number of cores as long as the work depends on nothing but its task: draw random numbers
/// from a seed in the task.
/// </remarks>
/// <typeparam name="TTask">What one piece of work is about; written to its file as JSON, and compared with it before a result is taken from there.</typeparam>
/// <typeparam name="TResult">What it yields; kept as JSON.</typeparam>
public sealed class ParallelStudy<TTask, TResult>
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, WriteIndented = true };

    private readonly ImmutableArray<TTask> _tasks;
    private readonly ImmutableArray<string> _names;
    private readonly Func<TTask, CancellationToken, TResult> _work;

    /// <summary>Describes a study; <see cref="Run"/> runs it.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="name">A short name a task, unique, good for a file: letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, <c>=</c>.</param>
    /// <param name="work">The work; called on several threads at once.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is no file name.</exception>
    public ParallelStudy(IEnumerable<TTask> tasks, Func<TTask, string> name, Func<TTask, CancellationToken, TResult> work)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(work);
        _tasks = [.. tasks];
        _names = [.. _tasks.Select(name)];
        _work = work;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase); // some file systems do not tell cases apart
        foreach (var text in _names)
        {
            if (string.IsNullOrEmpty(text) || text[0] == '.' || text.Length > 120 || !text.All(c => char.IsAsciiLetterOrDigit(c) || "-_.=".Contains(c)))
                throw new ArgumentException($"The task name '{text}' is no file name. Use 1 to 120 letters, digits, '-', '_', '.' or '=', not beginning with '.'.", nameof(name));
            if (!seen.Add(text))
                throw new ArgumentException($"The task name '{text}' occurs twice. Give every task its own.", nameof(name));
        }
    }

    /// <summary>Threads to use; 0: one a core.</summary>
    public int Cores { get; init; }

    /// <summary>Where results are kept, one file a task; null: nowhere, the study cannot be resumed.</summary>
    public string? Folder { get; init; }

    /// <summary>Told after every task, and once at the beginning; never by two threads at once.</summary>
    public Action<StudyProgress>? OnProgress { get; init; }

    /// <summary>Runs every task that has no result on disk yet.</summary>
    /// <param name="cancel">Stops handing out tasks; the work gets it too. What is finished stays on disk.</param>
    /// <returns>The results in the order of the tasks.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="AggregateException">Tasks failed: one <see cref="StudyTaskException"/> each. All others were finished and kept first.</exception>
    public IReadOnlyList<TResult> Run(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var results = new TResult[_tasks.Length];
        var open = new List<int>();
        if (Folder is not null)
            Directory.CreateDirectory(Folder);
        for (var i = 0; i < _tasks.Length; i++)
        {
            if (!TryReadResult(i, out results[i]))
                open.Add(i);
        }

        var watch = Stopwatch.StartNew();
        var resumed = _tasks.Length - open.Count;
        var done = 0;
        var failures = new List<(int Task, Exception Problem)>();
        var gate = new Lock();
        OnProgress?.Invoke(new StudyProgress(resumed, _tasks.Length, resumed, TimeSpan.Zero, null));

        var workers = Math.Max(1, Math.Min(Cores > 0 ? Cores : Environment.ProcessorCount, open.Count));
        var ranges = new TaskRanges(open.Count, workers);
        Exception? broken = null;
        var threads = new Thread[workers];
        for (var worker = 0; worker < workers; worker++)
        {
            var self = worker;
            threads[worker] = new Thread(() => Work(self)) { Name = $"study {self}", IsBackground = true };
            threads[worker].Start();
        }
        foreach (var thread in threads)
            thread.Join();

        if (broken is not null)
            throw new InvalidOperationException($"The study stopped: {broken.Message}", broken);
        cancel.ThrowIfCancellationRequested();
        if (failures.Count > 0)
            throw new AggregateException($"{failures.Count} of {_tasks.Length} tasks failed.", failures.OrderBy(f => f.Task).Select(f => new StudyTaskException(_names[f.Task], f.Problem)));
        return results;

        void Work(int self)
        {
            while (!cancel.IsCancellationRequested && broken is null && ranges.TryTake(self, out var number))
            {
                var task = open[number];
                Exception? failure = null;
                try
                {
                    results[task] = _work(_tasks[task], cancel);
                }
                catch (OperationCanceledException) when (cancel.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception problem)
                {
                    failure = problem; // reported at the end: one bad task must not cost the others
                }
                try
                {
                    if (failure is null)
                        WriteResult(task, results[task]);
                    lock (gate)
                    {
                        done++;
                        if (failure is not null)
                            failures.Add((task, failure));
                        OnProgress?.Invoke(new StudyProgress(resumed + done, _tasks.Length, resumed, watch.Elapsed, watch.Elapsed / done * (open.Count - done)));
                    }
                }
                catch (Exception problem)
                {
                    broken = problem; // a full disk or a broken observer would fail every task alike
                    return;
                }
            }
        }
    }

    private sealed record Kept(JsonElement Task, TResult Result);

    private string PathOf(int task) => Path.Combine(Folder!, _names[task] + ".json");

    private void WriteResult(int task, TResult result)
    {
        if (Folder is null)
            return;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new Kept(JsonSerializer.SerializeToElement(_tasks[task], Json), result), Json);
        AtomicFile.Write(PathOf(task), stream => stream.Write(bytes));
    }

    /// <summary>A result is taken from disk only if it is whole and belongs to the very same task; otherwise the work is done again.</summary>
    private bool TryReadResult(int task, out TResult result)
    {
        result = default!;
        if (Folder is null || !File.Exists(PathOf(task)))
            return false;
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(PathOf(task)), Json);
            if (kept is null || kept.Task.ValueKind == JsonValueKind.Undefined || !JsonElement.DeepEquals(kept.Task, JsonSerializer.SerializeToElement(_tasks[task], Json)))
                return false;
            result = kept.Result;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>One task of a study failed.</summary>
public sealed class StudyTaskException : Exception
{
    internal StudyTaskException(string task, Exception problem)
        : base($"Task '{task}' failed: {problem.Message}", problem) => Task = task;

    /// <summary>The name of the task.</summary>
    public string Task { get; }
}
