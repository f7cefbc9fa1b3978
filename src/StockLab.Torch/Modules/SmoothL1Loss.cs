using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>½ · d² / beta where d = |input − target| is under beta, else d − ½ · beta.</summary>
public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>½ · d² / beta where d = |input − target| is under beta, else d − ½ · beta.</summary>
    public SmoothL1Loss(nn.Reduction reduction = nn.Reduction.Mean, double beta = 1.0) : base(reduction) => this.beta = beta;

    /// <summary>As given.</summary>
    public double beta { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.smooth_l1_loss(input, target, reduction, beta);
}
