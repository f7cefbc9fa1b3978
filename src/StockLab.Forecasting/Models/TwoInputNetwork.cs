using System.Collections.Immutable;
using StockLab.Recurrent;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>
/// Source S3's model with several inputs: the price columns and the other columns each get a recurrent layer of their own, and what the two say is joined
/// (Keras's functional API: Input, Input, concatenate).
/// </summary>
/// <param name="Features">F, features a day, both inputs together.</param>
/// <param name="FirstInput">F₁: the first so many columns are input one, the rest input two.</param>
/// <param name="Hidden1">H₁, units for input one.</param>
/// <param name="Hidden2">H₂, units for input two.</param>
/// <param name="Joined">J, units of the dense layer after joining.</param>
/// <param name="Outputs">K, values forecast.</param>
public sealed record TwoInputSettings(int Features, int FirstInput, int Hidden1 = 10, int Hidden2 = 20, int Joined = 8, int Outputs = 1) : NetworkSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<Layer> Layers
    {
        get
        {
            Check();
            return
            [
                new JoinLayer("both",
                    [new SelectLayer("input1", 0, FirstInput), new RecurrentLayer("first", Cell.Gru, FirstInput, Hidden1, ReturnSequences: false)],
                    [new SelectLayer("input2", FirstInput, Features - FirstInput), new RecurrentLayer("second", Cell.Gru, Features - FirstInput, Hidden2, ReturnSequences: false)]),
                new DenseLayer("joined", Hidden1 + Hidden2, Joined, Activation.Relu),
                new DenseLayer("output", Joined, Outputs),
            ];
        }
    }

    /// <inheritdoc/>
    public override Module<Tensor, Tensor> Build()
    {
        Check();
        return new TwoInputNetwork(this);
    }

    private void Check()
    {
        if (FirstInput <= 0 || FirstInput >= Features)
            throw new ArgumentException($"Input one cannot have {FirstInput} of {Features} columns: each input needs at least one.");
    }
}

/// <summary>Two recurrent branches on different columns, joined: (B, T, F₁ + F₂) → (B, K).</summary>
#region network
public sealed class TwoInputNetwork : Module<Tensor, Tensor>
{
    private readonly TwoInputSettings s;
    private readonly GRU first, second;
    private readonly Linear joined, output;

    /// <summary>Builds the layers of <paramref name="s"/>.</summary>
    public TwoInputNetwork(TwoInputSettings s) : base(nameof(TwoInputNetwork))
    {
        this.s = s;
        first = GRU(s.FirstInput, s.Hidden1, batchFirst: true);
        second = GRU(s.Features - s.FirstInput, s.Hidden2, batchFirst: true);
        joined = Linear(s.Hidden1 + s.Hidden2, s.Joined);
        output = Linear(s.Joined, s.Outputs);
        RegisterComponents();
    }

    /// <summary>Forecasts from a batch of windows.</summary>
    public override Tensor forward(Tensor x)                                                        // (B, T, F₁ + F₂)
    {
        var (h1, _) = first.call(x.narrow(2, 0, s.FirstInput));                                     // (B, T, H₁)
        var (h2, _) = second.call(x.narrow(2, s.FirstInput, s.Features - s.FirstInput));            // (B, T, H₂)
        var both = cat([h1.select(1, -1), h2.select(1, -1)], 1);                                    // (B, H₁ + H₂)
        return output.call(joined.call(both).relu());                                               // (B, J) → (B, K)
    }
}
#endregion
