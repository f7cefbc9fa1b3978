using System.Collections.Immutable;

namespace StockLab.Recurrent;

/// <summary>One recurrent layer.</summary>
/// <param name="Cell">Its kind.</param>
/// <param name="Units">Width H of its hidden state.</param>
/// <param name="Dropout">Share of its outputs dropped on the way to the next layer while training, 0 to below 1.</param>
/// <param name="L1">Penalty L1 · Σ|w| on its two weight matrices.</param>
/// <param name="L2">Penalty L2 · Σw² on its two weight matrices.</param>
public readonly record struct RecurrentLayer(Cell Cell, int Units, double Dropout = 0, double L1 = 0, double L2 = 0);

/// <summary>One dense layer of the head.</summary>
/// <param name="Units">Its outputs.</param>
/// <param name="Activation">What it does to its sums.</param>
/// <param name="L1">Penalty L1 · Σ|w| on its weight matrix.</param>
/// <param name="L2">Penalty L2 · Σw² on its weight matrix.</param>
public readonly record struct DenseLayer(int Units, Activation Activation = Activation.None, double L1 = 0, double L2 = 0);

/// <summary>Everything that defines a network: recurrent layers over a window, then dense layers on the last layer's final hidden state.</summary>
public sealed record RecurrentSpec
{
    /// <summary>Features I of a time step.</summary>
    public required int Inputs { get; init; }

    /// <summary>The recurrent layers, the one nearest to the input first; at least one.</summary>
    public required ImmutableArray<RecurrentLayer> Layers { get; init; }

    /// <summary>The dense layers, the last one giving the outputs; empty: the outputs are the final hidden state.</summary>
    public ImmutableArray<DenseLayer> Head { get; init; } = [];

    /// <summary>The loss.</summary>
    public Loss Loss { get; init; } = Loss.MeanSquared;

    /// <summary>δ of <see cref="Loss.Huber"/>.</summary>
    public double HuberDelta { get; init; } = 1;

    /// <summary>The quantiles of <see cref="Loss.Quantile"/>, one an output, each between 0 and 1.</summary>
    public ImmutableArray<double> Quantiles { get; init; } = [];

    /// <summary>How weights are updated.</summary>
    public AdamSettings Adam { get; init; } = new();

    /// <summary>Outputs of the network.</summary>
    public int Outputs => Head.IsDefaultOrEmpty ? Layers[^1].Units : Head[^1].Units;

    /// <summary>The usual shape: equal recurrent layers and a linear head.</summary>
    /// <param name="cell">The kind of every layer.</param>
    /// <param name="inputs">Features of a time step.</param>
    /// <param name="units">Hidden units of every layer.</param>
    /// <param name="layers">How many recurrent layers.</param>
    /// <param name="head">Units of the dense layers, for example 25, 1.</param>
    public static RecurrentSpec Of(Cell cell, int inputs, int units, int layers, params int[] head) => new()
    {
        Inputs = inputs,
        Layers = [.. Enumerable.Repeat(new RecurrentLayer(cell, units), layers)],
        Head = [.. head.Select(width => new DenseLayer(width))],
    };

    /// <summary>Throws for a value that makes no network.</summary>
    /// <exception cref="ArgumentException">Names the value and its bounds.</exception>
    internal void Check()
    {
        Require(Inputs >= 1, $"Inputs is {Inputs}; a network needs at least 1");
        Require(!Layers.IsDefaultOrEmpty, "Layers is empty; a network needs at least one recurrent layer");
        foreach (var layer in Layers)
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
        if (Loss == Loss.Quantile)
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
