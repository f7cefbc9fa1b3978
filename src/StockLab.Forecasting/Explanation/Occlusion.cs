using StockLab.Display;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>What takes the place of a hidden piece of a sample.</summary>
public enum OcclusionFill
{
    /// <summary>The channel's mean over the samples given: the network sees an average day.</summary>
    ChannelMean,

    /// <summary>0: no change of the price.</summary>
    Zero,
}

/// <summary>
/// What a network's answer loses when a piece of its input is hidden: a channel over a stretch of days is replaced by the channel's mean, or by 0, and the probability of the answer is read again. Nothing is
/// differentiated, so it checks what gradients say.
/// </summary>
/// <remarks>Reference: M. Zeiler and R. Fergus, <i>Visualizing and Understanding Convolutional Networks</i>, 2014, section 4.2.</remarks>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class Occlusion : IDisplaysAs<Figure>
{
    private Occlusion(Direction target, int stretch, int days, IReadOnlyList<string> names, double[,] drop, double[,] change)
    {
        (Target, Stretch, Drop, Change) = (target, stretch, drop, change);
        var (channels, stretches) = (change.GetLength(0), change.GetLength(1));
        Channels = new ChannelImportance("occlusion", names, Enumerable.Range(0, channels).Select(c => Enumerable.Range(0, stretches).Sum(s => change[c, s])));
        Time = new TimeMap("occlusion", Enumerable.Range(0, days).Select(t => Enumerable.Range(0, channels).Sum(c => change[c, t / stretch])));
    }

    /// <summary>The answer that is explained.</summary>
    public Direction Target { get; }

    /// <summary>Days that are hidden at a time; the last stretch may be shorter.</summary>
    public int Stretch { get; }

    /// <summary>(C, S): the probability of the answer less that with the piece hidden, the mean over the samples. Above 0 the piece spoke for the answer.</summary>
    public double[,] Drop { get; }

    /// <summary>(C, S): the size of that change, the mean over the samples. What speaks for the answer in one sample and against it in another counts here, and cancels in <see cref="Drop"/>.</summary>
    public double[,] Change { get; }

    /// <summary>The changes of a channel's stretches, summed.</summary>
    public ChannelImportance Channels { get; }

    /// <summary>The changes of a day's stretch, summed over the channels.</summary>
    public TimeMap Time { get; }

    /// <summary>Hides one piece after another. It costs C · T / stretch passes of all samples.</summary>
    /// <param name="network">The network; its mode (training or not) is left as it was.</param>
    /// <param name="x">The samples, (N, C, T); they are left as they were.</param>
    /// <param name="channels">The names of the channels, (C).</param>
    /// <param name="stretch">Days that are hidden at a time.</param>
    /// <param name="target">The answer to explain.</param>
    /// <param name="fill">What is shown instead.</param>
    /// <param name="batch">Samples at a time.</param>
    /// <param name="cancel">Checked before every batch and every piece.</param>
    /// <exception cref="ArgumentException">The samples do not fit the network or the names.</exception>
    public static Occlusion Of(
        SeriesClassifier network, Tensor x, IReadOnlyList<string> channels, int stretch = 20, Direction target = Direction.Up, OcclusionFill fill = OcclusionFill.ChannelMean, int batch = 256,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stretch);
        using var outer = NewDisposeScope();
        var input = new ClassifierInput(network, x, channels, batch);
        var stretches = (input.Days + stretch - 1) / stretch;
        double[,] drop = new double[network.Channels, stretches], change = new double[network.Channels, stretches];
        input.ForEachBatch(cancel, (_, samples) =>
        {
            using var frozen = no_grad();
            var seen = input.Probability(samples, target);
            var hidden = samples.clone();
            for (var c = 0; c < network.Channels; c++)
            {
                for (var s = 0; s < stretches; s++)
                {
                    cancel.ThrowIfCancellationRequested();
                    using var scope = NewDisposeScope();
                    var (from, days) = (s * stretch, Math.Min(stretch, input.Days - (s * stretch)));
                    var piece = hidden.narrow(1, c, 1).narrow(2, from, days);       // (B, 1, days), a view
                    if (fill == OcclusionFill.Zero)
                        piece.zero_();
                    else
                        piece.copy_(input.ChannelMeans.narrow(1, c, 1));
                    var blind = input.Probability(hidden, target);
                    piece.copy_(samples.narrow(1, c, 1).narrow(2, from, days));
                    for (var b = 0; b < blind.Length; b++)
                    {
                        drop[c, s] += ((double)seen[b] - blind[b]) / input.Samples;
                        change[c, s] += Math.Abs((double)seen[b] - blind[b]) / input.Samples;
                    }
                }
            }
        });
        return new Occlusion(target, stretch, input.Days, channels, drop, change);
    }

    /// <summary>Channels × days, coloured by how much hiding them changes.</summary>
    public Figure Figure()
    {
        double[] middles = [.. Enumerable.Range(0, Change.GetLength(1)).Select(s => (s + 0.5) * Stretch)];        // so that a cell spans its own days
        return new Figure($"What hiding changes · {Stretch} days at a time").XTitle("day of the sample").Heat(middles, [.. Channels.Channels], Change, $"change of P({Target})");
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => Figure();
}
