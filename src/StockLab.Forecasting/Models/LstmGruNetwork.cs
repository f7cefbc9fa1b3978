using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>The ensemble of source S0 as one network: an LSTM and a GRU read the same window side by side, and one dense layer joins what they say.</summary>
/// <param name="Features">F, features a day.</param>
/// <param name="Hidden">H, units of each branch.</param>
/// <param name="Outputs">K, values forecast.</param>
/// <param name="Dropout">The share of the joined state that each training step sets to 0.</param>
public sealed record LstmGruSettings(int Features = 1, int Hidden = 64, int Outputs = 1, double Dropout = 0) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers =>
    [
        new JoinLayer("joined",
            [new RecurrentLayer("lstm", Cell.Lstm, Features, Hidden, ReturnSequences: false)],
            [new RecurrentLayer("gru", Cell.Gru, Features, Hidden, ReturnSequences: false)]),
        new DropoutLayer("dropout", Dropout),
        new DenseLayer("dense", 2 * Hidden, Outputs),
    ];

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new LstmGruNetwork(this);
}

/// <summary>An LSTM and a GRU side by side: (B, T, F) → (B, K).</summary>
#region network
public sealed class LstmGruNetwork : Module<Tensor, Tensor>
{
    private readonly LSTM lstm;
    private readonly GRU gru;
    private readonly Dropout dropout;
    private readonly Linear dense;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public LstmGruNetwork(LstmGruSettings s) : base(nameof(LstmGruNetwork))
    {
        lstm = LSTM(s.Features, s.Hidden, batchFirst: true);
        gru = GRU(s.Features, s.Hidden, batchFirst: true);
        dropout = Dropout(s.Dropout);
        dense = Linear(2 * s.Hidden, s.Outputs);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)                            // (B, T, F)
    {
        var (l, _, _) = lstm.call(x);                                   // (B, T, H)
        var (g, _) = gru.call(x);                                       // (B, T, H)
        var joined = cat([l.select(1, -1), g.select(1, -1)], 1);        // (B, 2H)
        return dense.call(dropout.call(joined));                        // (B, K)
    }
}
#endregion
