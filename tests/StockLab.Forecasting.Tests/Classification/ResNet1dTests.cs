using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting.Tests;

public class ResNet1dTests
{
    [Theory]
    [InlineData(18, 64)]
    [InlineData(34, 8)]
    public void LogitsAndGradients_AreThoseOfTheSameNetworkInPyTorch(int layers, int width)
    {
        const int Channels = 12, Days = 96, Samples = 4;
        using var scope = NewDisposeScope();
        var random = new SeededRandom(7);
        var x = Array.ConvertAll(new float[Samples * Channels * Days], _ => (float)(0.02 * random.NextGaussian()));
        long[] y = [0, 1, 2, 1];
        var file = Path.Combine(Path.GetTempPath(), $"resnet1d-{Guid.NewGuid():N}.safetensors");
        try
        {
            var witness = Python.Run("resnet1d.py", "torch", "python3-torch",
                new { layers = layers == 18 ? new[] { 2, 2, 2, 2 } : [3, 4, 6, 3], channels = Channels, classes = 3, width, days = Days, x, y, write = file });
            using var network = Create(layers, Channels, width);
            network.LoadWeights(Checkpoint.Load(file).Weights);

            Assert.Equal(witness.GetProperty("names").EnumerateArray().Select(name => name.GetString()), network.named_parameters().Select(p => p.name));
            Assert.Equal(
                witness.GetProperty("shapes").EnumerateArray().Select(shape => string.Join(", ", shape.Doubles())),
                network.named_parameters().Select(p => string.Join(", ", p.parameter.shape)));

            network.eval();
            var input = tensor(x, [Samples, Channels, Days]);
            AreNear(witness.GetProperty("evaluated").Doubles(), network.call(input), 1e-4);
            Assert.Equal(witness.GetProperty("features").Doubles(), network.Features(input).shape.Select(extent => (double)extent));

            network.train();
            var logits = network.call(input);
            var loss = nn.functional.cross_entropy(logits, tensor(y));
            loss.backward();
            AreNear(witness.GetProperty("trained").Doubles(), logits, 1e-4);
            Assert.Equal(witness.GetProperty("loss").GetDouble(), loss.item<float>(), 1e-4);
            foreach (var (name, parameter) in network.named_parameters())
            {
                var step = Math.Max(1, (int)parameter.numel() / 500);
                var gradient = parameter.grad!.flatten().data<float>().ToArray().Where((_, i) => i % step == 0).ToArray();
                var expected = witness.GetProperty("gradients").GetProperty(name).Doubles();
                var scale = expected.Max(Math.Abs) + 1e-6;
                Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, scale * 1e-3));
            }
            foreach (var buffer in witness.GetProperty("running").EnumerateObject())
                AreNear(buffer.Value.Doubles(), network.get_buffer(buffer.Name)!, 1e-5);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Create18_AtWidth64_HasTheOriginalsParameters()
    {
        using var network = ResNet1d.Create18(12);

        // The stem has 12·64·7 + 2·64; a convolution from i to o maps with its normalisation 3·i·o + 2·o; a shortcut i·o + 2·o; the head 512·3 + 3.
        var count = (12 * 64 * 7) + (2 * 64) + (512 * 3) + 3;
        foreach (var (i, o) in new[] { (64, 64), (64, 128), (128, 256), (256, 512) })
            count += (3 * i * o) + (3 * 3 * o * o) + (4 * 2 * o) + (i == o ? 0 : (i * o) + (2 * o));
        Assert.Equal(count, network.ParameterCount);
    }

    [Fact]
    public void Create_GivesTheSameNetworkForASeed_AndAnotherForAnother()
    {
        using var first = ResNet1d.Create18(3, width: 4, seed: 5);
        using var again = ResNet1d.Create18(3, width: 4, seed: 5);
        using var other = ResNet1d.Create18(3, width: 4, seed: 6);

        Assert.Equal(first.ReadWeights().SelectMany(w => w.Values), again.ReadWeights().SelectMany(w => w.Values));
        Assert.NotEqual(first.ReadWeights()[0].Values, other.ReadWeights()[0].Values);
    }

    [Fact]
    public void Create_DrawsConvolutionsByHe_AndLeavesNormalisationsAtOne()
    {
        using var network = ResNet1d.Create18(12, seed: 2);
        var weights = network.ReadWeights().ToDictionary(w => w.Name, w => w.Values);

        var kernel = weights["layer3.0.conv2.weight"];                               // (256, 256, 3): 196,608 draws
        var deviation = Math.Sqrt(kernel.Average(w => (double)w * w));
        Assert.Equal(Math.Sqrt(2.0 / (256 * 3)), deviation, 2e-4);
        Assert.All(weights["layer3.0.bn2.weight"], w => Assert.Equal(1, w));
        Assert.All(weights["layer3.0.bn2.bias"], w => Assert.Equal(0, w));
        Assert.True(weights["fc.weight"].Max(Math.Abs) is <= 0.0442f and > 0.043f);     // 1 / √512 = 0.04419
    }

    [Fact]
    public void LoadWeights_RefusesWhatIsNotTheNetworks_AndChangesNothing()
    {
        using var network = ResNet1d.Create18(3, width: 4);
        var before = network.ReadWeights();

        List<NamedArray> wide = [.. before];
        wide[^1] = wide[^1] with { Shape = [4, 9], Values = new float[36] };
        Assert.Contains(before[^1].Name, Assert.Throws<ArgumentException>(() => network.LoadWeights(wide)).Message);
        Assert.Contains("lack 'conv1.weight'", Assert.Throws<ArgumentException>(() => network.LoadWeights([.. before.Where(w => w.Name != "conv1.weight")])).Message);
        Assert.Contains("no 'head.weight'", Assert.Throws<ArgumentException>(() => network.LoadWeights([.. before, new NamedArray("head.weight", [1], [0])])).Message);
        Assert.Equal(before.SelectMany(w => w.Values), network.ReadWeights().SelectMany(w => w.Values));
    }

    [Theory]
    [InlineData("resnet")]
    [InlineData("conv")]
    [InlineData("lstm")]
    public void Forward_IsTheHeadOfTheFeatures_ForAnyNumberOfDays(string kind)
    {
        using var scope = NewDisposeScope();
        using SeriesClassifier network = kind switch
        {
            "resnet" => ResNet1d.Create18(5, width: 4),
            "conv" => ConvClassifier.Create(5, width: 4),
            _ => LstmClassifier.Create(5, hidden: 6),
        };
        network.eval();
        foreach (var days in new[] { 40, 61, 128 })
        {
            var x = randn(3, 5, days);
            var features = network.Features(x);

            Assert.Equal([3, 3], network.call(x).shape);
            Assert.Equal(3, features.dim());
            Assert.Equal(network.call(x).data<float>().ToArray(), network.Head(features).data<float>().ToArray());
        }
    }

    private static ResNet1d Create(int layers, int channels, int width) =>
        layers == 18 ? ResNet1d.Create18(channels, width: width) : ResNet1d.Create34(channels, width: width);

    private static void AreNear(double[] expected, Tensor actual, double tolerance)
    {
        var values = actual.detach().flatten().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, tolerance * Math.Max(1, Math.Abs(pair.First))));
    }
}
