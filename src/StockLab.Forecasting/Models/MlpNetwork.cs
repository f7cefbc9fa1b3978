using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>A multi-layer perceptron on the flattened window: it sees every day at once and knows no order among them. Widths of source S3.</summary>
/// <param name="Features">F, features a day.</param>
/// <param name="Length">T, days a window; fixed, unlike in a recurrent network.</param>
/// <param name="Hidden1">Units of the first layer.</param>
/// <param name="Hidden2">Units of the second layer.</param>
/// <param name="Outputs">K, values forecast.</param>
/// <param name="Dropout">The share of each layer's outputs that each training step sets to 0.</param>
public sealed record MlpSettings(int Features = 1, int Length = 10, int Hidden1 = 64, int Hidden2 = 32, int Outputs = 1, double Dropout = 0) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers =>
    [
        new FlattenLayer("flatten"),
        new DenseLayer("dense1", Length * Features, Hidden1, Activation.Relu),
        new DropoutLayer("dropout", Dropout),
        new DenseLayer("dense2", Hidden1, Hidden2, Activation.Relu),
        new DropoutLayer("dropout", Dropout),
        new DenseLayer("dense3", Hidden2, Outputs),
    ];

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build() => new MlpNetwork(this);
}

/// <summary>Three dense layers on the flattened window: (B, T, F) → (B, K).</summary>
#region network
public sealed class MlpNetwork : Module<Tensor, Tensor>
{
    private readonly Linear dense1, dense2, dense3;
    private readonly Dropout dropout;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public MlpNetwork(MlpSettings s) : base(nameof(MlpNetwork))
    {
        dense1 = Linear(s.Length * s.Features, s.Hidden1);
        dense2 = Linear(s.Hidden1, s.Hidden2);
        dense3 = Linear(s.Hidden2, s.Outputs);
        dropout = Dropout(s.Dropout);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)                                        // (B, T, F)
    {
        var h1 = dense1.call(x.flatten(1)).relu();                                  // (B, T·F) → (B, H₁)
        var h2 = dense2.call(dropout.call(h1)).relu();                              // (B, H₂)
        return dense3.call(dropout.call(h2));                                       // (B, K)
    }
}
#endregion
