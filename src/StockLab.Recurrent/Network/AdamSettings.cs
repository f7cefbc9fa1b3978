namespace StockLab.Recurrent;

/// <summary>Adam and AdamW with PyTorch's defaults and order of operations, gradient clipping, and an average of the weights.</summary>
public sealed record AdamSettings
{
    /// <summary>The learning rate that a network starts with; <see cref="RecurrentNetwork.LearningRate"/> changes it from step to step.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>β₁, the memory of the mean.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, the memory of the mean square.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, added to the root.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay of every parameter, biases too.</summary>
    public double WeightDecay { get; init; }

    /// <summary>True: AdamW, the decay acts on the weights themselves. False: Adam, it is added to the gradient.</summary>
    public bool Decoupled { get; init; }

    /// <summary>AMSGrad (Reddi et al., 2018): the step divides by the root of the largest mean square so far rather than of the present one.</summary>
    public bool AmsGrad { get; init; }

    /// <summary>Every gradient is held within ± this.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Each tensor's gradient is shortened to this Euclidean length (Keras's clipnorm).</summary>
    public double? ClipNorm { get; init; }

    /// <summary>All gradients together are shortened to this Euclidean length (<c>clip_grad_norm_</c>).</summary>
    public double? ClipGlobalNorm { get; init; }

    /// <summary>Decay of the moving average of the weights, for example 0.99; null: none is kept.</summary>
    public double? Average { get; init; }

    internal void Check()
    {
        RecurrentSpec.Require(LearningRate is >= 0 and < double.PositiveInfinity, $"LearningRate is {LearningRate}; give 0 or more");
        RecurrentSpec.Require(Beta1 is >= 0 and < 1 && Beta2 is >= 0 and < 1, $"Beta1 is {Beta1} and Beta2 is {Beta2}; each lies from 0 to below 1");
        RecurrentSpec.Require(Epsilon is > 0 and < double.PositiveInfinity, $"Epsilon is {Epsilon}; give a value above 0");
        RecurrentSpec.Require(WeightDecay is >= 0 and < double.PositiveInfinity, $"WeightDecay is {WeightDecay}; give 0 or more");
        RecurrentSpec.Require(ClipValue is null or > 0, $"ClipValue is {ClipValue}; give a value above 0 or null");
        RecurrentSpec.Require(ClipNorm is null or > 0, $"ClipNorm is {ClipNorm}; give a value above 0 or null");
        RecurrentSpec.Require(ClipGlobalNorm is null or > 0, $"ClipGlobalNorm is {ClipGlobalNorm}; give a value above 0 or null");
        RecurrentSpec.Require(Average is null or (>= 0 and < 1), $"Average is {Average}; give a decay from 0 to below 1 or null");
    }
}
