using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Simple recurrent units, in layers.</summary>
public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;
    private readonly long _inputSize;
    private readonly bool _tanh;

    internal RNN(long inputSize, long hiddenSize, long numLayers, bool tanh, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
        : base(nameof(RNN))
    {
        _inputSize = inputSize;
        _tanh = tanh;
        _weights = new RecurrentWeights(1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype, register_parameter);
        flatten_parameters();
    }

    /// <summary>Runs over sequences.</summary>
    /// <param name="input">(T, B, F), or (B, T, F) where the batch comes first, or (T, F) without a batch.</param>
    /// <param name="h0">The state before the first step, (layers · directions, B, H); zeros where it is null.</param>
    /// <returns>The output of the last layer at each step, and the state after the last step.</returns>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
    {
        if (input.ndim == 2) return WithoutBatch(input, h0);
        using var zeros = h0 is null ? _weights.Zeros(input) : null;
        var op = _tanh ? Ops.rnn_tanh_input : Ops.rnn_relu_input;
        return op.Call2(input, h0 ?? zeros, _weights.Flat, _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional, _weights.BatchFirst);
    }

    private (Tensor, Tensor) WithoutBatch(Tensor input, Tensor? h0)
    {
        using var scope = NewDisposeScope();
        var (output, h) = forward(input.unsqueeze(_weights.BatchDimension), h0?.unsqueeze(1));
        return scope.MoveToOuter(output.squeeze(_weights.BatchDimension), h.squeeze(1));
    }

    /// <inheritdoc cref="forward"/>
    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <summary>Runs over packed sequences of different lengths.</summary>
    public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null)
    {
        using var first = h0 is null ? _weights.Zeros(input) : input.Sort(h0);
        var op = _tanh ? Ops.rnn_tanh_data : Ops.rnn_relu_data;
        var (output, h) = op.Call2(input.data, input.batch_sizes, first, _weights.Flat, _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional);
        return (input.With(output), input.Unsort(h));
    }

    /// <summary>Lays all weights into one piece of memory, as cuDNN likes them.</summary>
    public void flatten_parameters() => _weights.Flatten(_tanh ? 1 : 0, _inputSize);

    /// <summary>b_ih of a layer, or null.</summary>
    public Parameter? get_bias_ih(long idx) => _weights.Of(idx, 2);

    /// <summary>b_hh of a layer, or null.</summary>
    public Parameter? get_bias_hh(long idx) => _weights.Of(idx, 3);

    /// <summary>W_ih of a layer.</summary>
    public Parameter? get_weight_ih(long idx) => _weights.Of(idx, 0);

    /// <summary>W_hh of a layer.</summary>
    public Parameter? get_weight_hh(long idx) => _weights.Of(idx, 1);

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        flatten_parameters();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents() { }
}
