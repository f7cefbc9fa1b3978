using System.Collections.Immutable;

namespace StockLab.Recurrent;

/// <summary>One recurrent layer.</summary>
/// <param name="Cell">Its kind.</param>
/// <param name="Units">Width H of its hidden state.</param>
/// <param name="Dropout">Share of its outputs dropped on the way to the next layer while training, 0 to below 1.</param>
/// <param name="L1">Penalty L1 · Σ|w| on its two weight matrices.</param>
/// <param name="L2">Penalty L2 · Σw² on its two weight matrices.</param>
public readonly record struct RecurrentLayerSpec(Cell Cell, int Units, double Dropout = 0, double L1 = 0, double L2 = 0);

/// <summary>One dense layer of the head.</summary>
/// <param name="Units">Its outputs.</param>
/// <param name="Activation">What it does to its sums.</param>
/// <param name="L1">Penalty L1 · Σ|w| on its weight matrix.</param>
/// <param name="L2">Penalty L2 · Σw² on its weight matrix.</param>
public readonly record struct DenseLayerSpec(int Units, Activation Activation = Activation.Linear, double L1 = 0, double L2 = 0);

/// <summary>Recurrent layers one upon another, beside other such branches that read the same windows.</summary>
/// <param name="Layers">The layers, the one nearest to the input first; at least one.</param>
/// <param name="FirstInput">The first of the features that it reads.</param>
/// <param name="Inputs">How many features it reads; null: all from the first one on.</param>
public readonly record struct RecurrentBranch(ImmutableArray<RecurrentLayerSpec> Layers, int FirstInput = 0, int? Inputs = null);

/// <summary>Everything that defines a network: recurrent layers over a window, then dense layers on the last layer's final hidden state.</summary>
public sealed record RecurrentSpec
{
    /// <summary>Features I of a time step.</summary>
    public required int Inputs { get; init; }

    /// <summary>The recurrent layers, the one nearest to the input first; empty where there are <see cref="Branches"/>.</summary>
    public ImmutableArray<RecurrentLayerSpec> Layers { get; init; } = [];

    /// <summary>
    /// Several stacks of recurrent layers side by side instead of <see cref="Layers"/>; their final hidden states are joined, the first branch's first, and go to the
    /// head together. The names of their parameters begin with <c>branches.0.</c> and so on.
    /// </summary>
    public ImmutableArray<RecurrentBranch> Branches { get; init; } = [];

    /// <summary>
    /// T, where the head sees the top layer's hidden state after every one of the T time steps of a window, first step first (Keras's <c>return_sequences</c> and
    /// <c>Flatten</c>); null: only the final one, and windows may have any length.
    /// </summary>
    public int? FlattenedSteps { get; init; }

    /// <summary>The dense layers, the last one giving the outputs; empty: the outputs are the final hidden state.</summary>
    public ImmutableArray<DenseLayerSpec> Head { get; init; } = [];

    /// <summary>The loss.</summary>
    public LossKind Loss { get; init; } = LossKind.Mse;

    /// <summary>δ of <see cref="LossKind.Huber"/>.</summary>
    public double HuberDelta { get; init; } = 1;

    /// <summary>The quantiles of <see cref="LossKind.Quantile"/>, one an output, each between 0 and 1.</summary>
    public ImmutableArray<double> Quantiles { get; init; } = [];

    /// <summary>How weights are updated.</summary>
    public AdamSettings Adam { get; init; } = new();

    /// <summary>Outputs of the network.</summary>
    public int Outputs => Head.IsDefaultOrEmpty ? Joined : Head[^1].Units;

    /// <summary>The branches; a network of plain <see cref="Layers"/> is one.</summary>
    internal ImmutableArray<RecurrentBranch> Stacks => Branches.IsDefaultOrEmpty ? [new RecurrentBranch(Layers)] : Branches;

    /// <summary>Width of what the head sees.</summary>
    internal int Joined => checked(Stacks.Sum(branch => branch.Layers[^1].Units) * (FlattenedSteps ?? 1));

    /// <summary>The usual shape: equal recurrent layers and a linear head.</summary>
    /// <param name="cell">The kind of every layer.</param>
    /// <param name="inputs">Features of a time step.</param>
    /// <param name="units">Hidden units of every layer.</param>
    /// <param name="layers">How many recurrent layers.</param>
    /// <param name="head">Units of the dense layers, for example 25, 1.</param>
    public static RecurrentSpec Of(Cell cell, int inputs, int units, int layers, params int[] head) => new()
    {
        Inputs = inputs,
        Layers = [.. Enumerable.Repeat(new RecurrentLayerSpec(cell, units), layers)],
        Head = [.. head.Select(width => new DenseLayerSpec(width))],
    };

    /// <summary>Throws for a value that makes no network.</summary>
    /// <exception cref="ArgumentException">Names the value and its bounds.</exception>
    internal void Check()
    {
        Require(Inputs >= 1, $"Inputs is {Inputs}; a network needs at least 1");
        Require(Layers.IsDefaultOrEmpty || Branches.IsDefaultOrEmpty, $"Layers has {(Layers.IsDefault ? 0 : Layers.Length)} entries and Branches {(Branches.IsDefault ? 0 : Branches.Length)}; give one or the other");
        foreach (var branch in Stacks)
        {
            Require(!branch.Layers.IsDefaultOrEmpty, $"{(Branches.IsDefaultOrEmpty ? "Layers" : "The Layers of a branch")} is empty; a network needs at least one recurrent layer");
            Require(branch.FirstInput >= 0 && branch.FirstInput < Inputs, $"FirstInput of a branch is {branch.FirstInput}; there are inputs 0 to {Inputs - 1}");
            Require(branch.Inputs is null || (branch.Inputs >= 1 && branch.Inputs <= Inputs - branch.FirstInput), $"Inputs of a branch is {branch.Inputs} from {branch.FirstInput} on; there are {Inputs}");
        }
        Require(FlattenedSteps is null or (>= 1 and <= 1 << 16), $"FlattenedSteps is {FlattenedSteps}; 1 to 65536 are possible");
        foreach (var layer in Stacks.SelectMany(branch => branch.Layers))
        {
            Require(Enum.IsDefined(layer.Cell), $"Cell {layer.Cell} is unknown");
            Require(layer.Units is >= 1 and <= 1 << 16, $"Units of a recurrent layer is {layer.Units}; 1 to 65536 are possible");
            Require(layer.Dropout is >= 0 and < 1, $"Dropout is {layer.Dropout}; give a share from 0 to below 1");
            Require(layer.L1 is >= 0 and < double.PositiveInfinity && layer.L2 is >= 0 and < double.PositiveInfinity, $"L1 is {layer.L1} and L2 is {layer.L2}; penalties are 0 or more");
        }
        foreach (var layer in Head.IsDefault ? [] : Head)
        {
            Require(Enum.IsDefined(layer.Activation), $"Activation {layer.Activation} is unknown");
            Require(layer.Units is >= 1 and <= 1 << 16, $"Units of a dense layer is {layer.Units}; 1 to 65536 are possible");
            Require(layer.L1 is >= 0 and < double.PositiveInfinity && layer.L2 is >= 0 and < double.PositiveInfinity, $"L1 is {layer.L1} and L2 is {layer.L2}; penalties are 0 or more");
        }
        Require(Enum.IsDefined(Loss), $"Loss {Loss} is unknown");
        Require(HuberDelta > 0, $"HuberDelta is {HuberDelta}; give a value above 0");
        if (Loss == LossKind.Quantile)
        {
            Require(!Quantiles.IsDefault && Quantiles.Length == Outputs, $"Quantiles has {(Quantiles.IsDefault ? 0 : Quantiles.Length)} entries for {Outputs} outputs; give one an output");
            Require(Quantiles.All(q => q is > 0 and < 1), $"Quantiles are {string.Join(", ", Quantiles)}; each lies between 0 and 1");
        }
        Adam.Check();
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ArgumentException(otherwise + ".");
    }
}
