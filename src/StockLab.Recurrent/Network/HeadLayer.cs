using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>One dense layer at work.</summary>
internal sealed unsafe class HeadLayer
{
    private readonly DenseLayer _spec;
    private readonly int _inputs;
    private readonly KernelSet _kernels;
    private readonly ParameterStore _store;
    private readonly PanelLayout _layout;
    private readonly PackedTensor _weight, _bias;
    private AlignedBuffer? _z, _dz;

    public HeadLayer(DenseLayer spec, int index, int inputs, KernelSet kernels, ParameterStore store)
    {
        _spec = spec;
        _inputs = inputs;
        _kernels = kernels;
        _store = store;
        _layout = new PanelLayout(spec.Units, 1, 0, 1);
        _weight = store.Add($"dense.{index}.weight", _layout, [0], inputs, spec.L1, spec.L2);
        _bias = store.Add($"dense.{index}.bias", _layout, [0], null);
    }

    public int Stride => _layout.Stride;

    public float* Output => _z!.Start;

    public float* OutputGradient => _dz!.Start;

    public void Reserve(nint batch)
    {
        AlignedBuffer.Reserve(ref _z, batch * Stride);
        AlignedBuffer.Reserve(ref _dz, batch * Stride);
    }

    /// <summary>z = activation(x Wᵀ + b).</summary>
    public void Forward(float* x, nint ldx, nint batch)
    {
        var inputs = Operand.Plain(x, ldx, _inputs);
        var weights = _layout.Weights(_store.Weights + _weight.Offset, _inputs);
        var bias = _store.Weights + _bias.Offset;
        for (nint panel = 0; panel < weights.Segments; panel++)
            _kernels.Product(&inputs, 0, batch, weights.Start + panel * weights.Jump, 64, Output + panel * 64, Stride, bias + panel * 64);
        if (weights.TailWidth > 0)
            _kernels.Product(&inputs, 0, batch, weights.Tail, weights.TailWidth, Output + weights.Segments * 64, Stride, bias + weights.Segments * 64);
        if (_spec.Activation != Activation.None)
            _kernels.Activate(_spec.Activation, Output, batch * Stride);
    }

    /// <summary>From dz to dW, db and dx (added to).</summary>
    public void Backward(float* x, nint ldx, nint batch, float* dx, nint lddx, bool add)
    {
        if (_spec.Activation != Activation.None)
            _kernels.ActivateBackward(_spec.Activation, Output, OutputGradient, batch * Stride);
        var gates = _layout.Gates(OutputGradient, batch);
        var weights = _layout.Weights(_store.Weights + _weight.Offset, _inputs);
        _kernels.Dots(&gates, 0, batch, &weights, 0, _inputs, dx, lddx);

        var dw = _layout.Weights(_store.Gradients + _weight.Offset, _inputs);
        var db = _store.Gradients + _bias.Offset;
        for (nint panel = 0; panel < dw.Segments; panel++)
        {
            _kernels.Outer(x, ldx, _inputs, OutputGradient + panel * 64, Stride, 64, batch, dw.Start + panel * dw.Jump, add);
            _kernels.ColumnSums(OutputGradient + panel * 64, Stride, batch, 64, db + panel * 64, add);
        }
        if (dw.TailWidth > 0)
        {
            _kernels.Outer(x, ldx, _inputs, OutputGradient + dw.Segments * 64, Stride, dw.TailWidth, batch, dw.Tail, add);
            _kernels.ColumnSums(OutputGradient + dw.Segments * 64, Stride, batch, dw.TailWidth, db + dw.Segments * 64, add);
        }
    }
}
