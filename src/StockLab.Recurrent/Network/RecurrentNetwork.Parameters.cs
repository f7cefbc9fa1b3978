namespace StockLab.Recurrent;

/// <content>The parameters: at the beginning, in and out, in files.</content>
public sealed unsafe partial class RecurrentNetwork
{
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
            SafeTensor.Of("state/counters", [_update.Steps, _draws, Seed], 3),
            SafeTensor.Of("state/learning_rate", [_update.LearningRate]),
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
        (_update.Steps, _draws, Seed, _update.LearningRate) = (counters[0], counters[1], (int)counters[2], rate[0]);
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
