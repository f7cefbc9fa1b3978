using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>A network of GRU cells (Cho et al., 2014): an LSTM with two gates instead of three and no second state, in Keras's form (reset_after). S0 and S3 stack two such layers and forecast from the state after the last day.</summary>
/// <param name="Features">F, features a day.</param>
/// <param name="Hidden">H, units of both layers.</param>
/// <param name="Outputs">K, values forecast.</param>
/// <param name="Dropout">The share of the first layer's outputs that each training step sets to 0.</param>
public sealed record GruSettings(int Features = 1, int Hidden = 64, int Outputs = 1, double Dropout = 0) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers =>
    [
        new RecurrentLayer("gru1", Cell.Gru, Features, Hidden, ReturnSequences: true),
        new DropoutLayer("dropout", Dropout),
        new RecurrentLayer("gru2", Cell.Gru, Hidden, Hidden, ReturnSequences: false),
        new DenseLayer("dense", Hidden, Outputs),
    ];

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new GruNetwork(this);
}

/// <summary>Two GRU layers, then a dense one: (B, T, F) → (B, K).</summary>
#region network
public sealed class GruNetwork : Module<Tensor, Tensor>
{
    private readonly GRU gru1, gru2;
    private readonly Dropout dropout;
    private readonly Linear dense;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public GruNetwork(GruSettings s) : base(nameof(GruNetwork))
    {
        gru1 = GRU(s.Features, s.Hidden, batchFirst: true);
        gru2 = GRU(s.Hidden, s.Hidden, batchFirst: true);
        dropout = Dropout(s.Dropout);
        dense = Linear(s.Hidden, s.Outputs);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)                        // (B, T, F)
    {
        var (h1, _) = gru1.call(x);                                 // (B, T, H)  the state after every day
        var (h2, _) = gru2.call(dropout.call(h1));                  // (B, T, H)
        return dense.call(h2.select(1, -1));                        // (B, K)     from the state after the last day
    }
}
#endregion
