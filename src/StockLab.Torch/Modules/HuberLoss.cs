using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>½ · d² where d = |input − target| is at most delta, else delta · (d − ½ · delta).</summary>
public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>½ · d² where d = |input − target| is at most delta, else delta · (d − ½ · delta).</summary>
    public HuberLoss(double delta = 1.0, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction) => this.delta = delta;

    /// <summary>As given.</summary>
    public double delta { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.huber_loss(input, target, delta, reduction);
}
