using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>Samples that a classifier is to be explained on: checked once, then handed out in batches while the network is in the mode in which it forecasts.</summary>
internal sealed class ClassifierInput
{
    private readonly SeriesClassifier network;
    private readonly Tensor x;
    private readonly int batch;

    internal ClassifierInput(SeriesClassifier network, Tensor x, IReadOnlyList<string> channels, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        if (x.dim() != 3 || x.shape[0] == 0 || x.shape[1] != network.Channels)
            throw new ArgumentException($"The network takes samples (N, {network.Channels}, T), but these are ({string.Join(", ", x.shape)}). Give at least one sample with the network's channels.", nameof(x));
        if (channels.Count != network.Channels)
            throw new ArgumentException($"{channels.Count} names do not fit the network's {network.Channels} channels. Give one a channel.", nameof(channels));
        (this.network, this.x, this.batch) = (network, x, batch);
        ChannelMeans = x.mean([0, 2], keepdim: true);
    }

    /// <summary>N.</summary>
    internal int Samples => (int)x.shape[0];

    /// <summary>T.</summary>
    internal int Days => (int)x.shape[2];

    /// <summary>The mean of each channel over samples and days, (1, C, 1).</summary>
    internal Tensor ChannelMeans { get; }

    /// <summary>Calls with the number of the first sample of each batch and the batch, (B, C, T).</summary>
    internal void ForEachBatch(CancellationToken cancel, Action<int, Tensor> explain)
    {
        var training = network.training;
        network.eval();
        try
        {
            for (var first = 0; first < Samples; first += batch)
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                explain(first, x.narrow(0, first, Math.Min(batch, Samples - first)));
            }
        }
        finally
        {
            network.train(training);
        }
    }

    /// <summary>The probability of an answer to each sample of a batch, (B).</summary>
    internal float[] Probability(Tensor samples, Direction target)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return TorchNetwork.ToArray(network.call(samples).softmax(1).select(1, (long)target));
    }
}
