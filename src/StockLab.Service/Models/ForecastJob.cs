using System.Threading.Tasks.Sources;

namespace StockLab.Service;

/// <summary>A request's windows on their way through the network. Awaiting it allocates nothing; one instance serves one request after another.</summary>
internal sealed class ForecastJob : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> core = new() { RunContinuationsAsynchronously = true };

    /// <summary>The windows, (N, T, F).</summary>
    public float[] Windows { get; private set; } = [];

    /// <summary>The forecasts, (N, K), scaled.</summary>
    public float[] Forecasts { get; private set; } = [];

    /// <summary>N.</summary>
    public int Count { get; private set; }

    /// <summary>The next window to go into a batch.</summary>
    public int Next { get; set; }

    /// <summary>The client that waits.</summary>
    public CancellationToken Cancel { get; private set; }

    /// <summary>Waits for the forecasts.</summary>
    public ValueTask Completion => new(this, core.Version);

    /// <summary>Makes room for a request.</summary>
    /// <param name="count">N.</param>
    /// <param name="values">T · F.</param>
    /// <param name="outputs">K.</param>
    /// <param name="cancel">The client leaves.</param>
    public void Begin(int count, int values, int outputs, CancellationToken cancel)
    {
        core.Reset();
        (Count, Next, Cancel) = (count, 0, cancel);
        if (Windows.Length < count * values || Windows.Length > 16 * Math.Max(count * values, 4096))
            Windows = new float[count * values];
        if (Forecasts.Length < count * outputs)
            Forecasts = new float[count * outputs];
    }

    public void Complete() => core.SetResult(true);

    public void Fail(Exception error) => core.SetException(error);

    void IValueTaskSource.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => core.OnCompleted(continuation, state, token, flags);
}
