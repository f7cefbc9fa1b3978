using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>The network of source S1: LSTM(50, return sequences) → LSTM(50) → Dense(25) → Dense(1), no activation on the dense layers.</summary>
/// <param name="Features">F, features a day.</param>
/// <param name="Hidden">H, units of both LSTM layers.</param>
/// <param name="Dense">D, units of the first dense layer.</param>
/// <param name="Outputs">K, values forecast.</param>
public sealed record StackedLstmSettings(int Features = 1, int Hidden = 50, int Dense = 25, int Outputs = 1) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers =>
    [
        new RecurrentLayer("lstm1", Cell.Lstm, Features, Hidden, ReturnSequences: true),
        new RecurrentLayer("lstm2", Cell.Lstm, Hidden, Hidden, ReturnSequences: false),
        new DenseLayer("dense1", Hidden, Dense),
        new DenseLayer("dense2", Dense, Outputs),
    ];

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new StackedLstm(this);
}

/// <summary>Two LSTM layers on top of each other, then two dense layers: (B, T, F) → (B, K).</summary>
#region network
public sealed class StackedLstm : Module<Tensor, Tensor>
{
    private readonly LSTM lstm1, lstm2;
    private readonly Linear dense1, dense2;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public StackedLstm(StackedLstmSettings s) : base(nameof(StackedLstm))
    {
        lstm1 = LSTM(s.Features, s.Hidden, batchFirst: true);
        lstm2 = LSTM(s.Hidden, s.Hidden, batchFirst: true);
        dense1 = Linear(s.Hidden, s.Dense);
        dense2 = Linear(s.Dense, s.Outputs);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)        // (B, T, F)  a window of T days, F features a day
    {
        var (h1, _, _) = lstm1.call(x);             // (B, T, H)  the state after every day ("return sequences")
        var (h2, _, _) = lstm2.call(h1);            // (B, T, H)
        var last = h2.select(1, -1);                // (B, H)     only the state after the last day
        return dense2.call(dense1.call(last));      // (B, K)     through (B, D)
    }
}
#endregion
