using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>ln(1 + e^(−target · input)).</summary>
public sealed class SoftMarginLoss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>ln(1 + e^(−target · input)).</summary>
    public SoftMarginLoss(nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.soft_margin_loss(input, target, reduction);
}
