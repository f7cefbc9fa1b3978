using System.Collections.Immutable;
using StockLab.Recurrent;

namespace StockLab.Forecasting;

/// <summary>One layer of a network on paper: enough for either engine to build it and to name its parameters as torch does.</summary>
/// <param name="Name">The name of the layer, for example <c>lstm1</c>; its parameters are named after it.</param>
public abstract record Layer(string Name)
{
    /// <summary>The parameters that training adjusts: name and shape, in torch's order.</summary>
    public virtual IEnumerable<(string Name, int[] Shape)> Parameters => [];
}

/// <summary>A recurrent layer, (B, T, Inputs) → (B, T, Hidden), or (B, Hidden) where only the last day is returned.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Cell">The kind of its cell.</param>
/// <param name="Inputs">Features a day.</param>
/// <param name="Hidden">Units.</param>
/// <param name="ReturnSequences">Whether every day's state is returned, or only the last.</param>
public sealed record RecurrentLayer(string Name, Cell Cell, int Inputs, int Hidden, bool ReturnSequences) : Layer(Name)
{
    /// <summary>The blocks of <see cref="Hidden"/> rows in each kernel: 1, 4 (LSTM) or 3 (GRU).</summary>
    public int Gates => Cell switch { Cell.Lstm => 4, Cell.Gru => 3, _ => 1 };

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int[] Shape)> Parameters =>
    [
        ($"{Name}.weight_ih_l0", [Gates * Hidden, Inputs]),
        ($"{Name}.weight_hh_l0", [Gates * Hidden, Hidden]),
        ($"{Name}.bias_ih_l0", [Gates * Hidden]),
        ($"{Name}.bias_hh_l0", [Gates * Hidden]),
    ];
}

/// <summary>A dense layer y = activation(x Wᵀ + b), (B, Inputs) → (B, Outputs).</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Inputs">Values in.</param>
/// <param name="Outputs">Values out.</param>
/// <param name="Activation">What is applied to the sums.</param>
public sealed record DenseLayer(string Name, int Inputs, int Outputs, Activation Activation = Activation.Linear) : Layer(Name)
{
    /// <inheritdoc/>
    public override IEnumerable<(string Name, int[] Shape)> Parameters =>
    [
        ($"{Name}.weight", [Outputs, Inputs]),
        ($"{Name}.bias", [Outputs]),
    ];
}

/// <summary>Sets a share of its inputs to 0 while training and scales the others up; does nothing while forecasting.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Probability">The share, of [0, 1).</param>
public sealed record DropoutLayer(string Name, double Probability) : Layer(Name);

/// <summary>(B, T, H) → (B, T · H).</summary>
/// <param name="Name">The name of the layer.</param>
public sealed record FlattenLayer(string Name) : Layer(Name);

/// <summary>(B, T, F) → (B, T, Count): some neighbouring features.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
public sealed record SelectLayer(string Name, int First, int Count) : Layer(Name);

/// <summary>Several chains of layers that read the same input side by side; what they give is joined, the first chain's first.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Branches">The chains.</param>
public sealed record JoinLayer(string Name, params ImmutableArray<ImmutableArray<Layer>> Branches) : Layer(Name)
{
    /// <inheritdoc/>
    public override IEnumerable<(string Name, int[] Shape)> Parameters => Branches.SelectMany(branch => branch).SelectMany(layer => layer.Parameters);
}
