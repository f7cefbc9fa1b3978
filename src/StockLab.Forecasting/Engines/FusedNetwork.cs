using System.Diagnostics.CodeAnalysis;
using StockLab.Recurrent;
using Fused = StockLab.Recurrent;

namespace StockLab.Forecasting;

/// <summary>
/// A network that the fused engine runs: recurrent layers, then dense ones on the state after the last day, on the CPU and without a native library.
/// Weights keep torch's names and shapes on this side of the seam.
/// </summary>
public sealed class FusedNetwork : INetwork
{
    private readonly RecurrentSpec plain;
    private readonly List<(string Name, string Inner, int[] Shape)> parameters;     // our name, the engine's name

    /// <summary>Builds the network and gives it Keras's initial weights.</summary>
    /// <param name="settings">What to build.</param>
    /// <param name="seed">The seed of the initial weights and of dropout.</param>
    /// <exception cref="NotSupportedException">The network is none that this engine knows.</exception>
    public FusedNetwork(NetworkSettings settings, long seed)
    {
        if (!TrySpec(settings, out var spec))
            throw new NotSupportedException($"The fused engine does not know the network {settings.GetType().Name}: it runs recurrent layers followed by dense ones. Choose the engine torch or auto.");
        Settings = settings;
        plain = spec;
        Seed = unchecked((int)seed);
        Live = new RecurrentNetwork(spec, Seed);
        parameters = [.. settings.Layers.SelectMany(layer => layer.Parameters).Zip(Live.Names, (ours, inner) => (ours.Name, inner, ours.Shape))];
        LoadWeights(KerasInitializer.Initialize(parameters.Select(p => (p.Name, p.Shape)), new SeededRandom(seed)));
    }

    /// <inheritdoc/>
    public NetworkSettings Settings { get; }

    /// <inheritdoc/>
    public Engine Engine => Engine.Fused;

    /// <inheritdoc/>
    public string Device => "cpu";

    /// <inheritdoc/>
    public string? TorchVersion => null;

    /// <inheritdoc/>
    public int ParameterCount => Live.ParameterCount;

    internal int Seed { get; }

    /// <summary>The engine's network; training replaces it by one with the loss and the optimizer built in.</summary>
    internal RecurrentNetwork Live { get; private set; }

    internal IReadOnlyList<(string Name, string Inner, int[] Shape)> Parameters => parameters;

    /// <summary>Whether this engine knows a network.</summary>
    public static bool Knows(NetworkSettings settings) => TrySpec(settings, out _);

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> ReadWeights() => parameters.ConvertAll(p => new NamedArray(p.Name, p.Shape, Live.Export(p.Inner)));

    /// <inheritdoc/>
    public void LoadWeights(IReadOnlyList<NamedArray> weights)
    {
        var targets = new List<(string Inner, float[] Values)>();
        foreach (var weight in weights)
        {
            var (name, inner, shape) = parameters.Find(p => p.Name == weight.Name);
            if (name is null)
                throw new ArgumentException($"The network has no parameter '{weight.Name}'; it has {string.Join(", ", parameters.Select(p => p.Name))}.");
            if (!shape.AsSpan().SequenceEqual(weight.Shape))
                throw new ArgumentException($"Parameter '{name}' is ({string.Join(", ", shape)}), but the values are ({string.Join(", ", weight.Shape)}). Build the network with the settings of the weights.");
            targets.Add((inner, weight.Values));
        }
        foreach (var (inner, values) in targets)
            Live.Import(inner, values);
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> x, int count, int length, Span<float> y) => Live.Forward(x, count, y);

    /// <inheritdoc/>
    public IOptimization Optimize(OptimizerSettings optimizer, Loss loss)
    {
        optimizer.Check();
        if (optimizer.AmsGrad)
            throw new NotSupportedException("The fused engine has no AMSGrad. Choose the engine torch, or leave AMSGrad off as source S0 did.");
        var trained = new RecurrentNetwork(plain with
        {
            Loss = loss.Kind switch
            {
                LossKind.Mse => Fused.Loss.MeanSquared,
                LossKind.Mae => Fused.Loss.MeanAbsolute,
                LossKind.Huber => Fused.Loss.Huber,
                _ => Fused.Loss.Quantile,
            },
            HuberDelta = loss.Kind == LossKind.Huber ? loss.Parameter : 1,
            Quantiles = loss.Kind == LossKind.Quantile ? [.. Enumerable.Repeat(loss.Parameter, plain.Outputs)] : [],
            Layers = [.. plain.Layers.Select((layer, i) => layer with { L1 = Penalty(i, p => p.L1), L2 = Penalty(i, p => p.L2) })],
            Head = [.. plain.Head.Select((layer, i) => layer with { L1 = Penalty(plain.Layers.Length + i, p => p.L1), L2 = Penalty(plain.Layers.Length + i, p => p.L2) })],
            Adam = new AdamSettings
            {
                LearningRate = optimizer.LearningRate,
                Beta1 = optimizer.Beta1,
                Beta2 = optimizer.Beta2,
                Epsilon = optimizer.Epsilon,
                WeightDecay = optimizer.Kind == OptimizerKind.AdamW ? optimizer.WeightDecay : 0,
                Decoupled = optimizer.Kind == OptimizerKind.AdamW,
                ClipValue = optimizer.ClipValue,
                ClipNorm = optimizer.ClipNorm,
                ClipGlobalNorm = optimizer.GlobalClipNorm,
                Average = optimizer.EmaMomentum,
            },
        }, Seed);
        foreach (var penalty in optimizer.Penalties.Where(p => p.Layer.Length > 0 && !parameters.Any(q => q.Name.StartsWith(p.Layer + ".", StringComparison.Ordinal))))
            throw new ArgumentException($"The penalty's layer '{penalty.Layer}' has no kernel. The network has {string.Join(", ", parameters.Select(p => p.Name))}.");
        trained.Import(Live.Export());
        Live = trained;
        return new FusedOptimization(this, optimizer);

        double Penalty(int layer, Func<Penalty, double> part)
        {
            var name = Settings.Layers.Where(l => l.Parameters.Any()).ElementAt(layer).Name;
            return optimizer.Penalties.Where(p => p.Layer.Length == 0 || p.Layer == name).Sum(part);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The engine's buffers belong to the garbage collector.
    }

    // Recurrent layers that return sequences, one that does not, then dense layers; dropout only after a recurrent layer.
    private static bool TrySpec(NetworkSettings settings, [NotNullWhen(true)] out RecurrentSpec? spec)
    {
        spec = null;
        var recurrent = new List<Fused.RecurrentLayer>();
        var head = new List<Fused.DenseLayer>();
        var ended = false;
        foreach (var layer in settings.Layers)
        {
            switch (layer)
            {
                case RecurrentLayer { Cell: var cell } r when !ended && head.Count == 0:
                    recurrent.Add(new Fused.RecurrentLayer(cell switch { Cell.Lstm => Fused.Cell.Lstm, Cell.Gru => Fused.Cell.Gru, _ => Fused.Cell.SimpleRnn }, r.Hidden));
                    ended = !r.ReturnSequences;
                    break;
                case DropoutLayer { Probability: 0 }:
                    break;
                case DropoutLayer d when recurrent.Count > 0 && head.Count == 0 && recurrent[^1].Dropout == 0:
                    recurrent[^1] = recurrent[^1] with { Dropout = d.Probability };
                    break;
                case DenseLayer d when ended:
                    head.Add(new Fused.DenseLayer(d.Outputs, d.Activation switch { Activation.Relu => Fused.Activation.Relu, Activation.Tanh => Fused.Activation.Tanh, _ => Fused.Activation.None }));
                    break;
                default:
                    return false;
            }
        }
        if (!ended)
            return false;
        spec = new RecurrentSpec { Inputs = settings.Features, Layers = [.. recurrent], Head = [.. head] };
        return true;
    }
}
