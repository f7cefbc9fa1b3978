using System.Collections.Immutable;

namespace StockLab.Forecasting;

/// <summary>The kinds of optimizer.</summary>
public enum OptimizerKind
{
    /// <summary>Kingma and Ba, 2014.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2017).</summary>
    AdamW,
}

/// <summary>A price on large weights, added to the loss: L1 · Σ|w| + L2 · Σw² over a layer's kernels (not its biases), as Keras's <c>kernel_regularizer</c> has it.</summary>
/// <param name="Layer">The layer's name, for example <c>dense1</c>; empty for every layer.</param>
/// <param name="L1">The price of each weight's size; drives weights to 0.</param>
/// <param name="L2">The price of each weight's square; keeps weights small.</param>
public sealed record Penalty(string Layer = "", double L1 = 0, double L2 = 0);

/// <summary>How a gradient moves the weights. The defaults are Keras's Adam, whose epsilon is 1e-7 (torch's is 1e-8).</summary>
public sealed record OptimizerSettings
{
    /// <summary>The algorithm.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>The step size.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How long the running mean of the gradient remembers.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How long the running mean of the squared gradient remembers.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the squared gradient, so that no step divides by 0.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>AdamW: each step first shrinks every weight by learning rate × this. Source S0 used 0.004.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether the step divides by the largest mean squared gradient so far rather than by the present one (Reddi et al., 2018).</summary>
    public bool AmsGrad { get; init; }

    /// <summary>Keras's <c>clipvalue</c>: no component of the gradient exceeds it.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Keras's <c>clipnorm</c>: the gradient of each parameter is shortened to this length.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Keras's <c>global_clipnorm</c>: the gradient of all parameters together is shortened to this length.</summary>
    public double? GlobalClipNorm { get; init; }

    /// <summary>Keras's <c>use_ema</c>: training ends on the running mean of the weights, which remembers this share of itself each step. Source S0 used 0.99.</summary>
    public double? EmaMomentum { get; init; }

    /// <summary>Prices on large weights.</summary>
    public ImmutableArray<Penalty> Penalties { get; init; } = [];

    /// <summary>Refuses what Keras refuses: more than one way of clipping.</summary>
    /// <exception cref="ArgumentException">More than one of the three is set.</exception>
    internal void Check()
    {
        if (((double?[])[ClipValue, ClipNorm, GlobalClipNorm]).Count(clip => clip is not null) > 1)
            throw new ArgumentException("Only one of ClipValue, ClipNorm and GlobalClipNorm can be set: each clips the gradient before the others see it.");
    }
}
