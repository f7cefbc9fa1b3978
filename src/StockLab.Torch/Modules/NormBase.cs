using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalisation with running statistics.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    [ComponentName(Name = nameof(running_mean))]
    private Tensor? _running_mean;

    [ComponentName(Name = nameof(running_var))]
    private Tensor? _running_var;

    [ComponentName(Name = nameof(num_batches_tracked))]
    private Tensor? _num_batches_tracked;

    /// <summary>Normalisation of a number of channels.</summary>
    public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name) : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = torch.ones(num_features, dtype, device).AsParameter();
            bias = torch.zeros(num_features, dtype, device).AsParameter();
        }
        if (!track_running_stats) return;
        running_mean = torch.zeros(num_features, dtype, device);
        running_var = torch.ones(num_features, dtype, device);
        num_batches_tracked = torch.tensor(0L, device: device);
    }

    /// <summary>The number of channels.</summary>
    public long num_features { get; }

    /// <summary>What keeps the denominator from zero.</summary>
    public double eps { get; set; }

    /// <summary>The share of a batch in the running statistics; null for the mean over all batches.</summary>
    public double? momentum { get; set; }

    /// <summary>Whether scales and shifts are learnt.</summary>
    public bool affine { get; }

    /// <summary>Whether there are running statistics.</summary>
    public bool track_running_stats { get; }

    /// <summary>The scales: (num_features).</summary>
    public Parameter weight
    {
        get => _weight!;
        set
        {
            _weight = (Parameter)value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), _weight);
        }
    }

    /// <summary>The shifts: (num_features), or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set
        {
            _bias = value?.DetachFromDisposeScope() as Parameter;
            ConditionallyRegisterParameter(nameof(bias), _bias);
        }
    }

    /// <summary>The running means: (num_features), or null.</summary>
    public Tensor? running_mean
    {
        get => _running_mean;
        set => Buffer(ref _running_mean, value, nameof(running_mean));
    }

    /// <summary>The running variances: (num_features), or null.</summary>
    public Tensor? running_var
    {
        get => _running_var;
        set => Buffer(ref _running_var, value, nameof(running_var));
    }

    /// <summary>How many batches the running statistics have seen, or null.</summary>
    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => Buffer(ref _num_batches_tracked, value, nameof(num_batches_tracked));
    }

    /// <summary>Begins the running statistics anew.</summary>
    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        nn.init.zeros_(_running_mean!);
        nn.init.ones_(_running_var!);
        nn.init.zeros_(_num_batches_tracked!);
    }

    /// <summary>Begins the running statistics, the scales and the shifts anew.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        nn.init.ones_(_weight!);
        nn.init.zeros_(_bias!);
    }

    /// <summary>Makes sure that an input has the right number of dimensions.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    protected abstract void ValidateInputDimensions(Tensor input);

    private void Buffer(ref Tensor? field, Tensor? value, string name)
    {
        field = value?.DetachFromDisposeScope();
        ConditionallyRegisterBuffer(name, field);
    }
}
