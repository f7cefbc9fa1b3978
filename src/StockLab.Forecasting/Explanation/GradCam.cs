using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>
/// Gradient-weighted class activation mapping of a network on time series: which days, and which channels, speak for an answer.
/// </summary>
/// <remarks>
/// <para>Days: α_f = mean over time of ∂score/∂A_f, map = ReLU(Σ_f α_f · A_f), where A are the last convolution's maps and the score is the class's logit; the map is stretched linearly to the days of the sample, as
/// PyTorch's <c>interpolate(mode="linear", align_corners=False)</c> does. Reference: R. Selvaraju et al., <i>Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization</i>, 2017, equations 1 and 2.</para>
/// <para>Channels: the last maps have mixed the channels, so their share is read from the gradient by the input. Source S2 sums it and ranks the sums: <see cref="Sum"/>. A sum lets days that pull up cancel days that
/// pull down, and it depends on a channel's unit; <see cref="AbsoluteSum"/> mends the first, <see cref="Effect"/> both.</para>
/// <para>The network looks as it does when it forecasts: batch normalization takes its running statistics, dropout is off.</para>
/// </remarks>
public sealed class GradCam
{
    private GradCam(Direction target, double[,] maps, IReadOnlyList<string> channels, double[] sum, double[] absolute, double[] effect)
    {
        (Target, Maps) = (target, maps);
        Sum = new ChannelImportance("gradient, summed", channels, sum);
        AbsoluteSum = new ChannelImportance("gradient, absolute", channels, absolute);
        Effect = new ChannelImportance("gradient × input", channels, effect);
        var (samples, days) = (maps.GetLength(0), maps.GetLength(1));
        Time = new TimeMap("Grad-CAM", Enumerable.Range(0, days).Select(t => Enumerable.Range(0, samples).Average(n => maps[n, t])));
    }

    /// <summary>The answer that is explained.</summary>
    public Direction Target { get; }

    /// <summary>A map a sample, (N, T).</summary>
    public double[,] Maps { get; }

    /// <summary>The mean of the maps, (T).</summary>
    public TimeMap Time { get; }

    /// <summary>Source S2's ranking: ∂score/∂x, summed over the days, the mean over the samples.</summary>
    public ChannelImportance Sum { get; }

    /// <summary>|∂score/∂x|, summed over the days, the mean over the samples.</summary>
    public ChannelImportance AbsoluteSum { get; }

    /// <summary>|∂score/∂x · (x − mean of the channel)|, summed over the days, the mean over the samples: to first order, what replacing a day by the channel's mean would change.</summary>
    public ChannelImportance Effect { get; }

    /// <summary>Explains a network's answers to samples.</summary>
    /// <param name="network">The network; its mode (training or not) is left as it was.</param>
    /// <param name="x">The samples, (N, C, T).</param>
    /// <param name="channels">The names of the channels, (C).</param>
    /// <param name="target">The answer to explain.</param>
    /// <param name="batch">Samples at a time.</param>
    /// <param name="cancel">Checked before every batch.</param>
    /// <exception cref="ArgumentException">The samples do not fit the network or the names.</exception>
    public static GradCam Of(SeriesClassifier network, Tensor x, IReadOnlyList<string> channels, Direction target = Direction.Up, int batch = 64, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var input = new ClassifierInput(network, x, channels, batch);
        var maps = new double[input.Samples, input.Days];
        double[] sum = new double[channels.Count], absolute = new double[channels.Count], effect = new double[channels.Count];
        input.ForEachBatch(cancel, (first, samples) =>
        {
            #region map
            var part = samples.detach().clone().requires_grad_();               // (B, C, T)
            var a = network.Features(part);                                     // (B, F, T')
            var score = network.Head(a).select(1, (long)target).sum();          // samples do not touch one another
            var gradients = autograd.grad([score], [a, part]);
            var weights = gradients[0].mean([2], keepdim: true);                // (B, F, 1)
            var map = (weights * a).sum(1).relu();                              // (B, T')
            #endregion
            Stretch(map, maps, first);

            var slope = gradients[1];                                           // (B, C, T)
            Add(sum, slope);
            Add(absolute, slope.abs());
            Add(effect, (slope * (part - input.ChannelMeans)).abs());
        });
        return new GradCam(target, maps, channels, sum, absolute, effect);

        void Add(double[] total, Tensor perDay)
        {
            var values = TorchNetwork.ToArray(perDay.sum([0, 2]));            // (C)
            for (var c = 0; c < total.Length; c++)
                total[c] += values[c] / input.Samples;
        }
    }

    // Linear interpolation between the middles of the coarse map's cells; beyond the outermost middles the map is level.
    private static void Stretch(Tensor coarse, double[,] maps, int first)
    {
        var values = TorchNetwork.ToArray(coarse);
        var (cells, days) = ((int)coarse.shape[1], maps.GetLength(1));
        for (var b = 0; b < coarse.shape[0]; b++)
        {
            for (var t = 0; t < days; t++)
            {
                var place = Math.Max(0, ((t + 0.5) * cells / days) - 0.5);
                var left = Math.Min((int)place, cells - 1);
                var right = Math.Min(left + 1, cells - 1);
                var share = place - left;
                maps[first + b, t] = ((1 - share) * values[(b * cells) + left]) + (share * values[(b * cells) + right]);
            }
        }
    }
}
