using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Long short-term memory, in layers.</summary>
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly RecurrentWeights _weights;
    private readonly long _inputSize;

    internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
        : base(nameof(LSTM))
    {
        _inputSize = inputSize;
        _weights = new RecurrentWeights(4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype, register_parameter);
        flatten_parameters();
    }

    /// <summary>Runs over sequences.</summary>
    /// <param name="input">(T, B, F), or (B, T, F) where the batch comes first, or (T, F) without a batch.</param>
    /// <param name="h0_c0">The state before the first step: h and c, (layers · directions, B, H) each; zeros where it is null.</param>
    /// <returns>The output of the last layer at each step, and the state after the last step, h and c.</returns>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        if (input.ndim == 2) return WithoutBatch(input, h0_c0);
        if (h0_c0 is { } given) return Run(input, given.Item1, given.Item2);
        using var zeros = _weights.Zeros(input);
        return Run(input, zeros, zeros);
    }

    private (Tensor, Tensor, Tensor) WithoutBatch(Tensor input, (Tensor, Tensor)? h0_c0)
    {
        using var scope = NewDisposeScope();
        var state = h0_c0 is { } given ? (given.Item1.unsqueeze(1), given.Item2.unsqueeze(1)) : ((Tensor, Tensor)?)null;
        var (output, h, c) = forward(input.unsqueeze(_weights.BatchDimension), state);
        return scope.MoveToOuter(output.squeeze(_weights.BatchDimension), h.squeeze(1), c.squeeze(1));
    }

    private (Tensor, Tensor, Tensor) Run(Tensor input, Tensor h0, Tensor c0) => Ops.lstm_input.Call3(
        input, new[] { h0, c0 }, _weights.Flat, _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional, _weights.BatchFirst);

    /// <inheritdoc cref="forward"/>
    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    /// <summary>Runs over packed sequences of different lengths.</summary>
    public (nn.utils.rnn.PackedSequence, Tensor, Tensor) call(nn.utils.rnn.PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var h0 = h0_c0 is { } h ? input.Sort(h.Item1) : _weights.Zeros(input);
        using var c0 = h0_c0 is { } c ? input.Sort(c.Item2) : _weights.Zeros(input);
        var (output, h1, c1) = Ops.lstm_data.Call3(input.data, input.batch_sizes, new[] { h0, c0 }, _weights.Flat,
            _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional);
        return (input.With(output), input.Unsort(h1), input.Unsort(c1));
    }

    /// <summary>Lays all weights into one piece of memory, as cuDNN likes them.</summary>
    public void flatten_parameters() => _weights.Flatten(2, _inputSize);

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        flatten_parameters();
    }

    /// <inheritdoc/>
    protected override void RegisterComponents() { }
}
