using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>One dense layer at work.</summary>
internal sealed unsafe class HeadLayer
{
    private readonly DenseLayerSpec _spec;
    private readonly int _inputs;
    private readonly KernelSet _kernels;
    private readonly ParameterStore _store;
    private readonly PanelLayout _layout;
    private readonly PackedTensor _weight, _bias;
    private readonly TransposedWeights _back;
    private AlignedBuffer? _z, _dz;

    public HeadLayer(DenseLayerSpec spec, int index, int inputs, KernelSet kernels, ParameterStore store)
    {
        _spec = spec;
        _inputs = inputs;
        _kernels = kernels;
        _store = store;
        _layout = new PanelLayout(spec.Units, 1, 0, 1);
        _weight = store.Add($"dense.{index}.weight", _layout, [0], inputs, store.Region(_layout, inputs), 0, spec.L1, spec.L2);
        _back = new TransposedWeights(store, _weight, _layout, inputs);
        _bias = store.Add($"dense.{index}.bias", _layout, [0], null, store.Region(_layout, 1));
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
        var weights = _weight.In(_store.Weights);
        var outputs = _layout.Gates(Output, batch);
        _kernels.Product(&inputs, 0, batch, &weights, &outputs, 0, _bias.In(_store.Weights).Start);
        if (_spec.Activation != Activation.Linear)
            _kernels.Activate(_spec.Activation, Output, batch * Stride);
    }

    /// <summary>From dz to dW, db and dx (added to).</summary>
    public void Backward(float* x, nint ldx, nint batch, float* dx, nint lddx, bool add)
    {
        if (_spec.Activation != Activation.Linear)
            _kernels.ActivateBackward(_spec.Activation, Output, OutputGradient, batch * Stride);
        var gates = _layout.Gates(OutputGradient, batch);
        _back.Multiply(_kernels, &gates, 0, batch, dx, lddx, add: true);
        var dw = _weight.In(_store.Gradients);
        _kernels.Outer(x, ldx, _inputs, &gates, 0, batch, &dw, add);
        var db = _bias.In(_store.Gradients);
        _kernels.ColumnSums(&gates, batch, &db, add);
    }
}
