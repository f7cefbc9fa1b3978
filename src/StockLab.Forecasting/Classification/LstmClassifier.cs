using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>An LSTM that reads the series day by day and decides after the last: what source S2 compared its residual network with.</summary>
#region network
public sealed class LstmClassifier : SeriesClassifier
{
    private readonly LSTM lstm;
    private readonly Linear fc;

    private LstmClassifier(int channels, int classes, int hidden) : base(nameof(LstmClassifier), channels, classes)
    {
        lstm = LSTM(channels, hidden, batchFirst: true);
        fc = Linear(hidden, classes);
        RegisterComponents();
    }

    /// <summary>The state after every day.</summary>
    /// <param name="x">(N, C, T).</param>
    /// <returns>(N, H, T).</returns>
    public override Tensor Features(Tensor x)
    {
        var (h, _, _) = lstm.call(x.transpose(1, 2));       // (N, T, C) → (N, T, H)
        return h.transpose(1, 2);                           // (N, H, T)
    }

    /// <inheritdoc/>
    public override Tensor Head(Tensor features) => fc.call(features.select(2, -1));    // (N, H, T) → (N, H), after the last day → (N, K)
    #endregion

    /// <summary>Builds it.</summary>
    /// <param name="channels">C.</param>
    /// <param name="classes">K.</param>
    /// <param name="hidden">H, units.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    public static LstmClassifier Create(int channels, int classes = 3, int hidden = 32, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        var network = new LstmClassifier(channels, classes, hidden);
        ClassifierInitializer.Initialize(network, new SeededRandom(seed));
        return network;
    }
}
