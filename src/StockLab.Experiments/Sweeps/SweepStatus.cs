using System.Text.Json;
using StockLab.Display;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>Where a sweep stands. In a notebook and on a terminal it is a table.</summary>
/// <param name="Name">The sweep.</param>
/// <param name="Symbol">The ticker.</param>
/// <param name="Origin">Where the prices come from.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="Mode">Honest or faithful.</param>
/// <param name="Stages">S4's stages and their states.</param>
/// <param name="States">How many tasks are in which state; states without a task are missing.</param>
/// <param name="Running">The tasks that run.</param>
/// <param name="Recent">Results recorded within <see cref="Window"/>.</param>
/// <param name="Since">How long ago the first of these was recorded.</param>
/// <param name="SecondsATask">The mean time of a training so far; NaN before the first.</param>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed record SweepStatus(
    string Name, string Symbol, PriceOrigin Origin, string Recipe, Mode Mode, IReadOnlyList<(string Stage, string Status)> Stages, IReadOnlyDictionary<TaskState, int> States,
    IReadOnlyList<RunningTask> Running, int Recent, TimeSpan Since, double SecondsATask) : IDisplaysAs<Table>
{
    /// <summary>What "recent" means.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>All tasks.</summary>
    public int Tasks => States.Values.Sum();

    /// <summary>Tasks that have ended: completed, failed for good, cancelled or pruned.</summary>
    public int Ended => Tasks - Of(TaskState.NotExecuted) - Of(TaskState.Running);

    /// <summary>Results a minute, of late; 0 before the first. Where tasks take so long that none need have ended of late, what the running ones promise by the mean time of a task.</summary>
    public double PerMinute => Recent > 0 ? Recent / Math.Max(1e-3, Since.TotalMinutes + (SecondsATask / 60 / Math.Max(1, Running.Count)))
        : Running.Count * Window.TotalSeconds < 3 * SecondsATask ? 60 * Running.Count / SecondsATask : 0;

    /// <summary>The time left at that rate; null before the first result, or where nobody has recorded any of late.</summary>
    public TimeSpan? Left => Ended == Tasks ? TimeSpan.Zero : PerMinute > 0 ? TimeSpan.FromMinutes((Tasks - Ended) / PerMinute) : null;

    /// <summary>How many tasks are in a state.</summary>
    public int Of(TaskState state) => States.GetValueOrDefault(state);

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var left = Ended == Tasks ? "done"
            : Left is { } time ? FormattableString.Invariant($"{PerMinute:0.#} tasks a minute, about {Duration.Text(time)} left")
            : Of(TaskState.Completed) == 0 ? "no result yet" : "no result of late";
        var table = new Table($"{Name} · {Recipe} · {Symbol} · {Mode.ToString().ToLowerInvariant()}", "State", "Tasks", "Share").Format("Share", "0 %")
            .Caption($"{string.Join(" · ", Stages.Select(stage => $"{stage.Stage} {stage.Status}"))} · {left} · {Origin}").All();
        foreach (var state in Enum.GetValues<TaskState>().Where(state => state is TaskState.NotExecuted or TaskState.Running or TaskState.Completed || Of(state) > 0))
            table.Row(state.ToString(), Of(state), Tasks == 0 ? 0.0 : Of(state) / (double)Tasks);
        return table;
    }

    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        recipe = Recipe,
        symbol = Symbol,
        mode = Mode.ToString().ToLowerInvariant(),
        source = Origin.Source,
        generated = Origin.IsGenerated,
        stages = Stages.ToDictionary(stage => stage.Stage, stage => stage.Status),
        tasks = Tasks,
        states = Enum.GetValues<TaskState>().ToDictionary(state => state.ToString(), Of),
        running = Running.Select(task => new { task = task.Code, worker = task.Worker, @try = task.Try, silent_seconds = task.Silent.TotalSeconds }),
        tasks_per_minute = PerMinute,
        seconds_left = Left?.TotalSeconds,
        seconds_a_task = double.IsNaN(SecondsATask) ? null : (double?)SecondsATask,
    });
}
