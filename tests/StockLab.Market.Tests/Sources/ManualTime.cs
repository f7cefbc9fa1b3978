namespace StockLab.Market.Tests;

/// <summary>A clock that stands still until it is moved; moving it fires the timers on the way, in order.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly SemaphoreSlim _waited = new(0);
    private DateTimeOffset _now = start;

    /// <summary>The limit on a request in these tests. It runs out only where a server hangs: everything else takes no time.</summary>
    internal static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(29.5);

    /// <summary>All waits that were asked for, but for the limits on requests.</summary>
    internal List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer and fires it; false if there is none. Limits on requests count only if a server hangs.</summary>
    internal bool MoveToNext(bool serverHangs)
    {
        ManualTimer? next;
        lock (_gate)
        {
            next = _timers.Where(timer => serverHangs == (timer.Length == RequestLimit)).MinBy(timer => timer.Due);
            if (next is null)
                return false;
            if (next.Due > _now)
                _now = next.Due;
            _timers.Remove(next);
        }
        next.Fire();
        return true;
    }

    /// <summary>Sets the clock, where no timer waits.</summary>
    internal void MoveTo(DateTimeOffset moment)
    {
        lock (_gate)
        {
            Assert.Empty(_timers);
            _now = moment;
        }
    }

    /// <summary>Moves the clock whenever the work waits for it, until the work is done.</summary>
    internal async Task<T> RunAsync<T>(Task<T> work, LoopbackServer? server = null)
    {
        while (!work.IsCompleted)
        {
            if (!MoveToNext(server is { IsHanging: true }))
                await _waited.WaitAsync(TimeSpan.FromMilliseconds(2));      // until somebody waits; a server that hangs and the end of the work are seen a little later
        }
        return await work;
    }

    /// <summary>The same for work without a result.</summary>
    internal Task RunAsync(Task work, LoopbackServer? server = null) => RunAsync(Wrap(work), server);

    private static async Task<bool> Wrap(Task work)
    {
        await work;
        return true;
    }

    private sealed class ManualTimer(ManualTime clock, TimerCallback callback, object? state) : ITimer
    {
        internal DateTimeOffset Due { get; private set; }

        internal TimeSpan Length { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime < TimeSpan.Zero)        // infinite: switched off
                    return true;
                Length = dueTime;
                Due = clock._now + dueTime;
                clock._timers.Add(this);
                if (dueTime != RequestLimit)
                {
                    clock.Waits.Add(dueTime);
                    clock._waited.Release();
                }
            }
            return true;
        }

        internal void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
