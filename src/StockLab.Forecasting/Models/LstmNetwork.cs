using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>A network of LSTM cells (Hochreiter and Schmidhuber, 1997), whose gates decide what is kept. S0 and S3 stack two such layers and forecast from the state after the last day.</summary>
/// <param name="Features">F, features a day.</param>
/// <param name="Hidden">H, units of both layers.</param>
/// <param name="Outputs">K, values forecast.</param>
/// <param name="Dropout">The share of the first layer's outputs that each training step sets to 0.</param>
public sealed record LstmSettings(int Features = 1, int Hidden = 64, int Outputs = 1, double Dropout = 0) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers =>
    [
        new RecurrentLayer("lstm1", Cell.Lstm, Features, Hidden, ReturnSequences: true),
        new DropoutLayer("dropout", Dropout),
        new RecurrentLayer("lstm2", Cell.Lstm, Hidden, Hidden, ReturnSequences: false),
        new DenseLayer("dense", Hidden, Outputs),
    ];

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new LstmNetwork(this);
}

/// <summary>Two LSTM layers, then a dense one: (B, T, F) → (B, K).</summary>
#region network
public sealed class LstmNetwork : Module<Tensor, Tensor>
{
    private readonly LSTM lstm1, lstm2;
    private readonly Dropout dropout;
    private readonly Linear dense;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public LstmNetwork(LstmSettings s) : base(nameof(LstmNetwork))
    {
        lstm1 = LSTM(s.Features, s.Hidden, batchFirst: true);
        lstm2 = LSTM(s.Hidden, s.Hidden, batchFirst: true);
        dropout = Dropout(s.Dropout);
        dense = Linear(s.Hidden, s.Outputs);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)                        // (B, T, F)
    {
        var (h1, _, _) = lstm1.call(x);                                 // (B, T, H)  the state after every day
        var (h2, _, _) = lstm2.call(dropout.call(h1));                  // (B, T, H)
        return dense.call(h2.select(1, -1));                        // (B, K)     from the state after the last day
    }
}
#endregion
