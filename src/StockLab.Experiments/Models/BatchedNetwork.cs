using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>
/// A network with room for a few windows, that answers each of them in the same bits whatever else is in the batch. One instance belongs to one thread at a time;
/// asking the fused engine allocates nothing.
/// </summary>
public sealed class BatchedNetwork : IDisposable
{
    // The fused engine sums fewer rows than this in another order, and more than a chunk of its work space in several pieces, the last of which may be that short.
    private const int FewestRows = 4, MostRows = 16;

    private readonly INetwork network;
    private readonly int window, features, outputs;
    private readonly float[] x, y;

    internal BatchedNetwork(INetwork network, int window)
    {
        (this.network, this.window) = (network, window);
        (features, outputs) = (network.Settings.Features, network.Settings.Outputs);
        x = new float[MostRows * window * features];
        y = new float[MostRows * outputs];
    }

    /// <summary>The most windows that go at once.</summary>
    public static int Capacity => MostRows;

    /// <summary>Where the i-th window goes, (T, F) row-major and scaled.</summary>
    public Span<float> Window(int i) => x.AsSpan(i * window * features, window * features);

    /// <summary>What the network says of the i-th window, (K), still scaled.</summary>
    public ReadOnlySpan<float> Forecast(int i) => y.AsSpan(i * outputs, outputs);

    /// <summary>Forecasts the first windows.</summary>
    /// <param name="count">How many, 1 to <see cref="Capacity"/>.</param>
    public void Run(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostRows);
        if (network.Engine == Engine.Fused)
        {
            // Rows that nobody asked about keep the engine on its way for many rows.
            var rows = Math.Max(count, FewestRows);
            x.AsSpan(count * window * features, (rows - count) * window * features).Clear();
            network.Predict(x.AsSpan(0, rows * window * features), rows, window, y.AsSpan(0, rows * outputs));
            return;
        }
        for (var i = 0; i < count; i++)
            network.Predict(Window(i), 1, window, y.AsSpan(i * outputs, outputs));
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}
