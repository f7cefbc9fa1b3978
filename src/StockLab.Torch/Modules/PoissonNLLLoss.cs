using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The negative logarithm of the Poisson likelihood.</summary>
public sealed class PoissonNLLLoss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>The negative logarithm of the Poisson likelihood.</summary>
    public PoissonNLLLoss(bool log_input = true, bool full = false, float eps = 1e-8f, nn.Reduction reduction = nn.Reduction.Mean) : base(reduction)
    {
        this.log_input = log_input;
        this.full = full;
        this.eps = eps;
    }

    /// <summary>As given.</summary>
    public bool log_input { get; }

    /// <summary>As given.</summary>
    public bool full { get; }

    /// <summary>As given.</summary>
    public float eps { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.poisson_nll_loss(input, target, log_input, full, eps, reduction);
}
