using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The negative logarithm of the probability of the right class, from logarithms of probabilities.</summary>
public sealed class NLLLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    /// <summary>The negative logarithm of the probability of the right class, from logarithms of probabilities.</summary>
    public NLLLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : base(weight, reduction) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.nll_loss(input, target, weight, reduction);
}
