using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The largest element of each window.</summary>
public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode) : base(nameof(MaxPool1d))
    {
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.ceil_mode = ceil_mode;
    }

    /// <summary>The length of a window.</summary>
    public long kernel_size { get; set; }

    /// <summary>How far apart windows begin; null for their length.</summary>
    public long? stride { get; set; }

    /// <summary>How many places are added at each end; null for none.</summary>
    public long? padding { get; set; }

    /// <summary>How far apart the elements of a window lie; null for 1.</summary>
    public long? dilation { get; set; }

    /// <summary>Whether a last, incomplete window counts.</summary>
    public bool ceil_mode { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

    /// <summary>The largest element of each window, and where it is.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
        nn.functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
}
