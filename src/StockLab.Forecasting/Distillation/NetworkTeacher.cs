using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>A trained network as a teacher. It is asked about every sample once, when the teacher is made; the network is not needed afterwards.</summary>
public sealed class NetworkTeacher : ITeacher
{
    private readonly float[] probabilities;     // (N, K)
    private readonly int classes;

    /// <summary>Asks a network about all samples.</summary>
    /// <param name="network">The network; its mode (training or not) is left as it was.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="batch">Samples at a time.</param>
    public NetworkTeacher(SeriesClassifier network, DirectionSamples samples, int batch = 128)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        classes = network.Classes;
        probabilities = new float[samples.Count * classes];
        var training = network.training;
        network.eval();
        for (var first = 0; first < samples.Count; first += batch)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            int[] indices = [.. Enumerable.Range(first, Math.Min(batch, samples.Count - first))];
            TorchNetwork.ToArray(network.call(samples.Batch(indices).X).softmax(1)).CopyTo(probabilities, first * classes);     // (B, K)
        }
        network.train(training);
    }

    /// <inheritdoc/>
    public string Name => "network";

    /// <inheritdoc/>
    public void SoftLabels(int sample, Span<float> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)(this.probabilities.Length / classes), nameof(sample));
        this.probabilities.AsSpan(sample * classes, classes).CopyTo(probabilities);
    }
}
