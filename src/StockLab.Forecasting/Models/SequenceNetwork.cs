using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>Source S3's "return_sequences with Flatten": the dense layer sees the LSTM's state after every day of the window, not only after the last.</summary>
/// <param name="Features">F, features a day.</param>
/// <param name="Length">T, days a window; fixed, because the dense layer has a weight for each day.</param>
/// <param name="Hidden">H, units of the LSTM.</param>
/// <param name="Outputs">K, values forecast.</param>
public sealed record SequenceSettings(int Features = 1, int Length = 10, int Hidden = 8, int Outputs = 1) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers =>
    [
        new RecurrentLayer("lstm", Cell.Lstm, Features, Hidden, ReturnSequences: true),
        new FlattenLayer("flatten"),
        new DenseLayer("dense", Length * Hidden, Outputs),
    ];

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new SequenceNetwork(this);
}

/// <summary>An LSTM whose whole sequence of states is flattened into a dense layer: (B, T, F) → (B, K).</summary>
#region network
public sealed class SequenceNetwork : Module<Tensor, Tensor>
{
    private readonly LSTM lstm;
    private readonly Linear dense;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public SequenceNetwork(SequenceSettings s) : base(nameof(SequenceNetwork))
    {
        lstm = LSTM(s.Features, s.Hidden, batchFirst: true);
        dense = Linear(s.Length * s.Hidden, s.Outputs);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)            // (B, T, F)
    {
        var (h, _, _) = lstm.call(x);                   // (B, T, H)
        return dense.call(h.flatten(1));                // (B, T·H) → (B, K)
    }
}
#endregion
