using System.Diagnostics.CodeAnalysis;
using StockLab.Recurrent;

namespace StockLab.Forecasting;

/// <summary>
/// A network that the fused engine runs: recurrent layers, in one stack or several joined, then dense ones on the state after the last day or after every day, on the
/// CPU and without a native library.
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
            throw new NotSupportedException($"The fused engine does not know the network {settings.GetType().Name}: it runs recurrent layers, in one stack or several joined, followed by dense ones. Choose the engine torch or auto.");
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
        var layers = new Queue<string>(Settings.Layers.SelectMany(layer => layer is JoinLayer join ? join.Branches.SelectMany(branch => branch) : [layer])
            .Where(layer => layer.Parameters.Any()).Select(layer => layer.Name));       // in the engine's order
        var trained = new RecurrentNetwork(plain with
        {
            Loss = loss.Kind,
            HuberDelta = loss.Kind == LossKind.Huber ? loss.Parameter : 1,
            Quantiles = loss.Kind == LossKind.Quantile ? [.. Enumerable.Repeat(loss.Parameter, plain.Outputs)] : [],
            Layers = [.. plain.Layers.Select(Priced)],
            Branches = [.. plain.Branches.Select(branch => branch with { Layers = [.. branch.Layers.Select(Priced)] })],
            Head = [.. plain.Head.Select(layer => (layer, Price: PriceOf(layers.Dequeue()))).Select(pair => pair.layer with { L1 = pair.Price.L1, L2 = pair.Price.L2 })],
            Adam = new AdamSettings
            {
                LearningRate = optimizer.LearningRate,
                Beta1 = optimizer.Beta1,
                Beta2 = optimizer.Beta2,
                Epsilon = optimizer.Epsilon,
                WeightDecay = optimizer.Kind == OptimizerKind.AdamW ? optimizer.WeightDecay : 0,
                Decoupled = optimizer.Kind == OptimizerKind.AdamW,
                AmsGrad = optimizer.AmsGrad,
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

        RecurrentLayerSpec Priced(RecurrentLayerSpec layer)
        {
            var (l1, l2) = PriceOf(layers.Dequeue());
            return layer with { L1 = l1, L2 = l2 };
        }

        (double L1, double L2) PriceOf(string name)
        {
            var penalties = optimizer.Penalties.Where(p => p.Layer.Length == 0 || p.Layer == name).ToList();
            return (penalties.Sum(p => p.L1), penalties.Sum(p => p.L2));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The engine's buffers belong to the garbage collector.
    }

    // One stack of recurrent layers, or several joined, with the state after the last day or (one stack) after every day, flattened; then dense layers. Dropout only
    // before the dense ones.
    private static bool TrySpec(NetworkSettings settings, [NotNullWhen(true)] out RecurrentSpec? spec)
    {
        spec = null;
        var layers = new Queue<Layer>(settings.Layers.Where(layer => layer is not DropoutLayer { Probability: 0 }));
        var stacks = new List<RecurrentBranch>();
        int? steps = null;
        if (layers.TryPeek(out var first) && first is JoinLayer join)
        {
            layers.Dequeue();
            foreach (var branch in join.Branches)
            {
                var chain = new Queue<Layer>(branch.Where(layer => layer is not DropoutLayer { Probability: 0 }));
                if (TakeStack(chain, out var isSequence) is not { } stack || isSequence || chain.Count > 0)
                    return false;
                stacks.Add(stack);
            }
            if (layers.TryPeek(out var next) && next is DropoutLayer d && stacks.All(stack => stack.Layers[^1].Dropout == 0))
            {
                layers.Dequeue();
                stacks = stacks.ConvertAll(stack => stack with { Layers = stack.Layers.SetItem(stack.Layers.Length - 1, stack.Layers[^1] with { Dropout = d.Probability }) });
            }
        }
        else
        {
            if (TakeStack(layers, out var isSequence) is not { } stack)
                return false;
            stacks.Add(stack);
            if (isSequence)
            {
                if (!layers.TryDequeue(out var flatten) || flatten is not FlattenLayer || !layers.TryPeek(out var dense) || dense is not DenseLayer { Inputs: var inputs })
                    return false;
                steps = inputs / stack.Layers[^1].Units;
            }
        }
        if (layers.Any(layer => layer is not DenseLayer))
            return false;
        spec = new RecurrentSpec
        {
            Inputs = settings.Features,
            Layers = stacks is [{ FirstInput: 0, Inputs: null }] ? stacks[0].Layers : [],
            Branches = stacks is [{ FirstInput: 0, Inputs: null }] ? [] : [.. stacks],
            FlattenedSteps = steps,
            Head = [.. layers.Cast<DenseLayer>().Select(d => new DenseLayerSpec(d.Outputs, d.Activation))],
        };
        return true;
    }

    // Takes recurrent layers off the front, with the dropout after each, up to the one that returns only its last state; null where there is none.
    private static RecurrentBranch? TakeStack(Queue<Layer> layers, out bool isSequence)
    {
        isSequence = true;
        var (first, count) = (0, (int?)null);
        if (layers.TryPeek(out var front) && front is SelectLayer select)
        {
            layers.Dequeue();
            (first, count) = (select.First, select.Count);
        }
        var recurrent = new List<RecurrentLayerSpec>();
        while (layers.TryPeek(out var next))
        {
            if (next is RecurrentLayer r && isSequence)
            {
                recurrent.Add(new RecurrentLayerSpec(r.Cell, r.Hidden));
                isSequence = r.ReturnSequences;
            }
            else if (next is DropoutLayer d && recurrent.Count > 0 && recurrent[^1].Dropout == 0)
                recurrent[^1] = recurrent[^1] with { Dropout = d.Probability };
            else
                break;
            layers.Dequeue();
        }
        return recurrent.Count > 0 ? new RecurrentBranch([.. recurrent], first, count) : null;
    }
}
