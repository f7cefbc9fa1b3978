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
        var (grad, hidden, shuffled) = Explained(network, x, y, Stretch, slack: 6);

        // Only the planted channel over the planted days matters to occlusion: [60, 72) and [72, 84) are its stretches 5 and 6.
        var best = Enumerable.Range(0, 5).SelectMany(c => Enumerable.Range(0, hidden.Change.GetLength(1)).Select(s => (c, s))).OrderByDescending(cell => hidden.Change[cell.c, cell.s]).Take(2);
        Assert.All(best, cell => Assert.True(cell is (2, 5 or 6), $"{cell}"));
        Assert.True(shuffled.Channels.Scores[2] > 5 * shuffled.Channels.Deviations!.Value[2], "the drop is not beyond chance");
    }

    [Fact]
    public void AResNet_OnSamplesAsLongAsTheSources_IsExplainedAsWell()
    {
        var planted = new PlantedSamples(Channel: 2, FirstDay: 256, StretchDays: 64) { Days = 560 };
        var long560 = planted.Make(600, seed: 4);
        using var resnet = ResNet1d.Create18(5, width: 8, seed: 1);
        Fit(resnet, long560, epochs: 5);
        var (unseen, answers) = planted.Make(90, seed: 5).Batch([.. Enumerable.Range(0, 90)]);

        // Its last maps have 18 cells of 32 days, so that is how exactly they can tell the day.
        Explained(resnet, unseen, answers, 256..320, slack: 32);
    }

    // Explains "up", and requires what every method has to find.
    private (GradCam Gradients, Occlusion Hidden, PermutationImportance Shuffled) Explained(SeriesClassifier classifier, Tensor x, Tensor y, Range planted, int slack)
    {
        var (first, days) = planted.GetOffsetAndLength((int)x.shape[2]);
        classifier.eval();
        var right = PermutationImportance.Accuracy(classifier.call(x), y);
        Assert.True(right > 0.85, $"{right:P0} right: there is nothing to explain");

        var grad = GradCam.Of(classifier, x, samples.Channels);
        var hidden = Occlusion.Of(classifier, x, samples.Channels, stretch: days / 2);
        var shuffled = PermutationImportance.Of(classifier, x, y, samples.Channels, repeats: 3, stretch: days / 2);

        // S2's own ranking, the sum, among them: over the planted days every rise speaks for up, so nothing cancels.
        Assert.All([grad.Sum, grad.AbsoluteSum, grad.Effect, hidden.Channels, shuffled.Channels], ranking => Assert.Equal(1, ranking.RankOf("c2")));
        Assert.All([grad.Time, hidden.Time, shuffled.Time], map => Assert.True(map.Emphasis(planted) > 1.5, $"{map.Method} marks the planted days only {map.Emphasis(planted):F2} times as strongly as all"));
        Assert.All([grad.Time, hidden.Time, shuffled.Time], map => Assert.InRange(map.Values.IndexOf(map.Values.Max()), first - slack, first + days + slack));
        return (grad, hidden, shuffled);
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

    private static void Fit(SeriesClassifier network, DirectionSamples samples, int epochs) =>
        new ClassifierTrainer(new TrainingSettings { Epochs = epochs, BatchSize = 16, Optimizer = new OptimizerSettings { LearningRate = 3e-3 } })
            .Fit(network, samples, [.. Enumerable.Range(0, samples.Count)]);
}
