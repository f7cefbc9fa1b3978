using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>The network of source S4: LSTM(SIZE_UNIT_INPUT, return sequences) → LSTM(SIZE_UNIT_HIDDEN) → Dense(SIZE_UNIT_OUTPUT), two layers of different width.</summary>
/// <param name="Features">F, features a day.</param>
/// <param name="First">H₁, units of the first LSTM layer.</param>
/// <param name="Second">H₂, units of the second LSTM layer.</param>
/// <param name="Outputs">K, values forecast.</param>
public sealed record TwoLayerLstmSettings(int Features = 1, int First = 50, int Second = 64, int Outputs = 1) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers =>
    [
        new RecurrentLayer("lstm1", Cell.Lstm, Features, First, ReturnSequences: true),
        new RecurrentLayer("lstm2", Cell.Lstm, First, Second, ReturnSequences: false),
        new DenseLayer("dense", Second, Outputs),
    ];

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new TwoLayerLstm(this);
}

/// <summary>Two LSTM layers of different width, then a dense one: (B, T, F) → (B, K).</summary>
#region network
public sealed class TwoLayerLstm : Module<Tensor, Tensor>
{
    private readonly LSTM lstm1, lstm2;
    private readonly Linear dense;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public TwoLayerLstm(TwoLayerLstmSettings s) : base(nameof(TwoLayerLstm))
    {
        lstm1 = LSTM(s.Features, s.First, batchFirst: true);
        lstm2 = LSTM(s.First, s.Second, batchFirst: true);
        dense = Linear(s.Second, s.Outputs);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)            // (B, T, F)
    {
        var (h1, _, _) = lstm1.call(x);                 // (B, T, H₁)  the state after every day
        var (h2, _, _) = lstm2.call(h1);                // (B, T, H₂)
        return dense.call(h2.select(1, -1));            // (B, K)      from the state after the last day
    }
}
#endregion
