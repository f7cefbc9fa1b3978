using StockLab.Display;
using StockLab.Market;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>How far an explanation still looks the same when a network's weights, from the output downwards, are replaced by random ones.</summary>
/// <param name="Randomized">The part whose weights were replaced last; all parts above it are random, too.</param>
/// <param name="Time">Spearman's ρ of each sample's Grad-CAM map with the trained network's, the mean over the samples; NaN where no sample has a map in both.</param>
/// <param name="Effect">Spearman's ρ of the channels' |gradient × input| with the trained network's.</param>
/// <param name="AbsoluteGradient">Spearman's ρ of the channels' |gradient| with the trained network's.</param>
public readonly record struct RandomWeightsStep(string Randomized, double Time, double Effect, double AbsoluteGradient);

/// <summary>
/// The sanity check of explanations: a map that shows what a network has learnt must change when that is taken away. Part after part, from the output down, the weights are replaced by those of a fresh network, and the
/// explanation is compared with the trained network's. Where the similarity stays near 1 to the end, the map shows the samples, or the network's build, and not what it learnt.
/// </summary>
/// <remarks>Reference: J. Adebayo et al., <i>Sanity Checks for Saliency Maps</i>, 2018, "cascading randomization".</remarks>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class RandomWeightsCheck : IDisplaysAs<Table>
{
    private RandomWeightsCheck(IReadOnlyList<RandomWeightsStep> steps) => Steps = steps;

    /// <summary>The steps, from only the output's weights random to all of them.</summary>
    public IReadOnlyList<RandomWeightsStep> Steps { get; }

    /// <summary>The similarity to a network with nothing but random weights.</summary>
    public RandomWeightsStep Random => Steps[^1];

    /// <summary>Explains a network, and the same network with more and more random weights.</summary>
    /// <param name="trained">The network; it is left as it was.</param>
    /// <param name="untrained">Builds a network of the same kind with random weights, for example <c>() => ResNet1d.Create18(11, 3)</c>.</param>
    /// <param name="x">The samples, (N, C, T).</param>
    /// <param name="channels">The names of the channels, (C).</param>
    /// <param name="target">The answer to explain.</param>
    /// <param name="batch">Samples at a time.</param>
    /// <param name="cancel">Checked before every batch.</param>
    /// <exception cref="ArgumentException">The samples do not fit, or the fresh network has other parts than the trained one.</exception>
    public static RandomWeightsCheck Of(
        SeriesClassifier trained, Func<SeriesClassifier> untrained, Tensor x, IReadOnlyList<string> channels, Direction target = Direction.Up, int batch = 64, CancellationToken cancel = default)
    {
        var explained = GradCam.Of(trained, x, channels, target, batch, cancel);
        using var network = untrained();
        var (random, learnt) = (network.state_dict(), trained.state_dict());
        if (!random.Keys.Order(StringComparer.Ordinal).SequenceEqual(learnt.Keys.Order(StringComparer.Ordinal)))
            throw new ArgumentException($"The fresh network has the parts {Parts(network)}, the trained one {Parts(trained)}. Build it with the same settings.", nameof(untrained));

        using var scope = NewDisposeScope();
        var fresh = random.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
        List<string> parts = [.. network.named_children().Where(child => child.module.state_dict().Count > 0).Select(child => child.name).Reverse()];
        var steps = new List<RandomWeightsStep>();
        for (var count = 1; count <= parts.Count; count++)
        {
            network.load_state_dict(fresh.ToDictionary(pair => pair.Key, pair => parts.Take(count).Any(part => pair.Key.StartsWith(part + ".", StringComparison.Ordinal)) ? pair.Value : learnt[pair.Key]));
            var other = GradCam.Of(network, x, channels, target, batch, cancel);
            var maps = Enumerable.Range(0, (int)x.shape[0]).Select(n => Similarity(Row(explained.Maps, n), Row(other.Maps, n))).Where(double.IsFinite).ToList();
            steps.Add(new RandomWeightsStep(parts[count - 1], maps.Count == 0 ? double.NaN : maps.Average(),
                Similarity([.. explained.Effect.Scores], [.. other.Effect.Scores]), Similarity([.. explained.AbsoluteSum.Scores], [.. other.AbsoluteSum.Scores])));
        }
        return new RandomWeightsCheck(steps);

        static string Parts(SeriesClassifier network) => string.Join(", ", network.named_children().Select(child => child.name));
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table("How alike the explanation stays while weights become random", "Random from the output down to", "Days, Grad-CAM", "Channels, gradient × input", "Channels, absolute gradient")
            .Format("Days, Grad-CAM", "0.00").Format("Channels, gradient × input", "0.00").Format("Channels, absolute gradient", "0.00").Caption("Spearman's ρ with the trained network's explanation; 1: unchanged").All();
        foreach (var step in Steps)
            table.Row(step.Randomized, step.Time, step.Effect, step.AbsoluteGradient);
        return table;
    }

    // An empty map has no order, so it is like no other; nor have two channels.
    private static double Similarity(double[] map, double[] other) =>
        map.Length > 2 && map.Distinct().Skip(1).Any() && other.Distinct().Skip(1).Any() ? RankCorrelation.Spearman(map, other).Coefficient : double.NaN;

    private static double[] Row(double[,] maps, int row) => [.. Enumerable.Range(0, maps.GetLength(1)).Select(t => maps[row, t])];
}
