using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>ln(1 + e^(beta·x))/beta, and x where beta·x is over the threshold.</summary>
public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
{
    internal Softplus(double beta, double threshold) : base(nameof(Softplus))
    {
        this.beta = beta;
        this.threshold = threshold;
    }

    /// <summary>The sharpness of the bend.</summary>
    public double beta { get; set; }

    /// <summary>Where the straight line begins.</summary>
    public double threshold { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
}
