using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>One recurrent layer at work: its parameters, what the forward pass keeps, and both passes. Rows are time × batch, time first.</summary>
internal sealed unsafe class CellLayer
{
    /// <summary>From this many rows a tile is better than row by row, and a transposed copy of the recurrent weights pays.</summary>
    private const int FewRows = 4;

    private readonly RecurrentLayerSpec _spec;
    private readonly int _index;
    private readonly int _inputs;
    private readonly KernelSet _kernels;
    private readonly ParameterStore _store;
    private readonly PanelLayout _input, _hidden;
    private readonly PackedTensor _weightInput, _weightHidden, _biasInput, _biasHidden;
    private readonly TransposedWeights _inputBack, _hiddenBack;
    private readonly AlignedBuffer _start, _biasSums;
    private readonly bool _isGradientSet; // by the way back, in the steps before the last: nothing is there to be added to

    private AlignedBuffer? _gates, _h, _c, _tanhC, _dh, _dc, _zeros, _mask, _dropped;

    /// <param name="spec">Its kind and size.</param>
    /// <param name="branch">What its parameters' names begin with: empty, or its branch.</param>
    /// <param name="number">Its number within the branch.</param>
    /// <param name="index">Its number within the network: no two layers drop the same elements.</param>
    /// <param name="inputs">Features of a time step.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="store">Receives the parameters.</param>
    /// <param name="isReadAtTheEnd">Whether only the hidden state of the last step has something above it.</param>
    public CellLayer(RecurrentLayerSpec spec, string branch, int number, int index, int inputs, KernelSet kernels, ParameterStore store, bool isReadAtTheEnd)
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
        var isGru = spec.Cell == Cell.Gru;
        var inputRegion = store.Region(_input, isGru ? inputs : inputs + spec.Units);
        var hiddenRegion = isGru ? store.Region(_hidden, spec.Units) : inputRegion;
        _weightInput = store.Add($"{branch}weight_ih_l{number}", _input, slotsInput, inputs, inputRegion, 0, spec.L1, spec.L2);
        _weightHidden = store.Add($"{branch}weight_hh_l{number}", _hidden, slotsHidden, spec.Units, hiddenRegion, isGru ? 0 : inputs, spec.L1, spec.L2);
        _biasInput = store.Add($"{branch}bias_ih_l{number}", _input, slotsInput, null, store.Region(_input, 1));
        _biasHidden = store.Add($"{branch}bias_hh_l{number}", _hidden, slotsHidden, null, store.Region(_hidden, 1));
        _inputBack = new TransposedWeights(store, _weightInput, _input, inputs);
        _hiddenBack = new TransposedWeights(store, _weightHidden, _hidden, spec.Units, FewRows);
        _isGradientSet = isReadAtTheEnd && Units == Stride; // padding would keep what it held
        _start = new AlignedBuffer(_input.RowFloats);
        _biasSums = new AlignedBuffer(_input.GateFloats);
    }

    /// <summary>Width H of the hidden state.</summary>
    public int Units => _spec.Units;

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
        var start = StartRow();
        if (_spec.Cell == Cell.Gru && batch >= FewRows && _kernels.SlotIsRegister)
        {
            for (nint t = 0; t < length; t++)
                GruStep(x, ldx, t, rows, batch, start);
            return;
        }
        // One product over [x, h] a step where the two matrices lie together; the inputs of all steps at once where they do not or a step has few rows.
        var joint = _spec.Cell != Cell.Gru && batch >= FewRows;
        if (!joint)
        {
            var inputs = Operand.Plain(x, ldx, _inputs);
            var weights = _weightInput.In(_store.Weights);
            var gates = _input.Gates(_gates!.Start, rows);
            _kernels.Product(&inputs, 0, rows, &weights, &gates, 0, start);
            if (_spec.Cell == Cell.Gru)
                FillCandidates(rows);
        }
        for (nint t = 0; t < length; t++)
        {
            if (joint)
                JointProduct(x, ldx, t, rows, batch, start);
            else if (t > 0)
                HiddenProduct(t, rows, batch);
            CellForward(t, rows, batch);
        }
    }

    private void GruStep(float* x, nint ldx, nint t, nint rows, nint batch, float* start)
    {
        var row = t * batch;
        var h = _h!.Start + row * Stride;
        var inputs = Operand.Plain(x, ldx, _inputs);
        var weightInput = _weightInput.In(_store.Weights);
        var before = Operand.Plain(t == 0 ? _zeros!.Start : h - batch * Stride, Stride, t == 0 ? 0 : _spec.Units);
        var weightHidden = _weightHidden.In(_store.Weights);
        var biasHidden = _biasHidden.In(_store.Weights);
        var gates = _input.Cells(_gates!.Start, rows);
        _kernels.GruStep(&inputs, &weightInput, start, &before, &weightHidden, &biasHidden, &gates, row, batch, h, Stride);
    }

    private void JointProduct(float* x, nint ldx, nint t, nint rows, nint batch, float* start)
    {
        var row = t * batch;
        var both = Operand.Plain(x, ldx, _inputs);
        both.Tail = _h!.Start - batch * Stride; // row r meets the hidden state of row r − batch
        both.TailRow = Stride;
        both.TailWidth = t > 0 ? _spec.Units : 0;
        var weights = _weightInput.In(_store.Weights);
        var gates = _input.Gates(_gates!.Start, rows);
        _kernels.Product(&both, row, batch, &weights, &gates, row, start);
    }

    private void HiddenProduct(nint t, nint rows, nint batch)
    {
        var row = t * batch;
        var before = Operand.Plain(_h!.Start, Stride, _spec.Units);
        var weights = _weightHidden.In(_store.Weights);
        var gates = _hidden.Gates(_gates!.Start, rows);
        _kernels.Product(&before, row - batch, batch, &weights, &gates, row, null);
    }

    /// <summary>A GRU's n_h starts from its own bias; the tail got it with the inputs, which have a (zero) place for it there.</summary>
    private void FillCandidates(nint rows)
    {
        var bias = _biasHidden.In(_store.Weights);
        for (nint panel = 0; panel < bias.Segments; panel++)
            _kernels.FillRows(_gates!.Start + panel * rows * 64 + 48, 64, rows, bias.Start + panel * bias.Jump + 32, 16);
    }

    private void CellForward(nint t, nint rows, nint batch)
    {
        var row = t * batch;
        var h = _h!.Start + row * Stride;
        if (_spec.Cell == Cell.SimpleRnn)
        {
            _kernels.RnnForward(_gates!.Start + row * Stride, h, batch * Stride);
            return;
        }
        var gates = _input.Cells(_gates!.Start, rows);
        if (_spec.Cell == Cell.Gru)
        {
            _kernels.GruForward(&gates, row, batch, t == 0 ? _zeros!.Start : h - batch * Stride, h, Stride);
            return;
        }
        var c = _c!.Start + row * Stride;
        _kernels.LstmForward(&gates, row, batch, t == 0 ? _zeros!.Start : c - batch * Stride, c, _tanhC!.Start + row * Stride, h, Stride);
    }

    /// <summary>The bias that every row of gates starts from: b_ih + b_hh, except for the GRU's candidate, whose b_hn lies inside the reset gate.</summary>
    private float* StartRow()
    {
        var start = _start.Start;
        var ih = _biasInput.In(_store.Weights).Start;
        var hh = _biasHidden.In(_store.Weights).Start;
        var whole = 0;
        if (_spec.Cell == Cell.Gru)
        {
            whole = _input.Panels * _input.PanelWidth;
            for (var panel = 0; panel < whole; panel += _input.PanelWidth)
            {
                new ReadOnlySpan<float>(ih + panel, 16).CopyTo(new Span<float>(start + panel, 16)); // n_x
                _kernels.Add(start + panel + 16, ih + panel + 16, hh + panel, 32); // (r, z) beside the first two of (r, z, n_h)
            }
        }
        _kernels.Add(start + whole, ih + whole, hh + whole, _input.RowFloats - whole);
        return start;
    }

    // ---- backward ------------------------------------------------------------------------------------------

    /// <summary>Clears the gradients of the hidden states that something from above is added to.</summary>
    public void ClearGradient(nint rows, nint batch)
    {
        var first = _isGradientSet ? rows - batch : 0;
        new Span<float>(_dh!.Start + first * Stride, checked((int)((rows - first) * Stride))).Clear();
    }

    /// <summary>From the gradients of the hidden states to those of the weights and, unless <paramref name="dx"/> is null, of the inputs.</summary>
    public void Backward(float* x, nint ldx, nint length, nint batch, float* dx, nint lddx, bool add)
    {
        var rows = length * batch;
        if (_spec.Cell == Cell.Lstm)
            new Span<float>(_dc!.Start, (int)(batch * Stride)).Clear();
        if (!add)
            _biasSums.Span.Clear();
        for (var t = length - 1; t >= 0; t--)
        {
            CellBackward(t, rows, batch);
            if (t > 0)
            {
                var back = _hidden.Gates(_gates!.Start, rows);
                var addBack = _spec.Cell == Cell.Gru || !_isGradientSet; // a GRU's cell has set the direct part
                _hiddenBack.Multiply(_kernels, &back, t * batch, batch, _dh!.Start + (t - 1) * batch * Stride, Stride, addBack);
            }
        }

        var gates = _input.Gates(_gates!.Start, rows);
        if (dx != null)
            _inputBack.Multiply(_kernels, &gates, 0, rows, dx, lddx, add: false);
        var dw = _weightInput.In(_store.Gradients);
        _kernels.Outer(x, ldx, _inputs, &gates, 0, rows, &dw, add);
        gates = _hidden.Gates(_gates.Start, rows);
        dw = _weightHidden.In(_store.Gradients);
        _kernels.Outer(_h!.Start, Stride, _spec.Units, &gates, batch, rows - batch, &dw, add);
        BiasGradients(rows, add);
        if (_spec.Cell == Cell.Gru)
        {
            ClearUnusedSlot(_weightInput, _inputs, 3);
            ClearUnusedSlot(_biasInput, 1, 3);
            ClearUnusedSlot(_weightHidden, _spec.Units, 0);
            ClearUnusedSlot(_biasHidden, 1, 0);
        }
    }

    /// <summary>From the sums over all slots that the cells kept: both biases have the same gradient, but for the GRU's candidate.</summary>
    private void BiasGradients(nint rows, bool add)
    {
        var sums = _biasSums.Start;
        var ih = _biasInput.In(_store.Gradients);
        var hh = _biasHidden.In(_store.Gradients);
        if (_spec.Cell == Cell.SimpleRnn)
        {
            var gates = _input.Gates(_gates!.Start, rows);
            _kernels.ColumnSums(&gates, rows, &ih, add);
            new ReadOnlySpan<float>(ih.Start, _input.RowFloats).CopyTo(new Span<float>(hh.Start, _input.RowFloats));
            return;
        }
        for (nint panel = 0; panel < ih.Segments; panel++)
        {
            var all = sums + panel * 64;
            new ReadOnlySpan<float>(all, (int)ih.Width).CopyTo(new Span<float>(ih.Start + panel * ih.Jump, (int)ih.Width));
            new ReadOnlySpan<float>(all + 64 - hh.Width, (int)hh.Width).CopyTo(new Span<float>(hh.Start + panel * hh.Jump, (int)hh.Width));
        }
        var tail = new ReadOnlySpan<float>(sums + ih.Segments * 64, (int)ih.TailWidth);
        tail.CopyTo(new Span<float>(ih.Tail, (int)ih.TailWidth));
        tail.CopyTo(new Span<float>(hh.Tail, (int)hh.TailWidth));
    }

    private void CellBackward(nint t, nint rows, nint batch)
    {
        var row = t * batch;
        var dh = _dh!.Start + row * Stride;
        var h = _h!.Start + row * Stride;
        if (_spec.Cell == Cell.SimpleRnn)
        {
            _kernels.RnnBackward(_gates!.Start + row * Stride, h, dh, batch * Stride);
            return;
        }
        var gates = _input.Cells(_gates!.Start, rows);
        if (_spec.Cell == Cell.Gru)
        {
            _kernels.GruBackward(&gates, row, batch, t == 0 ? _zeros!.Start : h - batch * Stride, dh, t == 0 ? null : dh - batch * Stride, !_isGradientSet, Stride, _biasSums.Start);
            return;
        }
        var c = _c!.Start + row * Stride;
        _kernels.LstmBackward(&gates, row, batch, t == 0 ? _zeros!.Start : c - batch * Stride, _tanhC!.Start + row * Stride, dh, _dc!.Start, Stride, _biasSums.Start);
    }

    /// <summary>The tail of a GRU has a place for all four slots; the one that a matrix does not own must stay zero, or Adam would move it.</summary>
    private void ClearUnusedSlot(PackedTensor tensor, nint inputs, int slot)
    {
        var units = _input.TailUnits;
        var gradient = tensor.In(_store.Gradients);
        for (nint input = 0; input < inputs; input++)
            new Span<float>(gradient.Tail + input * gradient.TailRow + slot * units, units).Clear();
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
