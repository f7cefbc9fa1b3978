using System.Diagnostics.CodeAnalysis;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A learnt vector for each of a number of things.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long _paddingIndex;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleByFrequency;
    private readonly bool _sparse;
    private Parameter _weight;

    internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse) : base(nameof(Embedding))
    {
        var count = weight.shape[0];
        if (padding_idx is { } index && (index < -count || index >= count)) throw new ArgumentException($"padding_idx must be within num_embeddings, but is {index} of {count}.");
        _paddingIndex = padding_idx is { } given ? given < 0 ? given + count : given : -1;
        (_maxNorm, _normType, _scaleByFrequency, _sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
        _weight = weight;
        register_parameter(nameof(weight), weight);
    }

    /// <summary>The vectors: (things, size of a vector).</summary>
    [DisallowNull]
    public Parameter? weight
    {
        get => _weight;
        set
        {
            _weight = (Parameter)value.DetachFromDisposeScope();
            ConditionallyRegisterParameter(nameof(weight), _weight);
        }
    }

    /// <summary>The vectors of the things whose numbers the input holds.</summary>
    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } largest)
        {
            using var off = no_grad();
            using var numbers = input.contiguous();
            Ops.embedding_renorm_.Run(_weight, numbers, largest, _normType);
        }
        return Ops.embedding.Call(_weight, input, _paddingIndex, _scaleByFrequency, _sparse);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents() { }
}
