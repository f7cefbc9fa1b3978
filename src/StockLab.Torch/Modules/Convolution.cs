using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A convolution of any number of dimensions.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    /// <summary>The biases, or null.</summary>
    [ComponentName(Name = nameof(bias))]
    protected Parameter? _bias;

    /// <summary>The kernels.</summary>
    [ComponentName(Name = nameof(weight))]
    protected Parameter? _weight;

    /// <summary>The padding as <c>pad</c> takes it: the last dimension first, both ends.</summary>
    protected long[] _reversed_padding_repeated_twice = [];

    private protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(name)
    {
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        if (padding_type is { } named) SetPadding(named);
        else SetPadding(padding ?? new long[kernel_size.Length]);
        long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
        weight = torch.empty([.. channels, .. kernel_size], dtype, device).AsParameter();
        if (bias) this.bias = torch.empty(out_channels, dtype, device).AsParameter();
        reset_parameters();
    }

    /// <summary>The channels of an input.</summary>
    public long in_channels { get; }

    /// <summary>The channels of the result.</summary>
    public long out_channels { get; }

    /// <summary>Whether it goes backwards.</summary>
    public bool transposed { get; }

    /// <summary>The padding by name, or null.</summary>
    public Padding? padding_type { get; private set; }

    /// <summary>The padding at each end of each dimension, or null where it has a name.</summary>
    public long[]? padding { get; private set; }

    /// <summary>What padding consists of.</summary>
    public PaddingModes padding_mode { get; set; }

    /// <summary>How many groups of channels are kept apart.</summary>
    public long groups { get; set; }

    /// <summary>The sizes of a kernel.</summary>
    public long[] kernel_size { get; set; }

    /// <summary>How far apart windows begin.</summary>
    public long[] stride { get; set; }

    /// <summary>How far apart the elements of a window lie.</summary>
    public long[] dilation { get; set; }

    /// <summary>What is added to the result's sizes, where it goes backwards.</summary>
    public long[] output_padding { get; set; }

    /// <summary>The kernels: (out_channels, in_channels / groups, sizes of a kernel).</summary>
    public Parameter weight
    {
        get => _weight!;
        set
        {
            _weight = (Parameter)value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), _weight);
        }
    }

    /// <summary>The biases: (out_channels), or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set
        {
            _bias = value?.DetachFromDisposeScope() as Parameter;
            ConditionallyRegisterParameter(nameof(bias), _bias);
        }
    }

    /// <summary>Gives the parameters new first values.</summary>
    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (_bias is null) return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        if (fanIn == 0) return;
        var bound = 1 / Math.Sqrt(fanIn);
        nn.init.uniform_(_bias, -bound, bound);
    }

    /// <summary>Sets the padding at each end of each dimension.</summary>
    public void SetPadding(long[] padding)
    {
        padding_type = null;
        this.padding = padding;
        _reversed_padding_repeated_twice = padding.Reverse().SelectMany(size => new[] { size, size }).ToArray();
    }

    /// <summary>Sets the padding by name.</summary>
    /// <exception cref="ArgumentException">Windows are not next to each other, and the length is to stay.</exception>
    public void SetPadding(Padding padding)
    {
        if (transposed) throw new ArgumentException("Cannot set padding type on ConvTransposeND");
        this.padding = null;
        padding_type = padding;
        _reversed_padding_repeated_twice = new long[2 * kernel_size.Length];
        if (padding != Padding.Same) return;
        if (stride.Any(step => step != 1)) throw new ArgumentException("padding='same' is not supported for strided convolutions");
        for (var i = 0; i < kernel_size.Length; i++)
        {
            var total = dilation[i] * (kernel_size[i] - 1);
            var place = 2 * (kernel_size.Length - 1 - i);
            _reversed_padding_repeated_twice[place] = total / 2;
            _reversed_padding_repeated_twice[place + 1] = total - total / 2;
        }
    }

    /// <summary>Whether an input has the right number of dimensions and of channels.</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        var shape = input.shape;
        return (shape.Length == dimensions + 2 && shape[1] == in_channels) || (shape.Length == dimensions + 1 && shape[0] == in_channels);
    }
}
