using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>y = x·Wᵀ + b.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;
    private Parameter? _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        _weight = torch.empty(outputSize, inputSize, device: device, dtype: dtype).AsParameter();
        register_parameter(nameof(weight), _weight);
        nn.init.kaiming_uniform_(_weight, a: Math.Sqrt(5));
        if (!hasBias) return;
        var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        _bias = torch.empty(outputSize, device: device, dtype: dtype).AsParameter();
        register_parameter(nameof(bias), _bias);
        nn.init.uniform_(_bias, -bound, bound);
    }

    internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        _weight = weight;
        register_parameter(nameof(weight), weight);
        this.bias = bias;
    }

    /// <summary>The size of an input's last dimension.</summary>
    public long in_features { get; set; }

    /// <summary>The size of the result's last dimension.</summary>
    public long out_features { get; set; }

    /// <summary>W: (out_features, in_features).</summary>
    public Parameter weight
    {
        get => _weight;
        set
        {
            _weight = (Parameter)value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), _weight);
        }
    }

    /// <summary>b: (out_features), or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set
        {
            _bias = value?.DetachFromDisposeScope() as Parameter;
            ConditionallyRegisterParameter(nameof(bias), _bias);
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight, _bias);

    /// <inheritdoc/>
    protected override void RegisterComponents() { }
}
