using System.Globalization;
using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>
/// A recurrent network that trains on the CPU: layers of SimpleRNN, LSTM or GRU over a window, in one stack or several side by side, dense layers on the last hidden
/// state, Adam or AdamW. Equations, gate order, biases, losses and updates are PyTorch's; parameters have the names of its state_dict (<c>weight_ih_l0</c>, …, <c>dense.0.weight</c>, …).
/// </summary>
/// <remarks>One instance belongs to one thread at a time. A step allocates nothing once the largest batch has been seen.</remarks>
public sealed unsafe partial class RecurrentNetwork
{
    /// <summary>A step works through its batch in chunks whose work space stays near the core: 3.5 MiB, mostly walked through once each way.</summary>
    private const long ChunkFloats = 896 * 1024;

    /// <summary>A chunk is never smaller than this: the tiles of a product need rows.</summary>
    private const int FewestWindows = 10;

    private readonly KernelSet _kernels;
    private readonly ParameterStore _store = new();
    private readonly AdamUpdate _update;
    private readonly Branch[] _branches;
    private readonly bool _joins;
    private readonly int _joinedStride;
    private readonly HeadLayer[] _head;
    private readonly Dictionary<string, PackedTensor> _byName = new(StringComparer.Ordinal);
    private readonly bool _hasPenalty;
    private readonly long _rowFloats;
    private AlignedBuffer? _x, _joined, _joinedGradient;
    private long _draws;

    /// <summary>Builds a network with PyTorch's initial distribution: uniform within ±1/√H (recurrent) and ±1/√inputs (dense).</summary>
    /// <param name="spec">Its shape, loss and update rule.</param>
    /// <param name="seed">Seed of the initial weights and of dropout.</param>
    /// <param name="width">The register width; null: the widest of this machine.</param>
    /// <exception cref="ArgumentException">The spec makes no network; names the value.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine lacks the width.</exception>
    public RecurrentNetwork(RecurrentSpec spec, int seed = 0, VectorWidth? width = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Check();
        Spec = spec;
        Seed = seed;
        Width = width ?? VectorWidths.Widest;
        if (!VectorWidths.IsSupported(Width))
            throw new PlatformNotSupportedException($"This machine has no registers of {Width}; the widest are {VectorWidths.Widest}.");
        _kernels = KernelSet.Of(Width);
        _update = new AdamUpdate(_store, _kernels, spec.Adam);

        _branches = new Branch[spec.Stacks.Length];
        var index = 0;
        for (var b = 0; b < _branches.Length; b++)
        {
            var stack = spec.Stacks[b];
            var layers = new CellLayer[stack.Layers.Length];
            var features = stack.Inputs ?? spec.Inputs - stack.FirstInput;
            for (var i = 0; i < layers.Length; i++)
            {
                var isReadAtTheEnd = i == layers.Length - 1 && spec.FlattenedSteps is null;
                layers[i] = new CellLayer(stack.Layers[i], spec.Branches.IsDefaultOrEmpty ? "" : $"branches.{b}.", i, index++, features, _kernels, _store, isReadAtTheEnd);
                features = stack.Layers[i].Units;
                _rowFloats += layers[i].RowFloats;
            }
            _branches[b] = new Branch(layers, stack.FirstInput);
        }
        _joins = _branches.Length > 1 || spec.FlattenedSteps is not null;
        _joinedStride = (spec.Joined + 15) / 16 * 16;
        var inputs = spec.Joined;
        _head = new HeadLayer[spec.Head.IsDefault ? 0 : spec.Head.Length];
        for (var i = 0; i < _head.Length; i++)
        {
            _head[i] = new HeadLayer(spec.Head[i], i, inputs, _kernels, _store);
            inputs = spec.Head[i].Units;
        }
        foreach (var tensor in _store.Tensors)
        {
            _byName.Add(tensor.Name, tensor);
            _hasPenalty |= tensor.L1 > 0 || tensor.L2 > 0;
        }
        _store.Allocate(spec.Adam.AmsGrad, spec.Adam.Average is not null);
        Initialise(seed);
    }

    /// <summary>What the network was built from.</summary>
    public RecurrentSpec Spec { get; }

    /// <summary>The seed it was built with.</summary>
    public int Seed { get; private set; }

    /// <summary>The register width it computes with.</summary>
    public VectorWidth Width { get; }

    /// <summary>The names of the parameters, in the order of the layers.</summary>
    public IReadOnlyList<string> Names => [.. _store.Tensors.Select(tensor => tensor.Name)];

    /// <summary>Number of trainable parameters.</summary>
    public int ParameterCount => _store.Tensors.Sum(tensor => tensor.Count);

    /// <summary>Updates made so far.</summary>
    public long Steps => _update.Steps;

    /// <summary>The learning rate of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get => _update.LearningRate;
        set => _update.LearningRate = value is >= 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The learning rate is {value.ToString(CultureInfo.InvariantCulture)}; give 0 or more.");
    }

    // ---- computing -----------------------------------------------------------------------------------------

    /// <summary>One training step: forward, backward, update.</summary>
    /// <param name="x">Windows, (batch, time, inputs) row-major; the length of the window follows from the length of the span.</param>
    /// <param name="y">Targets, (batch, outputs) row-major.</param>
    /// <param name="batch">How many windows.</param>
    /// <returns>The loss before the update, penalties included.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit together; names them.</exception>
    public double Step(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int batch)
    {
        var loss = Gradients(x, y, batch);
        _update.Run();
        return loss;
    }

    /// <summary>Forward and backward without update; <see cref="ExportGradient"/> gives the gradients. Dropout acts.</summary>
    /// <inheritdoc cref="Step"/>
    public double Gradients(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int batch)
    {
        var length = CheckLengths(x, y.Length, batch);
        var chunk = Reserve(length, batch);
        double loss = 0;
        for (var from = 0; from < batch; from += chunk)
        {
            var count = Math.Min(chunk, batch - from);
            Gather(x.Slice(from * length * Spec.Inputs, count * length * Spec.Inputs), length, count);
            Forward(length, count, training: true, from);
            ClearGradients(length, count);
            loss += LossOf(y.Slice(from * Spec.Outputs, count * Spec.Outputs), Prediction(length, count, training: true), PredictionGradient(length, count), batch);
            Backward(length, count, add: from > 0);
        }
        _draws++;
        return _hasPenalty ? loss + _update.Penalise() : loss;
    }

    /// <summary>Predictions, without dropout.</summary>
    /// <param name="x">Windows, (batch, time, inputs) row-major.</param>
    /// <param name="batch">How many windows.</param>
    /// <param name="output">Receives (batch, outputs) row-major.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together; names them.</exception>
    public void Forward(ReadOnlySpan<float> x, int batch, Span<float> output)
    {
        var length = CheckLengths(x, output.Length, batch);
        var chunk = Reserve(length, batch);
        for (var from = 0; from < batch; from += chunk)
        {
            var count = Math.Min(chunk, batch - from);
            Gather(x.Slice(from * length * Spec.Inputs, count * length * Spec.Inputs), length, count);
            Forward(length, count, training: false, from);
            var prediction = Prediction(length, count, training: false);
            for (var b = 0; b < count; b++)
                new ReadOnlySpan<float>(prediction.Start + b * prediction.Stride, Spec.Outputs).CopyTo(output[((from + b) * Spec.Outputs)..]);
        }
    }

    /// <summary>The loss of a batch without dropout, penalties or update.</summary>
    /// <inheritdoc cref="Step"/>
    public double Evaluate(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int batch)
    {
        var length = CheckLengths(x, y.Length, batch);
        var chunk = Reserve(length, batch);
        double loss = 0;
        for (var from = 0; from < batch; from += chunk)
        {
            var count = Math.Min(chunk, batch - from);
            Gather(x.Slice(from * length * Spec.Inputs, count * length * Spec.Inputs), length, count);
            Forward(length, count, training: false, from);
            loss += LossOf(y.Slice(from * Spec.Outputs, count * Spec.Outputs), Prediction(length, count, training: false), default, batch);
        }
        return loss;
    }

    private int CheckLengths(ReadOnlySpan<float> x, int outputs, int batch)
    {
        if (batch < 1)
            throw new ArgumentException($"The batch is {batch}; give at least one window.");
        var step = (long)batch * Spec.Inputs;
        if (x.Length == 0 || x.Length % step != 0)
            throw new ArgumentException($"x holds {x.Length} numbers, no whole number of time steps of {batch} windows × {Spec.Inputs} inputs; give batch × time × inputs.");
        if (outputs != batch * (long)Spec.Outputs)
            throw new ArgumentException($"y holds {outputs} numbers where {batch} windows × {Spec.Outputs} outputs need {batch * (long)Spec.Outputs}.");
        var length = (int)(x.Length / step);
        if (Spec.FlattenedSteps is { } steps && length != steps)
            throw new ArgumentException($"The windows have {length} time steps where the head has weights for {steps}; give windows of {steps}.");
        return length;
    }

    /// <summary>Makes room and returns how many windows are worked on at a time.</summary>
    private int Reserve(int length, int batch)
    {
        var most = Math.Max(FewestWindows, ChunkFloats / (_rowFloats * length));
        var chunks = (batch + most - 1) / most;
        var chunk = (int)((batch + chunks - 1) / chunks);
        nint rows = checked((nint)length * chunk);
        AlignedBuffer.Reserve(ref _x, rows * Spec.Inputs);
        foreach (var branch in _branches)
        {
            foreach (var layer in branch.Layers)
                layer.Reserve(rows, chunk);
        }
        if (_joins)
        {
            AlignedBuffer.Reserve(ref _joined, (nint)chunk * _joinedStride);
            AlignedBuffer.Reserve(ref _joinedGradient, (nint)chunk * _joinedStride);
        }
        foreach (var layer in _head)
            layer.Reserve(chunk);
        return chunk;
    }

    /// <summary>From (batch, time, inputs) to (time, batch, inputs).</summary>
    private void Gather(ReadOnlySpan<float> x, int length, int count)
    {
        var inputs = Spec.Inputs;
        var to = _x!.Span;
        if (count == 1)
        {
            x.CopyTo(to);
            return;
        }
        fixed (float* source = x)
        {
            for (var b = 0; b < count; b++)
            {
                for (var t = 0; t < length; t++)
                {
                    var from = source + ((nint)b * length + t) * inputs;
                    var target = _x.Start + ((nint)t * count + b) * inputs;
                    for (var i = 0; i < inputs; i++)
                        target[i] = from[i];
                }
            }
        }
    }

    private void Forward(int length, int count, bool training, int from)
    {
        nint rows = (nint)length * count;
        foreach (var branch in _branches)
        {
            var input = _x!.Start + branch.FirstInput;
            nint ldInput = Spec.Inputs;
            foreach (var layer in branch.Layers)
            {
                layer.Forward(input, ldInput, length, count);
                if (training)
                {
                    var firstRow = layer == branch.Top ? FirstRowThatGoesOn(rows, count) : 0;
                    layer.Drop(firstRow, rows - firstRow, (uint)((long)from * length * layer.Stride), (ulong)Seed, (ulong)_draws);
                }
                input = layer.Output(training);
                ldInput = layer.Stride;
            }
        }
        if (_joins)
            Join(length, count, training);
        var states = States(length, count, training);
        var x = states.Start;
        var ldx = states.Stride;
        foreach (var layer in _head)
        {
            layer.Forward(x, ldx, count);
            x = layer.Output;
            ldx = layer.Stride;
        }
    }

    /// <summary>After the top layer only the last time step goes on, unless all of them are flattened.</summary>
    private nint FirstRowThatGoesOn(nint rows, nint count) => Spec.FlattenedSteps is null ? rows - count : 0;

    /// <summary>Gathers what the branches say into one row a window.</summary>
    private void Join(int length, int count, bool training)
    {
        var to = _joined!.Start;
        foreach (var branch in _branches)
        {
            var (top, units) = (branch.Top, branch.Top.Units);
            for (var row = FirstRowThatGoesOn((nint)length * count, count); row < (nint)length * count; row += count, to += units)
            {
                for (nint b = 0; b < count; b++)
                    new ReadOnlySpan<float>(top.Output(training) + (row + b) * top.Stride, units).CopyTo(new Span<float>(to + b * _joinedStride, units));
            }
        }
    }

    /// <summary>The way back of <see cref="Join"/>.</summary>
    private void Part(int length, int count)
    {
        var from = _joinedGradient!.Start;
        foreach (var branch in _branches)
        {
            var (top, units) = (branch.Top, branch.Top.Units);
            for (var row = FirstRowThatGoesOn((nint)length * count, count); row < (nint)length * count; row += count, from += units)
            {
                for (nint b = 0; b < count; b++)
                    new ReadOnlySpan<float>(from + b * _joinedStride, units).CopyTo(new Span<float>(top.HiddenGradient + (row + b) * top.Stride, units));
            }
        }
    }

    // ---- loss and backward ---------------------------------------------------------------------------------

    /// <summary>Rows of floats: where the first begins and how far apart they lie.</summary>
    private readonly struct RowsOf(float* start, nint stride)
    {
        public readonly float* Start = start;
        public readonly nint Stride = stride;
    }

    /// <summary>One branch: a stack of layers over some of the features.</summary>
    private sealed record Branch(CellLayer[] Layers, int FirstInput)
    {
        public CellLayer Top { get; } = Layers[^1];
    }

    /// <summary>What the head sees: the final hidden state, or what <see cref="Join"/> gathered.</summary>
    private RowsOf States(int length, int count, bool training) =>
        _joins ? new RowsOf(_joined!.Start, _joinedStride) : LastStep(_branches[0].Top.Output(training), length, count);

    private RowsOf StatesGradient(int length, int count) =>
        _joins ? new RowsOf(_joinedGradient!.Start, _joinedStride) : LastStep(_branches[0].Top.HiddenGradient, length, count);

    private RowsOf Prediction(int length, int count, bool training) =>
        _head.Length > 0 ? new RowsOf(_head[^1].Output, _head[^1].Stride) : States(length, count, training);

    private RowsOf PredictionGradient(int length, int count) =>
        _head.Length > 0 ? new RowsOf(_head[^1].OutputGradient, _head[^1].Stride) : StatesGradient(length, count);

    private RowsOf LastStep(float* rows, int length, int count) => new(rows + (length - 1) * (nint)count * _branches[0].Top.Stride, _branches[0].Top.Stride);

    /// <summary>What is added to starts from zero; the recurrent layers below the top are written by the one above.</summary>
    private void ClearGradients(int length, int count)
    {
        foreach (var branch in _branches)
            branch.Top.ClearGradient((nint)length * count, count);
        if (_joins)
            new Span<float>(_joinedGradient!.Start, count * _joinedStride).Clear();
        foreach (var layer in _head)
            new Span<float>(layer.OutputGradient, count * layer.Stride).Clear();
    }

    /// <summary>This chunk's part of the batch's mean loss; writes its slope where <paramref name="gradient"/> points, if anywhere.</summary>
    private double LossOf(ReadOnlySpan<float> y, RowsOf prediction, RowsOf gradient, int batch)
    {
        var outputs = Spec.Outputs;
        var share = 1.0 / ((double)batch * outputs);
        double sum = 0;
        for (var i = 0; i < y.Length; i++)
        {
            int b = i / outputs, k = i % outputs;
            var (value, slope) = LossFunction.At(Spec, (double)prediction.Start[b * prediction.Stride + k] - y[i], k);
            sum += value;
            if (gradient.Start != null)
                gradient.Start[b * gradient.Stride + k] = (float)(slope * share);
        }
        return sum * share;
    }

    private void Backward(int length, int count, bool add)
    {
        var rows = (nint)length * count;
        for (var i = _head.Length - 1; i > 0; i--)
        {
            var below = _head[i - 1];
            _head[i].Backward(below.Output, below.Stride, count, below.OutputGradient, below.Stride, add);
        }
        if (_head.Length > 0)
        {
            RowsOf states = States(length, count, training: true), gradient = StatesGradient(length, count);
            _head[0].Backward(states.Start, states.Stride, count, gradient.Start, gradient.Stride, add);
        }
        if (_joins)
            Part(length, count);

        foreach (var branch in _branches)
        {
            var firstRow = FirstRowThatGoesOn(rows, count);
            branch.Top.DropBackward(firstRow, rows - firstRow);
            for (var i = branch.Layers.Length - 1; i > 0; i--)
            {
                var below = branch.Layers[i - 1];
                branch.Layers[i].Backward(below.Output(training: true), below.Stride, length, count, below.HiddenGradient, below.Stride, add);
                below.DropBackward(0, rows);
            }
            branch.Layers[0].Backward(_x!.Start + branch.FirstInput, Spec.Inputs, length, count, null, 0, add);
        }
    }
}
