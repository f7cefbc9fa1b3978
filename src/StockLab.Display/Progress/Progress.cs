using System.Globalization;

namespace StockLab.Display;

/// <summary>
/// What long work reports: how much is done, of how much, and in the worker's own words how it goes. It does not know what the work is. Whoever watches
/// connects it to a terminal or to a notebook's output:
/// <code>
/// using var progress = new Progress("training", total: 25).Live(Console.Error);   // a terminal
/// using var progress = new Progress("training", total: 25);                        // a notebook
/// progress.Live(display(progress).Update);
/// for (…) progress.Step($"loss {loss:0.0000}");
/// </code>
/// Safe to use from several threads.
/// </summary>
[TypeFormatterSource(typeof(Shows<Progress>))]
public sealed class Progress : IDisplayable, IDisposable
{
    private static readonly TimeSpan NotebookInterval = TimeSpan.FromSeconds(0.2);
    private readonly Lock gate = new();
    private readonly List<(Throttle Throttle, Action<bool> Show)> watchers = [];
    private readonly TimeProvider clock;
    private readonly CancellationToken cancel;
    private readonly long started;
    private readonly int before;
    private TimeSpan? took;

    /// <summary>Work that begins now.</summary>
    /// <param name="what">What is being done: <c>training</c>.</param>
    /// <param name="total">How many steps there are, if that is known.</param>
    /// <param name="cancel">Once cancelled, the next step throws.</param>
    /// <param name="clock">The clock; the system's unless a test brings its own.</param>
    /// <param name="done">Steps that an earlier run has done: they count as done, and not for the pace.</param>
    public Progress(string what, int? total = null, CancellationToken cancel = default, TimeProvider? clock = null, int done = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total ?? 0, nameof(total));
        ArgumentOutOfRangeException.ThrowIfNegative(done);
        (What, Total, Done, before, this.cancel, this.clock) = (what, total, done, done, cancel, clock ?? TimeProvider.System);
        started = this.clock.GetTimestamp();
    }

    /// <summary>What is being done.</summary>
    public string What { get; }

    /// <summary>How many steps there are, or null if nobody knows.</summary>
    public int? Total { get; }

    /// <summary>How many steps are done, those of an earlier run among them.</summary>
    public int Done { get; private set; }

    /// <summary>The worker's last words, such as the present loss.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Whether the work has ended, completely or not.</summary>
    public bool IsOver => took is not null;

    /// <summary>The time since the beginning; after the end, the time it took.</summary>
    public TimeSpan Elapsed => took ?? clock.GetElapsedTime(started);

    /// <summary>The time that the remaining steps will take if they go on like those of this run; null before its first step, or without a total.</summary>
    public TimeSpan? Remaining => Total is { } total && Done > before ? Elapsed / (Done - before) * Math.Max(0, total - Done) : null;

    /// <summary>Shows progress on a terminal: a bar that moves, or, where the output goes to a file or a pipe, a line every few seconds.</summary>
    /// <param name="terminal">Usually <see cref="Console.Error"/>, so that results on the standard output stay clean.</param>
    public Progress Live(TextWriter terminal) => Live(TerminalBar.On(terminal));

    /// <summary>Shows progress in place in a notebook.</summary>
    /// <param name="update">The <c>Update</c> of what <c>display(progress)</c> returned. Called five times a second at most.</param>
    public Progress Live(Action<object> update) => Watch(NotebookInterval, _ => update(this));

    /// <summary>One step is done.</summary>
    /// <param name="message">How it goes.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Step(string? message = null) => Report(null, message);

    /// <summary>So many steps are done in all.</summary>
    /// <param name="done">The steps done, those of an earlier run among them.</param>
    /// <param name="message">How it goes.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Report(int done, string? message = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(done);
        Report((int?)done, message);
    }

    /// <summary>The work has ended, wherever it stands: the last state is shown. Further calls do nothing.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (took is null)
            {
                took = clock.GetElapsedTime(started);
                Show(last: true);
            }
        }
    }

    /// <summary>The state in words: <c>training 12/25, 48 %, 4 s left · loss 0.0034</c>. Ended work tells no times, so that a notebook run twice reads the same.</summary>
    public override string ToString()
    {
        var state = Total is { } total ? string.Create(CultureInfo.InvariantCulture, $"{Done}/{total}") : string.Create(CultureInfo.InvariantCulture, $"{Done}");
        var share = Total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Math.Min(100, 100.0 * Done / Total.Value):0} %") : "";
        var left = IsOver ? (Total is { } all && Done < all ? ", stopped" : "") : Remaining is { } time ? $", {Duration.Text(time)} left" : "";
        return $"{What} {state}{share}{left}{(Message.Length > 0 ? " · " + Message : "")}";
    }

    /// <inheritdoc/>
    public static IReadOnlyList<string> PreferredMimeTypes => ["text/html", "text/plain"];

    /// <inheritdoc/>
    public static IReadOnlyList<string> MimeTypes => PreferredMimeTypes;

    /// <inheritdoc/>
    public string Render(string mimeType) => mimeType switch
    {
        "text/plain" => ToString(),
        "text/html" => string.Create(CultureInfo.InvariantCulture, $"""
            <div style="max-width:520px;font-variant-numeric:tabular-nums"><div style="height:6px;border-radius:3px;background:rgba(128,128,128,.25);overflow:hidden"><div style="height:6px;width:{Percent:0.#}%;background:#0072b2"></div></div><div style="padding:3px 0">{SvgWriter.Escape(ToString())}</div></div>
            """),
        _ => throw new ArgumentException($"Progress cannot show itself as '{mimeType}'; it knows {string.Join(", ", MimeTypes)}.", nameof(mimeType)),
    };

    internal double Percent => Total > 0 ? Math.Min(100, 100.0 * Done / Total.Value) : IsOver ? 100 : 0;

    internal Progress Live(TerminalBar bar) => Watch(bar.Interval, last => bar.Show(this, last));

    private Progress Watch(TimeSpan interval, Action<bool> show)
    {
        lock (gate)
        {
            watchers.Add((new(interval, clock), show));
        }

        return this;
    }

    private void Report(int? done, string? message)
    {
        lock (gate)
        {
            if (cancel.IsCancellationRequested)
            {
                Dispose();
                cancel.ThrowIfCancellationRequested();
            }

            (Done, Message) = (done ?? Done + 1, message ?? Message);
            Show(last: false);
        }
    }

    private void Show(bool last)
    {
        foreach (var (throttle, show) in watchers)
        {
            if (throttle.Open() || last)
            {
                show(last);
            }
        }
    }
}
