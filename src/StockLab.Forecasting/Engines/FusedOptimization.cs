using StockLab.Recurrent;

namespace StockLab.Forecasting;

/// <summary>Training on the fused engine: one call does the forward pass, the backward pass and the update.</summary>
internal sealed class FusedOptimization(FusedNetwork network, OptimizerSettings settings) : IOptimization
{
    private const string Counters = "state/counters";
    private static readonly string[] Parts = ["adam.mean/", "adam.square/", "adam.largest/", "average/"];

    /// <inheritdoc/>
    public double LearningRate
    {
        get => network.Live.LearningRate;
        set => network.Live.LearningRate = value;
    }

    /// <inheritdoc/>
    public void BeginEpoch(long seed)
    {
        // The engine counts its own dropout masks, and the count is part of its state.
    }

    /// <inheritdoc/>
    public float Step(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int count, int length)
    {
        var penalty = settings.Penalties.IsEmpty ? 0 : PenaltyOf(network.ReadWeights());
        return (float)(network.Live.Step(x, y, count) - penalty);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (settings.EmaMomentum is not null)
            network.Live.Import(network.Live.ExportAverage());
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> ReadState() => WithFile(path =>
    {
        network.Live.SaveState(path);
        using var file = SafetensorsFile.Open(path);
        var state = new List<NamedArray>();
        foreach (var part in Parts)
        {
            foreach (var (name, inner, shape) in network.Parameters)
            {
                if (file.Tensors.ContainsKey(part + inner))
                    state.Add(new NamedArray(part + name, shape, file.ReadSingles(part + inner)));
            }
        }
        // Whole numbers as two halves that a float holds exactly.
        var counters = file.Read<long>(Counters);
        state.Add(new NamedArray(Counters, [counters.Length, 2], [.. counters.SelectMany(n => (float[])[n >> 20, n & 0xFFFFF])]));
        return (IReadOnlyList<NamedArray>)state;
    });

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<NamedArray> state)
    {
        var saved = state.ToDictionary(array => array.Name);
        if (ReadState().FirstOrDefault(array => !saved.TryGetValue(array.Name, out var found) || found.Values.Length != array.Values.Length) is { } missing)
            throw new ArgumentException($"The checkpoint does not hold '{missing.Name}' ({string.Join(", ", missing.Shape)}) of the optimizer. Resume with the engine and the settings that it was trained with.");
        var halves = saved[Counters].Values;
        var tensors = new List<SafeTensor>
        {
            SafeTensor.Of(Counters, [.. Enumerable.Range(0, halves.Length / 2).Select(i => ((long)halves[2 * i] << 20) + (long)halves[(2 * i) + 1])], halves.Length / 2),
            SafeTensor.Of("state/learning_rate", [LearningRate]),
        };
        foreach (var (name, inner, shape) in network.Parameters)
        {
            var extents = Array.ConvertAll(shape, extent => (long)extent);
            tensors.Add(SafeTensor.Of(inner, network.Live.Export(inner), extents));
            tensors.AddRange(Parts.Where(part => saved.ContainsKey(part + name)).Select(part => SafeTensor.Of(part + inner, saved[part + name].Values, extents)));
        }
        WithFile(path =>
        {
            SafetensorsFile.Write(path, tensors);
            network.Live.LoadState(path);
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    // The engine hands its state over as a file.
    private static T WithFile<T>(Func<string, T> use)
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-state-");
        try
        {
            return use(Path.Combine(folder.FullName, "state.safetensors"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The engine's loss has the penalties in it; what is reported has not, so that trainings with and without can be compared.
    private double PenaltyOf(IReadOnlyList<NamedArray> weights)
    {
        double sum = 0;
        foreach (var weight in weights.Where(w => w.Shape.Length > 1))
        {
            foreach (var penalty in settings.Penalties.Where(p => p.Layer.Length == 0 || weight.Name.StartsWith(p.Layer + ".", StringComparison.Ordinal)))
            {
                foreach (var value in weight.Values)
                    sum += (penalty.L1 * Math.Abs(value)) + (penalty.L2 * value * value);
            }
        }
        return sum;
    }
}
