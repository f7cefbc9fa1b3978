using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StockLab.Forecasting;

/// <summary>
/// A network that tells classes of multichannel series apart: (N, C, T) → logits (N, K). What it sees in the series (<see cref="Features"/>) and what it concludes from that
/// (<see cref="Head"/>) can be asked for separately, for explanations and for training the one without the other.
/// </summary>
/// <param name="name">The module's name.</param>
/// <param name="channels">C.</param>
/// <param name="classes">K; for <see cref="Direction"/> 3: up, down, hold.</param>
public abstract class SeriesClassifier(string name, int channels, int classes) : Module<Tensor, Tensor>(name), IWeights
{
    /// <summary>C, the channels of an input.</summary>
    public int Channels { get; } = channels;

    /// <summary>K, the classes.</summary>
    public int Classes { get; } = classes;

    /// <summary>What the network sees, and when: its last maps over time.</summary>
    /// <param name="x">(N, C, T).</param>
    /// <returns>(N, F, T'): F maps over T' stretches of the T days.</returns>
    public abstract Tensor Features(Tensor x);

    /// <summary>What the network concludes.</summary>
    /// <param name="features">(N, F, T').</param>
    /// <returns>Logits, (N, K); their softmax are the probabilities.</returns>
    public abstract Tensor Head(Tensor features);

    /// <summary>The parameters of the head, by the name that theirs begin with; all others are of the features.</summary>
    public virtual string HeadName => "fc";

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor x) => Head(Features(x));      // (N, C, T) → (N, K)

    /// <summary>The number of trainable values.</summary>
    public int ParameterCount => parameters().Sum(parameter => (int)parameter.numel());

    /// <summary>A copy of the whole state, in torch's names: parameters, and the running statistics of the normalisations.</summary>
    public IReadOnlyList<NamedArray> ReadWeights() =>
        [.. state_dict().Select(part => new NamedArray(part.Key, TorchNetwork.ShapeOf(part.Value), ArrayOf(part.Value)))];

    /// <summary>Replaces the whole state by name. A normalisation's count of batches may be missing: nothing is computed from it.</summary>
    /// <param name="weights">As <see cref="ReadWeights"/> gives them, or as PyTorch wrote them.</param>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a shape is another one. Nothing is replaced then.</exception>
    public void LoadWeights(IReadOnlyList<NamedArray> weights)
    {
        var state = state_dict();
        foreach (var weight in weights)
        {
            if (!state.TryGetValue(weight.Name, out var target))
                throw new ArgumentException($"The network has no '{weight.Name}'; it has {string.Join(", ", state.Keys.Take(8))} and {Math.Max(0, state.Count - 8)} more. Build the network that the weights are of.");
            if (target.numel() != weight.Values.Length || !TorchNetwork.ShapeOf(target).AsSpan().SequenceEqual(weight.Shape))
                throw new ArgumentException($"'{weight.Name}' is ({string.Join(", ", target.shape)}), but the values are ({string.Join(", ", weight.Shape)}). Build the network with the settings of the weights.");
        }
        var given = weights.Select(weight => weight.Name).ToHashSet();
        if (state.Keys.FirstOrDefault(name => !given.Contains(name) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) is { } missing)
            throw new ArgumentException($"The weights lack '{missing}'. Build the network that the weights are of.");

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var weight in weights)
            state[weight.Name].copy_(tensor(weight.Values, state[weight.Name].shape));
    }

    private static float[] ArrayOf(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return TorchNetwork.ToArray(tensor.to(ScalarType.Float32));
    }
}
