namespace StockLab.Market;

/// <summary>Spaces the starts of requests: none begins sooner after the one before than the interval, however many callers there are.</summary>
internal sealed class RequestPace(TimeSpan interval, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _interval = (long)(interval.TotalSeconds * time.TimestampFrequency);
    private long _next = long.MinValue;

    /// <summary>Waits for the caller's turn.</summary>
    internal async Task TakeTurnAsync(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var turn = Math.Max(now, _next);
            _next = turn + _interval;
            wait = time.GetElapsedTime(now, turn);
        }
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancel).ConfigureAwait(false);
    }
}
