using System.Globalization;
using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>
/// A recurrent network that trains on the CPU: layers of SimpleRNN, LSTM or GRU over a window, in one stack or several side by side, dense layers on the last hidden
/// state, Adam or AdamW. Equations, gate order, biases, losses and updates are PyTorch's; parameters have the names of its state_dict (<c>weight_ih_l0</c>, …, <c>dense.0.weight</c>, …).
/// </summary>
/// <remarks>One instance belongs to one thread at a time. A step allocates nothing once the largest batch has been seen.</remarks>
public sealed unsafe class RecurrentNetwork
{
    /// <summary>A step works through its batch in chunks whose work space stays near the core: 3.5 MiB, mostly walked through once each way.</summary>
    private const long ChunkFloats = 896 * 1024;

    /// <summary>A chunk is never smaller than this: the tiles of a product need rows.</summary>
    private const int FewestWindows = 10;

    private readonly KernelSet _kernels;
    private readonly ParameterStore _store = new();
    private readonly Branch[] _branches;
    private readonly bool _joins;
    private readonly int _joinedStride;
    private readonly HeadLayer[] _head;
    private readonly Dictionary<string, PackedTensor> _byName = new(StringComparer.Ordinal);
    private readonly bool _hasPenalty;
    private readonly long _rowFloats;
    private AlignedBuffer? _x, _joined, _joinedGradient;
    private long _steps;
    private long _draws;
    private double _learningRate;

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
        _learningRate = spec.Adam.LearningRate;

        _branches = new Branch[spec.Stacks.Length];
        var index = 0;
        for (var b = 0; b < _branches.Length; b++)
        {
            var stack = spec.Stacks[b];
            var layers = new CellLayer[stack.Layers.Length];
            var features = stack.Inputs ?? spec.Inputs - stack.FirstInput;
            for (var i = 0; i < layers.Length; i++)
            {
                layers[i] = new CellLayer(stack.Layers[i], spec.Branches.IsDefaultOrEmpty ? "" : $"branches.{b}.", i, index++, features, _kernels, _store);
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
    public long Steps => _steps;

    /// <summary>The learning rate of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set => _learningRate = value is >= 0 and < double.PositiveInfinity
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
        Update();
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
        return _hasPenalty ? loss + Penalise() : loss;
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

    /// <summary>Every gradient between layers is added to, so it starts from zero.</summary>
    private void ClearGradients(int length, int count)
    {
        foreach (var branch in _branches)
        {
            foreach (var layer in branch.Layers)
                new Span<float>(layer.HiddenGradient, length * count * layer.Stride).Clear();
        }
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
            var (value, slope) = LossAt((double)prediction.Start[b * prediction.Stride + k] - y[i], k);
            sum += value;
            if (gradient.Start != null)
                gradient.Start[b * gradient.Stride + k] = (float)(slope * share);
        }
        return sum * share;
    }

    /// <summary>Loss and slope at the error p − y.</summary>
    private (double Value, double Slope) LossAt(double error, int output)
    {
        switch (Spec.Loss)
        {
            case LossKind.Mae:
                return (Math.Abs(error), double.IsNaN(error) ? error : Math.Sign(error));
            case LossKind.Huber:
                var delta = Spec.HuberDelta;
                return Math.Abs(error) > delta
                    ? (delta * (Math.Abs(error) - 0.5 * delta), delta * Math.Sign(error))
                    : (0.5 * error * error, error);
            case LossKind.Quantile:
                var q = Spec.Quantiles[output];
                return error > 0 ? ((1 - q) * error, 1 - q) : (-q * error, error < 0 ? -q : 0);
            default:
                return (error * error, 2 * error);
        }
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

    /// <summary>Adds the penalties' slopes to the gradients and returns their values.</summary>
    private double Penalise()
    {
        double value = 0;
        foreach (var tensor in _store.Tensors)
        {
            if (tensor.L1 == 0 && tensor.L2 == 0)
                continue;
            foreach (var (start, length) in tensor.Ranges)
            {
                var w = _store.Weights + start;
                _kernels.Penalise(_store.Gradients + start, w, length, (float)tensor.L1, (float)tensor.L2);
                value += tensor.L1 * _kernels.SumOfMagnitudes(w, length) + tensor.L2 * _kernels.SumOfSquares(w, length);
            }
        }
        return value;
    }

    // ---- update --------------------------------------------------------------------------------------------

    private void Update()
    {
        var adam = Spec.Adam;
        _steps++;
        var correction1 = 1 - Math.Pow(adam.Beta1, _steps);
        var correction2 = 1 - Math.Pow(adam.Beta2, _steps);
        if (adam.ClipNorm is { } clipNorm)
            ClipEach(clipNorm);
        var step = new AdamStep
        {
            Scale = adam.ClipGlobalNorm is { } clip ? (float)Math.Min(1, clip / (Math.Sqrt(_kernels.SumOfSquares(_store.Gradients, _store.Length)) + 1e-6)) : 1f,
            Bound = (float)(adam.ClipValue ?? double.PositiveInfinity),
            Coupled = adam.Decoupled ? 0f : (float)adam.WeightDecay,
            Keep = adam.Decoupled ? (float)(1 - _learningRate * adam.WeightDecay) : 1f,
            Beta1 = (float)adam.Beta1,
            Rest1 = (float)(1 - adam.Beta1),
            Beta2 = (float)adam.Beta2,
            Rest2 = (float)(1 - adam.Beta2),
            Size = (float)(-_learningRate / correction1),
            Root = (float)(1 / Math.Sqrt(correction2)),
            Epsilon = (float)adam.Epsilon,
        };
        if (adam.ClipGlobalNorm is not null || adam.ClipValue is not null || adam.WeightDecay > 0)
            _kernels.Prepare(_store.Weights, _store.Gradients, _store.Length, &step);
        _kernels.Adam(_store.Weights, _store.Gradients, _store.Means, _store.Squares, _store.Largest, _store.Length, &step);
        _store.Version++;
        if (adam.Average is { } decay)
            _kernels.Average(_store.Average, _store.Weights, _store.Length, (float)decay, (float)(1 - decay));
    }

    private void ClipEach(double length)
    {
        foreach (var tensor in _store.Tensors)
        {
            double squares = 0;
            foreach (var (start, count) in tensor.Ranges)
                squares += _kernels.SumOfSquares(_store.Gradients + start, count);
            var norm = Math.Sqrt(squares);
            if (norm <= length)
                continue;
            foreach (var (start, count) in tensor.Ranges)
                _kernels.Scale(_store.Gradients + start, count, (float)(length / norm));
        }
    }

    // ---- parameters ----------------------------------------------------------------------------------------

    private void Initialise(int seed)
    {
        var random = new Random(seed);
        foreach (var tensor in _store.Tensors)
        {
            // The bound of a dense bias follows from its weight, which comes just before it.
            var fanIn = tensor.Name.StartsWith("dense.", StringComparison.Ordinal)
                ? _byName[tensor.Name[..tensor.Name.LastIndexOf('.')] + ".weight"].Shape[1]
                : _byName[$"{tensor.Name[..(tensor.Name.LastIndexOf('.') + 1)]}weight_hh{tensor.Name[tensor.Name.LastIndexOf("_l", StringComparison.Ordinal)..]}"].Shape[1];
            var bound = 1 / Math.Sqrt(fanIn);
            var values = new float[tensor.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)((2 * random.NextDouble() - 1) * bound);
            tensor.Pack(values, _store.Weights);
        }
        StartAverage();
    }

    private void StartAverage()
    {
        if (_store.Average != null)
            new Span<float>(_store.Weights, _store.Length).CopyTo(new Span<float>(_store.Average, _store.Length));
        _store.Version++;
    }

    private PackedTensor Find(string name) => _byName.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ArgumentException($"The network has no parameter '{name}'. It has: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The shape of a parameter, as in PyTorch: (gates × H, inputs) or (gates × H).</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public long[] ShapeOf(string name) => [.. Find(name).Shape];

    /// <summary>Sets one parameter from PyTorch's row-major order. An average of the weights starts anew from them.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or the length is another.</exception>
    public void Import(string name, ReadOnlySpan<float> values)
    {
        var tensor = Find(name);
        if (values.Length != tensor.Count)
            throw new ArgumentException($"Parameter '{name}' has shape [{string.Join(", ", tensor.Shape)}], {tensor.Count} numbers; {values.Length} were given.", nameof(values));
        tensor.Pack(values, _store.Weights);
        StartAverage();
    }

    /// <summary>Sets every parameter.</summary>
    /// <exception cref="ArgumentException">One is missing, unknown or of another length.</exception>
    public void Import(IReadOnlyDictionary<string, float[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var tensor in _store.Tensors)
        {
            if (!values.ContainsKey(tensor.Name))
                throw new ArgumentException($"Parameter '{tensor.Name}' is missing; {string.Join(", ", values.Keys)} were given.", nameof(values));
        }
        foreach (var (name, numbers) in values)
            Import(name, numbers);
    }

    /// <summary>One parameter in PyTorch's row-major order.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public float[] Export(string name) => Unpack(Find(name), _store.Weights);

    /// <summary>Every parameter by name.</summary>
    public IReadOnlyDictionary<string, float[]> Export() => _store.Tensors.ToDictionary(tensor => tensor.Name, tensor => Unpack(tensor, _store.Weights));

    /// <summary>The gradient of one parameter: from <see cref="Gradients"/> with penalties, after a <see cref="Step"/> also clipped and with coupled weight decay, as Adam saw it.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public float[] ExportGradient(string name) => Unpack(Find(name), _store.Gradients);

    /// <summary>The moving average of every parameter by name.</summary>
    /// <exception cref="InvalidOperationException">The spec keeps no average.</exception>
    public IReadOnlyDictionary<string, float[]> ExportAverage() => _store.Average != null
        ? _store.Tensors.ToDictionary(tensor => tensor.Name, tensor => Unpack(tensor, _store.Average))
        : throw new InvalidOperationException("The network keeps no average of its weights. Set AdamSettings.Average.");

    private static float[] Unpack(PackedTensor tensor, float* packed)
    {
        var values = new float[tensor.Count];
        tensor.Unpack(packed, values);
        return values;
    }

    // ---- files ---------------------------------------------------------------------------------------------

    /// <summary>Writes the parameters as safetensors, under their PyTorch names.</summary>
    /// <param name="path">The file; replaced whole or not at all.</param>
    /// <param name="metadata">Notes to keep with them.</param>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => SafetensorsFile.Write(path, Tensors("", _store.Weights), metadata);

    /// <summary>Reads the parameters from safetensors; other tensors in the file are left alone.</summary>
    /// <exception cref="SafetensorsException">The file cannot be read, a parameter is missing or has another shape; the network is unchanged.</exception>
    public void Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var values = ReadAll(file, "");
        foreach (var (tensor, numbers) in values)
            tensor.Pack(numbers, _store.Weights);
        StartAverage();
    }

    /// <summary>Writes everything that training goes on from: parameters, Adam's moments, the average, counters, learning rate.</summary>
    /// <param name="path">The file; replaced whole or not at all.</param>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public void SaveState(string path)
    {
        IEnumerable<SafeTensor> tensors =
        [
            .. Tensors("", _store.Weights), .. Tensors("adam.mean/", _store.Means), .. Tensors("adam.square/", _store.Squares),
            .. _store.Largest == null ? [] : Tensors("adam.largest/", _store.Largest),
            .. _store.Average == null ? [] : Tensors("average/", _store.Average),
            SafeTensor.Of("state/counters", [_steps, _draws, Seed], 3),
            SafeTensor.Of("state/learning_rate", [_learningRate]),
        ];
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { ["format"] = "stocklab-recurrent-state-1" });
    }

    /// <summary>Goes on from <see cref="SaveState"/>: the next steps are the same bit by bit.</summary>
    /// <exception cref="SafetensorsException">The file cannot be read or belongs to another network; this one is unchanged.</exception>
    public void LoadState(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var weights = ReadAll(file, "");
        var means = ReadAll(file, "adam.mean/");
        var squares = ReadAll(file, "adam.square/");
        var largest = _store.Largest == null ? [] : ReadAll(file, "adam.largest/");
        var average = _store.Average == null ? [] : ReadAll(file, "average/");
        var counters = file.Read<long>("state/counters");
        var rate = file.Read<double>("state/learning_rate");
        if (counters.Length != 3 || counters[0] < 0 || rate.Length != 1 || rate[0] is not (>= 0 and < double.PositiveInfinity))
            throw new SafetensorsException(path, "state/counters", "holds no counters of a training run", "Give a file that SaveState wrote");

        Put(weights, _store.Weights);
        Put(means, _store.Means);
        Put(squares, _store.Squares);
        Put(largest, _store.Largest);
        Put(average, _store.Average);
        (_steps, _draws, Seed, _learningRate) = (counters[0], counters[1], (int)counters[2], rate[0]);
        _store.Version++;
    }

    private static void Put(List<(PackedTensor Tensor, float[] Values)> values, float* packed)
    {
        foreach (var (tensor, numbers) in values)
            tensor.Pack(numbers, packed);
    }

    private IEnumerable<SafeTensor> Tensors(string prefix, float* packed)
    {
        var tensors = new List<SafeTensor>();
        foreach (var tensor in _store.Tensors)
            tensors.Add(SafeTensor.Of(prefix + tensor.Name, Unpack(tensor, packed), [.. tensor.Shape]));
        return tensors;
    }

    private List<(PackedTensor Tensor, float[] Values)> ReadAll(SafetensorsFile file, string prefix)
    {
        var values = new List<(PackedTensor, float[])>();
        foreach (var tensor in _store.Tensors)
        {
            var entry = file[prefix + tensor.Name];
            if (!entry.Shape.AsSpan().SequenceEqual(tensor.Shape.AsSpan()))
                throw new SafetensorsException(file.FilePath, entry.Name, $"has shape [{string.Join(", ", entry.Shape)}] where the network has [{string.Join(", ", tensor.Shape)}]", "Load it into a network of the same spec");
            values.Add((tensor, file.ReadSingles(entry.Name)));
        }
        return values;
    }
}
