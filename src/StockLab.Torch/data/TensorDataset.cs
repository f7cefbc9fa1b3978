using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A data set of tensors whose first dimension is that of the samples.</summary>
public class TensorDataset : utils.data.IterableDataset
{
    private readonly Tensor[] _tensors;

    internal TensorDataset(Tensor[] tensors)
    {
        if (tensors is null || tensors.Length == 0) throw new ArgumentNullException(nameof(tensors));
        if (tensors.Any(tensor => tensor.shape[0] != tensors[0].shape[0])) throw new ArgumentException("All tensors must have the same first dimension size.", nameof(tensors));
        _tensors = Array.ConvertAll(tensors, tensor => tensor.alias().DetachFromDisposeScope());
    }

    /// <summary>A sample: a tensor of each.</summary>
    public IList<Tensor> this[long index] => Array.ConvertAll(_tensors, tensor => tensor[index]);

    /// <inheritdoc/>
    public override long Count => _tensors[0].shape[0];

    /// <inheritdoc/>
    public override IList<Tensor> GetTensor(long index) => this[index];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var tensor in _tensors) tensor.Dispose();
    }
}
