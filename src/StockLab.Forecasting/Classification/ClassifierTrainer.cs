using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>What training a classifier makes small.</summary>
/// <param name="logits">The network's answers, (B, K).</param>
/// <param name="labels">The classes, (B).</param>
/// <param name="indices">The numbers of the B samples, for losses that know more of them than the label.</param>
/// <returns>A number with a gradient by <paramref name="logits"/>.</returns>
public delegate Tensor ClassifierLoss(Tensor logits, Tensor labels, ReadOnlySpan<int> indices);

/// <summary>
/// Trains a <see cref="SeriesClassifier"/>: the loop, the callbacks and the checkpoints are those of <see cref="Trainer"/>. The settings' regression loss plays no part.
/// </summary>
/// <param name="settings">How to train.</param>
/// <param name="callbacks">What to do between the epochs, in this order.</param>
public sealed class ClassifierTrainer(TrainingSettings settings, params IReadOnlyList<Callback> callbacks)
{
    /// <summary>Samples asked at once where nothing is learnt.</summary>
    internal const int AskedAtOnce = 128;

    /// <summary>What training makes small; the cross-entropy with the labels where nothing else is said.</summary>
    public ClassifierLoss Loss { get; init; } = CrossEntropy;

    /// <summary>Whether only the head learns. The features then stay as they are, the statistics of their normalisations too.</summary>
    public bool FrozenFeatures { get; init; }

    /// <summary>The cross-entropy of softmax(logits) with the labels, the mean over the batch.</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, ReadOnlySpan<int> indices) => nn.functional.cross_entropy(logits, labels);

    /// <summary>Trains a network in place, on the device where its parameters are.</summary>
    /// <param name="network">The network; it continues from its present weights.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="training">The numbers of those to learn from.</param>
    /// <param name="validation">The numbers of those whose cross-entropy is measured after each epoch; nothing is learnt from them.</param>
    /// <param name="resume">Where an earlier training stood; it goes on from there as if it had never stopped.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancel">Checked before every step.</param>
    /// <returns>What happened, epoch by epoch.</returns>
    /// <exception cref="ArgumentException">The network takes other channels than the samples have, or there is nothing to learn from.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> asked for it.</exception>
    public History Fit(
        SeriesClassifier network, DirectionSamples samples, IReadOnlyList<int> training, IReadOnlyList<int>? validation = null,
        Checkpoint? resume = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        RequireFit(network, samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.BatchSize);
        if (training.Count == 0)
            throw new ArgumentException("There are no samples to learn from.", nameof(training));

        List<(string Name, Parameter Value)> learning = [.. network.named_parameters().Where(p => !FrozenFeatures || p.name.StartsWith(network.HeadName + ".", StringComparison.Ordinal))];
        using var optimizer = new TorchOptimizer(learning, settings.Optimizer);
        var device = learning[0].Value.device;
        var chosen = new int[Math.Min(settings.BatchSize, training.Count)];
        try
        {
            return new TrainingLoop(settings, callbacks, training.Count, Step, validation is { Count: > 0 } ? () => LossOn(network, samples, validation) : null)
            {
                BeginEpoch = seed => manual_seed(seed),
                Finish = optimizer.Finish,
            }.Run(network, optimizer, resume, progress, cancel);
        }
        finally
        {
            network.eval();
        }

        float Step(ReadOnlySpan<int> numbers)
        {
            using var scope = NewDisposeScope();
            var indices = chosen.AsSpan(0, numbers.Length);
            for (var i = 0; i < indices.Length; i++)
                indices[i] = training[numbers[i]];
            var (x, y) = samples.Batch(indices, device);                    // (B, C, T), (B)
            var loss = Loss(Answers(network, x), y, indices);
            optimizer.Step(loss);
            return loss.item<float>();
        }
    }

    /// <summary>The cross-entropy of a network on samples, without learning from them.</summary>
    public static double LossOn(SeriesClassifier network, DirectionSamples samples, IReadOnlyList<int> indices)
    {
        double sum = 0;
        var forecast = DirectionForecast.Of(network, samples, indices);
        for (var i = 0; i < forecast.Count; i++)
            sum -= Math.Log(Math.Max(forecast.Probability(i, forecast.Labels[i]), float.Epsilon));
        return sum / forecast.Count;
    }

    // Frozen features are computed as in use: no gradient, and normalised by their running statistics.
    private Tensor Answers(SeriesClassifier network, Tensor x)
    {
        network.train(!FrozenFeatures);
        if (!FrozenFeatures)
            return network.call(x);
        Tensor features;
        using (no_grad())
            features = network.Features(x);
        return network.Head(features);
    }

    internal static void RequireFit(SeriesClassifier network, DirectionSamples samples)
    {
        if (network.Channels != samples.Channels.Length || network.Classes != 3)
        {
            throw new ArgumentException(
                $"The network takes {network.Channels} channels and tells {network.Classes} classes apart, but the samples have {samples.Channels.Length} channels ({string.Join(", ", samples.Channels)}) and 3 classes. Build the network with the samples' numbers.");
        }
    }
}
