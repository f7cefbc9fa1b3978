using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x, or a learnt fraction of it under zero.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;

    internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
    {
        this.num_parameters = num_parameters;
        this.init = init;
        _weight = torch.full(num_parameters, init, dtype, device).AsParameter();
        register_parameter(nameof(weight), _weight);
    }

    /// <summary>The fractions: one, or one a channel.</summary>
    public Parameter weight
    {
        get => _weight;
        set
        {
            _weight = (Parameter)value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), _weight);
        }
    }

    /// <summary>How many fractions are learnt.</summary>
    public long num_parameters { get; }

    /// <summary>The first fraction.</summary>
    public double init { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, _weight);

    /// <inheritdoc/>
    protected override void RegisterComponents() { }
}
