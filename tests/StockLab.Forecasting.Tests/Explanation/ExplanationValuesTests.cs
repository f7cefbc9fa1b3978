using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting.Tests;

/// <summary>Explanations of a residual network against PyTorch with the same weights, and its input gradients against finite differences.</summary>
public sealed class ExplanationValuesTests : IDisposable
{
    private const int Channels = 4, Days = 100, Samples = 6;
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly ResNet1d network = ResNet1d.Create18(Channels, width: 4, seed: 3);
    private readonly Tensor x;

    public ExplanationValuesTests()
    {
        var random = new SeededRandom(5);
        x = tensor(Enumerable.Range(0, Samples * Channels * Days).Select(_ => (float)random.NextGaussian()).ToArray(), [Samples, Channels, Days]);
        using var frozen = no_grad();
        network.train();
        for (var i = 0; i < 5; i++)
            network.call(x).Dispose();      // gives batch normalization statistics of its own
    }

    public void Dispose()
    {
        network.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void TheMapOfOcclusion_DrawsEachCellOverItsOwnDays()
    {
        var drawn = System.Text.Json.JsonDocument.Parse(Occlusion.Of(network, x, Names, stretch: 10).Figure().ToPlotlyJson()).RootElement.GetProperty("data")[0];

        Assert.Equal([5.0, 15.0], drawn.GetProperty("x").Doubles()[..2]);       // the middles of days 0 to 10 and 10 to 20
    }

    [Theory]
    [InlineData(Direction.Up)]
    [InlineData(Direction.Hold)]
    public void GradCamAndOcclusion_EqualPyTorchs(Direction target)
    {
        var expected = Python.Run("grad_cam.py", "torch", "python3-torch", new
        {
            Channels, Days, Width = 4, Stretch = 30, Target = (int)target, X = Values(x),
            State = network.state_dict().Where(pair => pair.Value.dtype == ScalarType.Float32).Select(pair => new { Name = pair.Key, pair.Value.shape, Values = Values(pair.Value) })
                .Select(w => new { w.Name, Shape = w.shape, w.Values }),
        });
        var grad = GradCam.Of(network, x, Names, target, batch: 4);
        var hidden = Occlusion.Of(network, x, Names, stretch: 30, target, batch: 4);

        Close("maps", grad.Maps.Cast<double>());
        Close("sum", grad.Sum.Scores);
        Close("absolute", grad.AbsoluteSum.Scores);
        Close("effect", grad.Effect.Scores);
        Close("drop", hidden.Drop.Cast<double>());
        Close("change", hidden.Change.Cast<double>());
        Assert.True(grad.Time.Values.Max() > 0);

        void Close(string name, IEnumerable<double> actual)
        {
            var (ours, theirs) = (actual.ToArray(), expected.GetProperty(name).Doubles());
            Assert.Equal(theirs.Length, ours.Length);
            for (var i = 0; i < ours.Length; i++)
                Assert.True(Math.Abs(theirs[i] - ours[i]) <= 1e-5 * Math.Max(1, Math.Abs(theirs[i])), $"{name} {i}: {ours[i]}, PyTorch {theirs[i]}");
        }
    }

    [Fact]
    public void TheSummedGradient_IsTheSlopeOfTheScore_WhenAWholeChannelMoves()
    {
        var slopes = GradCam.Of(network, x, Names).Sum;
        network.eval();
        using var frozen = no_grad();
        for (var channel = 0; channel < Channels; channel++)
        {
            const double step = 1e-3;
            var measured = (Score(channel, step) - Score(channel, -step)) / (2 * step);
            Assert.Equal(measured, slopes.Scores[channel], 2e-2 * Math.Max(1, Math.Abs(measured)));       // single precision, and the score has corners
        }

        double Score(int channel, double step)
        {
            var moved = x.clone();
            moved.narrow(1, channel, 1).add_(step);
            return network.call(moved).select(1, 0).to_type(ScalarType.Float64).mean().item<double>();
        }
    }

    [Fact]
    public void TheNumberOfSamplesAtATime_DoesNotMatter()
    {
        var (whole, parts) = (GradCam.Of(network, x, Names), GradCam.Of(network, x, Names, batch: 1));
        Assert.All(whole.Maps.Cast<double>().Zip(parts.Maps.Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(whole.Effect.Scores.Zip(parts.Effect.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        var (together, alone) = (Occlusion.Of(network, x, Names, fill: OcclusionFill.Zero), Occlusion.Of(network, x, Names, fill: OcclusionFill.Zero, batch: 1));
        Assert.All(together.Change.Cast<double>().Zip(alone.Change.Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Explaining_ChangesNeitherTheNetworkNorTheSamples(bool training)
    {
        network.train(training);
        var (weights, samples) = (network.state_dict().Values.SelectMany(Floats).ToArray(), Values(x));
        var y = zeros(Samples, dtype: ScalarType.Int64);

        GradCam.Of(network, x, Names);
        Occlusion.Of(network, x, Names);
        PermutationImportance.Of(network, x, y, Names, repeats: 2);
        RandomWeightsCheck.Of(network, () => ResNet1d.Create18(Channels, width: 4, seed: 9), x, Names);

        Assert.Equal(training, network.training);
        Assert.Equal(weights, network.state_dict().Values.SelectMany(Floats));
        Assert.Equal(samples, Values(x));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));

        static float[] Floats(Tensor tensor) => Values(tensor.to_type(ScalarType.Float32));
    }

    [Fact]
    public void AnUnchangedNetwork_PassesForItself_InTheRandomWeightsCheck()
    {
        // A "fresh" network with the trained weights: nothing changes, so every similarity is 1. This is what the check would show for a map that ignores the weights.
        var check = RandomWeightsCheck.Of(network, Copy, x, Names);
        Assert.All(check.Steps, step => Assert.Equal(1, step.Time, 1e-9));
        Assert.All(check.Steps, step => Assert.Equal((1, 1), (Math.Round(step.Effect, 9), Math.Round(step.AbsoluteGradient, 9))));
        Assert.Equal(["fc", "layer4", "layer3", "layer2", "layer1", "bn1", "conv1"], check.Steps.Select(step => step.Randomized));

        SeriesClassifier Copy()
        {
            var copy = ResNet1d.Create18(Channels, width: 4);
            copy.load_state_dict(network.state_dict());
            return copy;
        }
    }

    [Fact]
    public void SamplesThatDoNotFit_AreRefusedByName()
    {
        Assert.Contains("takes samples (N, 4, T), but these are (6, 2, 100)", Assert.Throws<ArgumentException>(() => GradCam.Of(network, x.narrow(1, 0, 2), Names)).Message);
        Assert.Contains("2 names do not fit the network's 4 channels", Assert.Throws<ArgumentException>(() => Occlusion.Of(network, x, ["a", "b"])).Message);
        Assert.Contains("6 samples need as many answers", Assert.Throws<ArgumentException>(() => PermutationImportance.Of(network, x, zeros(3, dtype: ScalarType.Int64), Names)).Message);
        Assert.Contains("Build it with the same settings", Assert.Throws<ArgumentException>(() => RandomWeightsCheck.Of(network, () => ConvClassifier.Create(Channels), x, Names)).Message);
        Assert.Throws<OperationCanceledException>(() => Occlusion.Of(network, x, Names, cancel: new CancellationToken(canceled: true)));
    }

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
