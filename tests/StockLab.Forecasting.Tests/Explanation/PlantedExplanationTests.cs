using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting.Tests;

/// <summary>Where it is known which channel and which days decide, every method has to find them; where nothing decides, none may.</summary>
public sealed class PlantedExplanationTests : IDisposable
{
    private static readonly PlantedSamples Planted = new(Channel: 2, FirstDay: 60, StretchDays: 24);
    private static readonly Range Stretch = 60..84;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly DirectionSamples samples = Planted.Make(240, seed: 4);
    private readonly ConvClassifier network = ConvClassifier.Create(5, width: 8, seed: 1);
    private readonly Tensor x, y;

    public PlantedExplanationTests()
    {
        Fit(network, samples, epochs: 8);
        (x, y) = Planted.Make(90, seed: 5).Batch([.. Enumerable.Range(0, 90)]);     // samples that the network has not seen
    }

    public void Dispose()
    {
        network.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void GradCam_Occlusion_AndPermutation_RankThePlantedChannelFirst_AndMarkThePlantedDays()
    {
        network.eval();
        Assert.True(PermutationImportance.Accuracy(network.call(x), y) > 0.9);

        var grad = GradCam.Of(network, x, samples.Channels);
        var hidden = Occlusion.Of(network, x, samples.Channels, stretch: 12);
        var shuffled = PermutationImportance.Of(network, x, y, samples.Channels, repeats: 3, stretch: 12);

        Assert.All([grad.AbsoluteSum, grad.Effect, hidden.Channels, shuffled.Channels], ranking => Assert.Equal(1, ranking.RankOf("c2")));
        Assert.All([grad.Time, hidden.Time, shuffled.Time], map => Assert.True(map.Emphasis(Stretch) > 1.5, $"{map.Method} marks the planted days only {map.Emphasis(Stretch):F2} times as strongly as all"));
        Assert.All([grad.Time, hidden.Time, shuffled.Time], map => Assert.InRange(map.Values.IndexOf(map.Values.Max()), Stretch.Start.Value - 6, Stretch.End.Value + 6));
        Assert.True(shuffled.Channels.Scores[2] > 5 * shuffled.Channels.Deviations!.Value[2], "the drop is not beyond chance");
        // Only the planted channel over the planted days matters to occlusion: [60, 72) and [72, 84) are its stretches 5 and 6.
        var best = Enumerable.Range(0, 5).SelectMany(c => Enumerable.Range(0, hidden.Change.GetLength(1)).Select(s => (c, s))).OrderByDescending(cell => hidden.Change[cell.c, cell.s]).Take(2);
        Assert.All(best, cell => Assert.True(cell is (2, 5 or 6), $"{cell}"));
    }

    [Fact]
    public void TheExplanation_IsGone_WhenTheWeightsAreRandom()
    {
        var check = RandomWeightsCheck.Of(network, () => ConvClassifier.Create(5, width: 8, seed: 77), x, samples.Channels);
        Assert.True(check.Random.Time < 0.5, $"{check.Random}");
        Assert.Equal("conv1", check.Random.Randomized);
    }

    [Fact]
    public void ShuffledLabels_LeaveNothingForPermutationToTake()
    {
        using var chance = ConvClassifier.Create(5, width: 8, seed: 1);
        Fit(chance, samples.ShuffledLabels(), epochs: 8);
        var shuffled = PermutationImportance.Of(chance, x, y, samples.Channels, PermutationImportance.Accuracy, repeats: 5);
        Assert.True(shuffled.Baseline < 0.5, $"{shuffled.Baseline}");
        Assert.All(shuffled.Channels.Scores, drop => Assert.InRange(drop, -0.12, 0.12));
    }

    private static void Fit(SeriesClassifier network, DirectionSamples samples, int epochs)
    {
        using var optimizer = optim.Adam(network.parameters(), lr: 3e-3);
        network.train();
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var order = new SeededRandom(1, epoch).Permutation(samples.Count);
            for (var from = 0; from < order.Length; from += 16)
            {
                using var step = NewDisposeScope();
                var (x, y) = samples.Batch(order.AsSpan(from, Math.Min(16, order.Length - from)));
                optimizer.zero_grad();
                nn.functional.cross_entropy(network.call(x), y).backward();
                optimizer.step();
            }
        }
    }
}
