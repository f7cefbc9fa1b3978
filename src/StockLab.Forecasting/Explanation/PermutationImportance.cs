using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>
/// What a measure loses when a piece of the input is taken from other samples: a channel, or a stretch of days, is shuffled across the samples, so that each piece is a real one and tells nothing of its sample.
/// Unlike <see cref="GradCam"/> and <see cref="Occlusion"/> it looks at whether the answers are right, not only at whether they move.
/// </summary>
/// <remarks>References: L. Breiman, <i>Random Forests</i>, 2001, section 10; A. Fisher, C. Rudin and F. Dominici, <i>All Models are Wrong, but Many are Useful</i>, 2019.</remarks>
public sealed class PermutationImportance
{
    private PermutationImportance(double baseline, ChannelImportance channels, TimeMap time) => (Baseline, Channels, Time) = (baseline, channels, time);

    /// <summary>The measure on the samples as they are.</summary>
    public double Baseline { get; }

    /// <summary>The measure's drop with a channel shuffled, the mean and standard deviation over the repeats.</summary>
    public ChannelImportance Channels { get; }

    /// <summary>The measure's drop with a stretch of days shuffled in all channels together, the mean over the repeats; drops below 0, which are chance, are 0 here.</summary>
    public TimeMap Time { get; }

    /// <summary>The share of the samples whose most probable answer is right.</summary>
    public static double Accuracy(Tensor logits, Tensor y)
    {
        using var scope = NewDisposeScope();
        return logits.argmax(1).eq(y).to_type(ScalarType.Float64).mean().item<double>();
    }

    /// <summary>The mean logarithm of the probability given to the right answer. It sees changes that flip no answer.</summary>
    public static double LogLikelihood(Tensor logits, Tensor y)
    {
        using var scope = NewDisposeScope();
        return -nn.functional.cross_entropy(logits.to_type(ScalarType.Float64), y).item<double>();
    }

    /// <summary>Shuffles one piece after another. It costs repeats · (C + T / stretch) passes of all samples.</summary>
    /// <param name="network">The network; its mode (training or not) is left as it was.</param>
    /// <param name="x">The samples, (N, C, T); they are left as they were.</param>
    /// <param name="y">The right answers, (N), as class numbers.</param>
    /// <param name="channels">The names of the channels, (C).</param>
    /// <param name="measure">From logits (N, K) and answers (N) to a number, the higher the better; null takes <see cref="LogLikelihood"/>.</param>
    /// <param name="repeats">How often each piece is shuffled, at least 2.</param>
    /// <param name="stretch">Days that are shuffled at a time.</param>
    /// <param name="seed">The seed of the shuffles.</param>
    /// <param name="batch">Samples at a time.</param>
    /// <param name="cancel">Checked before every pass.</param>
    /// <exception cref="ArgumentException">The samples do not fit the network, the names or the answers.</exception>
    public static PermutationImportance Of(
        SeriesClassifier network, Tensor x, Tensor y, IReadOnlyList<string> channels, Func<Tensor, Tensor, double>? measure = null, int repeats = 5, int stretch = 20, long seed = 1, int batch = 256,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stretch);
        measure ??= LogLikelihood;
        var input = new ClassifierInput(network, x, channels, batch);
        if (y.dim() != 1 || y.shape[0] != input.Samples)
            throw new ArgumentException($"{input.Samples} samples need as many answers (N), but these are ({string.Join(", ", y.shape)}).", nameof(y));

        using var outer = NewDisposeScope();
        using var frozen = no_grad();
        var baseline = Measured(x);
        var shuffled = x.clone();
        var random = new SeededRandom(seed);
        var drops = Enumerable.Range(0, network.Channels).Select(c => Drops(shuffled.narrow(1, c, 1), x.narrow(1, c, 1))).ToList();
        var days = new double[input.Days];
        for (var from = 0; from < days.Length; from += stretch)
        {
            var count = Math.Min(stretch, days.Length - from);
            Array.Fill(days, Math.Max(0, Drops(shuffled.narrow(2, from, count), x.narrow(2, from, count)).Average()), from, count);
        }
        return new PermutationImportance(baseline, new ChannelImportance("permutation", channels, drops.Select(drop => drop.Average()), drops.Select(Deviation)), new TimeMap("permutation", days));

        // The drops of a piece, a view of the shuffled samples that gets the original's values back.
        double[] Drops(Tensor piece, Tensor original)
        {
            var drops = new double[repeats];
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                using var scope = NewDisposeScope();
                var order = Array.ConvertAll(random.Permutation(input.Samples), i => (long)i);
                piece.copy_(original.index_select(0, tensor(order)));
                drops[repeat] = baseline - Measured(shuffled);
            }
            piece.copy_(original);
            return drops;
        }

        double Measured(Tensor samples)
        {
            using var scope = NewDisposeScope();
            var logits = new List<Tensor>();
            new ClassifierInput(network, samples, channels, batch).ForEachBatch(cancel, (_, part) => logits.Add(network.call(part).MoveToOuterDisposeScope()));
            return measure(cat(logits, 0), y);
        }
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1));
}
