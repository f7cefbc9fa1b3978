namespace StockLab.Market;

/// <summary>Spaces the starts of requests: none begins sooner after the one before than the interval, however many callers there are.</summary>
internal sealed class RequestPace(TimeSpan interval, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Waits for the caller's turn.</summary>
    internal async Task TakeTurnAsync(CancellationToken cancel)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var turn = now > _next ? now : _next;
            _next = turn + interval;
            wait = turn - now;
        }
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancel).ConfigureAwait(false);
    }
}
