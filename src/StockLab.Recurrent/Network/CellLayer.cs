using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>One recurrent layer at work: its parameters, what the forward pass keeps, and both passes. Rows are time × batch, time first.</summary>
internal sealed unsafe class CellLayer
{
    /// <summary>From this many rows a tile is better than row by row, and a transposed copy of the recurrent weights pays.</summary>
    private const int FewRows = 4;

    /// <summary>From this many rows in one product a transposed copy pays.</summary>
    private const int ManyRows = 24;

    private readonly RecurrentLayer _spec;
    private readonly int _index;
    private readonly int _inputs;
    private readonly KernelSet _kernels;
    private readonly ParameterStore _store;
    private readonly PanelLayout _input, _hidden;
    private readonly PackedTensor _weightInput, _weightHidden, _biasInput, _biasHidden;
    private readonly TransposedWeights _inputBack, _hiddenBack;
    private readonly AlignedBuffer _start;

    private AlignedBuffer? _gates, _h, _c, _tanhC, _dh, _dc, _zeros, _mask, _dropped;

    public CellLayer(RecurrentLayer spec, int index, int inputs, KernelSet kernels, ParameterStore store)
    {
        _spec = spec;
        _index = index;
        _inputs = inputs;
        _kernels = kernels;
        _store = store;
        // PyTorch's gates: LSTM i, f, g, o; GRU r, z, n. Ours in memory: LSTM the same; GRU n_x, r, z, n_h, so that each matrix writes three neighbours.
        var (slots, slotsInput, slotsHidden) = spec.Cell switch
        {
            Cell.Lstm => (4, new[] { 0, 1, 2, 3 }, new[] { 0, 1, 2, 3 }),
            Cell.Gru => (4, [1, 2, 0], [1, 2, 3]),
            _ => (1, [0], [0]),
        };
        _input = new PanelLayout(spec.Units, slots, 0, slotsInput.Length);
        _hidden = new PanelLayout(spec.Units, slots, spec.Cell == Cell.Gru ? 1 : 0, slotsHidden.Length);
        _weightInput = store.Add($"weight_ih_l{index}", _input, slotsInput, inputs, spec.L1, spec.L2);
        _weightHidden = store.Add($"weight_hh_l{index}", _hidden, slotsHidden, spec.Units, spec.L1, spec.L2);
        _biasInput = store.Add($"bias_ih_l{index}", _input, slotsInput, null);
        _biasHidden = store.Add($"bias_hh_l{index}", _hidden, slotsHidden, null);
        _inputBack = new TransposedWeights(store, _weightInput, _input, inputs);
        _hiddenBack = new TransposedWeights(store, _weightHidden, _hidden, spec.Units);
        _start = new AlignedBuffer(_input.RowFloats);
    }

    /// <summary>Floats from one row of hidden states to the next.</summary>
    public int Stride => _input.Stride;

    /// <summary>Hidden states, one row a time step and sample.</summary>
    public float* Hidden => _h!.Start;

    /// <summary>Gradients of <see cref="Hidden"/>, laid out alike.</summary>
    public float* HiddenGradient => _dh!.Start;

    /// <summary>Floats of work space that one row needs: what the choice of the chunk looks at.</summary>
    public int RowFloats => _input.GateFloats + Stride * (_spec.Cell == Cell.Lstm ? 4 : 2);

    /// <summary>Makes room for a batch of windows.</summary>
    public void Reserve(nint rows, nint batch)
    {
        AlignedBuffer.Reserve(ref _gates, rows * _input.GateFloats);
        AlignedBuffer.Reserve(ref _h, rows * Stride);
        AlignedBuffer.Reserve(ref _dh, rows * Stride);
        AlignedBuffer.Reserve(ref _zeros, batch * Stride);
        if (_spec.Cell == Cell.Lstm)
        {
            AlignedBuffer.Reserve(ref _c, rows * Stride);
            AlignedBuffer.Reserve(ref _tanhC, rows * Stride);
            AlignedBuffer.Reserve(ref _dc, batch * Stride);
        }
        if (_spec.Dropout > 0)
        {
            AlignedBuffer.Reserve(ref _mask, rows * Stride);
            AlignedBuffer.Reserve(ref _dropped, rows * Stride);
        }
    }

    // ---- forward -------------------------------------------------------------------------------------------

    /// <summary>Hidden states of every step from the inputs of every step.</summary>
    public void Forward(float* x, nint ldx, nint length, nint batch)
    {
        var rows = length * batch;
        var weights = _input.Weights(_store.Weights + _weightInput.Offset, _inputs);
        var gates = _input.Gates(_gates!.Start, rows);
        var inputs = Operand.Plain(x, ldx, _inputs);
        var start = StartRow();
        for (nint panel = 0; panel < weights.Segments; panel++)
        {
            var g = gates.Start + panel * gates.Jump;
            _kernels.Product(&inputs, 0, rows, weights.Start + panel * weights.Jump, weights.Width, g, gates.Row, start + panel * weights.Width);
            if (_spec.Cell == Cell.Gru)
                _kernels.FillRows(g + 48, gates.Row, rows, _store.Weights + _biasHidden.Offset + panel * 48 + 32, 16);
        }
        if (weights.TailWidth > 0)
            _kernels.Product(&inputs, 0, rows, weights.Tail, weights.TailWidth, gates.Tail, gates.TailRow, start + weights.Segments * weights.Width);

        for (nint t = 0; t < length; t++)
            ForwardStep(t, rows, batch);
    }

    private void ForwardStep(nint t, nint rows, nint batch)
    {
        var row = t * batch;
        var weights = _hidden.Weights(_store.Weights + _weightHidden.Offset, _spec.Units);
        var gates = _hidden.Gates(_gates!.Start, rows);
        var before = Operand.Plain(_h!.Start, Stride, _spec.Units);
        for (nint panel = 0; panel < weights.Segments; panel++)
        {
            if (t > 0)
                _kernels.Product(&before, row - batch, batch, weights.Start + panel * weights.Jump, weights.Width, gates.Start + panel * gates.Jump + row * gates.Row, gates.Row, null);
            CellForward(_gates.Start + panel * rows * 64 + row * 64, 64, 16, row, batch, panel * 16);
        }
        if (weights.TailWidth > 0)
        {
            var g = gates.Tail + row * gates.TailRow;
            if (t > 0)
                _kernels.Product(&before, row - batch, batch, weights.Tail, weights.TailWidth, g, gates.TailRow, null);
            CellForward(g, gates.TailRow, _hidden.TailUnits, row, batch, weights.Segments * 16);
        }
        if (_spec.Cell == Cell.SimpleRnn)
            _kernels.RnnForward(_gates.Start + row * Stride, _h.Start + row * Stride, batch * Stride);
    }

    private void CellForward(float* g, nint ldg, nint units, nint row, nint batch, nint unit)
    {
        var at = row * Stride + unit;
        var first = row == 0;
        if (_spec.Cell == Cell.Lstm)
        {
            var c = _c!.Start + at;
            _kernels.LstmForward(g, ldg, units, batch, first ? _zeros!.Start : c - batch * Stride, c, _tanhC!.Start + at, _h!.Start + at, Stride);
        }
        else if (_spec.Cell == Cell.Gru)
        {
            var h = _h!.Start + at;
            _kernels.GruForward(g, ldg, units, batch, first ? _zeros!.Start : h - batch * Stride, h, Stride);
        }
    }

    /// <summary>The bias that every row of gates starts from: b_ih + b_hh, except for the GRU's candidate, whose b_hn lies inside the reset gate.</summary>
    private float* StartRow()
    {
        var start = _start.Start;
        var ih = _store.Weights + _biasInput.Offset;
        var hh = _store.Weights + _biasHidden.Offset;
        var isGru = _spec.Cell == Cell.Gru;
        var whole = _input.Panels * _input.PanelWidth;
        for (var i = 0; i < _input.RowFloats; i++)
        {
            if (isGru && i < whole)
                start[i] = ih[i] + (i % 48 >= 16 ? hh[i - 16] : 0); // (n_x, r, z) beside (r, z, n_h)
            else
                start[i] = ih[i] + hh[i];
        }
        return start;
    }

    // ---- backward ------------------------------------------------------------------------------------------

    /// <summary>
    /// From the gradients of the hidden states to those of the weights and, unless <paramref name="dx"/> is null, of the inputs (added to).
    /// </summary>
    public void Backward(float* x, nint ldx, nint length, nint batch, float* dx, nint lddx, bool add)
    {
        var rows = length * batch;
        if (_spec.Cell == Cell.Lstm)
            new Span<float>(_dc!.Start, (int)(batch * Stride)).Clear();
        for (var t = length - 1; t >= 0; t--)
            BackwardStep(t, rows, batch);

        var gates = _input.Gates(_gates!.Start, rows);
        if (dx != null)
            _inputBack.Multiply(_kernels, &gates, 0, rows, rows >= ManyRows, dx, lddx);
        WeightGradient(_weightInput, _input, _inputs, x, ldx, 0, rows, rows, add);
        WeightGradient(_weightHidden, _hidden, _spec.Units, _h!.Start, Stride, batch, rows - batch, rows, add);
        BiasGradient(_biasInput, _input, rows, add);
        if (_spec.Cell != Cell.Gru)
        {
            new ReadOnlySpan<float>(_store.Gradients + _biasInput.Offset, _biasInput.Length).CopyTo(new Span<float>(_store.Gradients + _biasHidden.Offset, _biasHidden.Length));
        }
        else
        {
            BiasGradient(_biasHidden, _hidden, rows, add);
            ClearUnusedSlot(_weightInput, _inputs, 3);
            ClearUnusedSlot(_biasInput, 1, 3);
            ClearUnusedSlot(_weightHidden, _spec.Units, 0);
            ClearUnusedSlot(_biasHidden, 1, 0);
        }
    }

    private void BackwardStep(nint t, nint rows, nint batch)
    {
        var row = t * batch;
        var g = _gates!.Start;
        for (nint panel = 0; panel < _hidden.Panels; panel++)
            CellBackward(g + (panel * rows + row) * 64, 64, 16, row, batch, panel * 16);
        if (_hidden.TailUnits > 0)
            CellBackward(g + _hidden.Panels * rows * 64 + row * _hidden.TailWidth, _hidden.TailWidth, _hidden.TailUnits, row, batch, _hidden.Panels * 16);
        if (_spec.Cell == Cell.SimpleRnn)
            _kernels.RnnBackward(g + row * Stride, _h!.Start + row * Stride, _dh!.Start + row * Stride, batch * Stride);
        if (t > 0)
        {
            var gates = _hidden.Gates(g, rows);
            _hiddenBack.Multiply(_kernels, &gates, row, batch, batch >= FewRows, _dh!.Start + (row - batch) * Stride, Stride);
        }
    }

    private void CellBackward(float* g, nint ldg, nint units, nint row, nint batch, nint unit)
    {
        var at = row * Stride + unit;
        var first = row == 0;
        var dh = _dh!.Start + at;
        if (_spec.Cell == Cell.Lstm)
            _kernels.LstmBackward(g, ldg, units, batch, first ? _zeros!.Start : _c!.Start + at - batch * Stride, _tanhC!.Start + at, dh, _dc!.Start + unit, Stride);
        else if (_spec.Cell == Cell.Gru)
            _kernels.GruBackward(g, ldg, units, batch, first ? _zeros!.Start : _h!.Start + at - batch * Stride, dh, first ? null : dh - batch * Stride, Stride);
    }

    /// <summary>dW (+)= aᵀ · dG, where row 0 of a belongs to row <paramref name="firstRow"/> of dG.</summary>
    private void WeightGradient(PackedTensor weight, PanelLayout layout, nint inputs, float* a, nint lda, nint firstRow, nint count, nint rows, bool add)
    {
        var gates = layout.Gates(_gates!.Start, rows);
        var dw = layout.Weights(_store.Gradients + weight.Offset, inputs);
        for (nint panel = 0; panel < dw.Segments; panel++)
            _kernels.Outer(a, lda, inputs, gates.Start + panel * gates.Jump + firstRow * gates.Row, gates.Row, dw.Width, count, dw.Start + panel * dw.Jump, add);
        if (dw.TailWidth > 0)
            _kernels.Outer(a, lda, inputs, gates.Tail + firstRow * gates.TailRow, gates.TailRow, dw.TailWidth, count, dw.Tail, add);
    }

    /// <summary>db (+)= Σ dG.</summary>
    private void BiasGradient(PackedTensor bias, PanelLayout layout, nint rows, bool add)
    {
        var gates = layout.Gates(_gates!.Start, rows);
        var db = layout.Weights(_store.Gradients + bias.Offset, 1);
        for (nint panel = 0; panel < db.Segments; panel++)
            _kernels.ColumnSums(gates.Start + panel * gates.Jump, gates.Row, rows, db.Width, db.Start + panel * db.Jump, add);
        if (db.TailWidth > 0)
            _kernels.ColumnSums(gates.Tail, gates.TailRow, rows, db.TailWidth, db.Tail, add);
    }

    /// <summary>The tail of a GRU has a place for all four slots; the one that a matrix does not own must stay zero, or Adam would move it.</summary>
    private void ClearUnusedSlot(PackedTensor tensor, nint inputs, int slot)
    {
        var units = _input.TailUnits;
        var tail = _store.Gradients + tensor.Offset + tensor.Length - inputs * _input.TailWidth;
        for (nint input = 0; input < inputs; input++)
            new Span<float>(tail + input * _input.TailWidth + slot * units, units).Clear();
    }

    // ---- dropout -------------------------------------------------------------------------------------------

    /// <summary>The hidden states as the next layer sees them while training; <see cref="Hidden"/> itself without dropout.</summary>
    public float* Drop(nint firstRow, nint rows, uint firstElement, ulong seed, ulong draw)
    {
        if (_spec.Dropout == 0)
            return Hidden;
        var at = firstRow * Stride;
        Dropout.Fill(_mask!.Start + at, rows * Stride, firstElement, _spec.Dropout, Dropout.Keys(seed, draw, _index));
        _kernels.Multiply(_dropped!.Start + at, Hidden + at, _mask.Start + at, rows * Stride);
        return _dropped.Start;
    }

    /// <summary>The gradient of what <see cref="Drop"/> gave becomes that of the hidden states.</summary>
    public void DropBackward(nint firstRow, nint rows)
    {
        var at = firstRow * Stride;
        if (_spec.Dropout > 0)
            _kernels.Multiply(HiddenGradient + at, HiddenGradient + at, _mask!.Start + at, rows * Stride);
    }

    /// <summary>What the next layer saw: with dropout while training, else the hidden states.</summary>
    public float* Output(bool training) => training && _spec.Dropout > 0 ? _dropped!.Start : Hidden;
}
