using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>(input − target)².</summary>
public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>(input − target)².</summary>
    public MSELoss(nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.mse_loss(input, target, reduction);
}
