using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Each sample shifted and scaled to mean 0 and variance 1 over its last dimensions.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (!elementwise_affine) return;
        weight = torch.ones(normalized_shape, dtype, device).AsParameter();
        if (bias) this.bias = torch.zeros(normalized_shape, dtype, device).AsParameter();
    }

    /// <summary>The sizes of the dimensions that are normalised together.</summary>
    public long[] normalized_shape { get; set; }

    /// <summary>What keeps the denominator from zero.</summary>
    public double eps { get; set; }

    /// <summary>Whether scales and shifts are learnt.</summary>
    public bool elementwise_affine { get; set; }

    /// <summary>The scales, in the normalised shape.</summary>
    public Parameter weight
    {
        get => _weight!;
        set
        {
            _weight = (Parameter)value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), _weight);
        }
    }

    /// <summary>The shifts, in the normalised shape, or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set
        {
            _bias = value?.DetachFromDisposeScope() as Parameter;
            ConditionallyRegisterParameter(nameof(bias), _bias);
        }
    }

    /// <summary>Begins the scales and the shifts anew.</summary>
    public void reset_parameters()
    {
        if (_weight is not null) nn.init.ones_(_weight);
        if (_bias is not null) nn.init.zeros_(_bias);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);

    /// <inheritdoc/>
    protected override void RegisterComponents() { }
}
