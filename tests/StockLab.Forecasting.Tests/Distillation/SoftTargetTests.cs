using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting.Tests;

public sealed class SoftTargetTests
{
    private const int Rows = 7;
    private static readonly float[] Logits = Draw(1, Rows * 3, random => (float)(2 * random.NextGaussian()));
    private static readonly float[] Teacher = Opinions(Rows);
    private static readonly long[] Labels = [0, 1, 2, 2, 1, 0, 0];

    [Fact]
    public void LossesAndGradients_EqualPyTorchs()
    {
        SoftTarget[] losses = [SoftTarget.S2, SoftTarget.Weighted(1), SoftTarget.Weighted(4, 0.9), SoftTarget.Weighted(0.5, 0), SoftTarget.Weighted(2, 1), SoftTarget.Summed(0.1, DivergenceOrder.TeacherFirst), SoftTarget.Summed(5)];
        var expected = Python.Run("soft_target.py", "torch", "python3-torch", new
        {
            Logits, Teacher, Y = Labels, Cases = losses.Select(loss => new { loss.Temperature, Order = (int)loss.Order, Hard = loss.HardWeight, Soft = loss.SoftWeight }),
        });

        using var scope = NewDisposeScope();
        for (var i = 0; i < losses.Length; i++)
        {
            var logits = tensor(Logits, [Rows, 3]).requires_grad_();
            var value = losses[i].Of(logits, tensor(Labels), tensor(Teacher, [Rows, 3]));
            value.backward();
            Near(expected[i].GetProperty("loss").GetDouble(), value.item<float>(), losses[i]);
            var gradient = expected[i].GetProperty("gradient").Doubles();
            Assert.All(gradient.Zip(logits.grad!.data<float>().ToArray()), pair => Near(pair.First, pair.Second, losses[i]));
        }

        static void Near(double expected, double actual, SoftTarget loss) => Assert.True(Math.Abs(expected - actual) <= 1e-5 * Math.Max(1, Math.Abs(expected)), $"{loss}: {actual}, PyTorch {expected}");
    }

    [Fact]
    public void ATeacherWhoSaysWhatTheStudentSays_LeavesTheCrossEntropyAlone()
    {
        using var scope = NewDisposeScope();
        var (logits, y) = (tensor(Logits, [Rows, 3]), tensor(Labels));
        var hard = nn.functional.cross_entropy(logits, y).item<float>();
        foreach (var temperature in (double[])[0.1, 1, 4])
        {
            // Softening with T the probabilities of temperature 1 is softening the logits with T.
            Assert.Equal(hard, SoftTarget.Summed(temperature).Of(logits, y, logits.softmax(1)).item<float>(), 1e-4);
            Assert.Equal(0.5 * hard, SoftTarget.Weighted(temperature).Of(logits, y, logits.softmax(1)).item<float>(), 1e-4);
        }
    }

    [Fact]
    public void ATeachersZero_CostsMuch_ButNotInfinitelyMuch()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Logits, [Rows, 3]).requires_grad_();
        var sure = zeros(Rows, 3);
        sure.select(1, 0).fill_(1);
        var loss = SoftTarget.S2.Of(logits, tensor(Labels), sure);
        loss.backward();
        Assert.True(float.IsFinite(loss.item<float>()));
        Assert.All(logits.grad!.data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void TemperatureBelowOne_Sharpens_AsTheDocumentationSays()
    {
        using var scope = NewDisposeScope();
        var soft = (tensor((float[])[0.6f, 0.4f]).log() / 0.1).softmax(0).data<float>().ToArray();
        Assert.Equal(0.98, soft[0], 0.005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ATemperatureThatIsNone_IsRefused(double temperature) =>
        Assert.Contains("A temperature is above 0", Assert.Throws<ArgumentOutOfRangeException>(() => SoftTarget.Weighted(temperature)).Message);

    [Fact]
    public void AWeightBeyondOne_IsRefused() => Assert.Contains("between 0", Assert.Throws<ArgumentOutOfRangeException>(() => SoftTarget.Weighted(1, 1.5)).Message);

    [Fact]
    public void Teachers_GiveProbabilities_AndAlwaysTheSame()
    {
        var samples = new PlantedSamples().Make(12);
        using var network = ConvClassifier.Create(5, width: 4);
        ITeacher[] teachers = [new UniformTeacher(), new RandomTeacher(3), new NetworkTeacher(network, samples)];
        float[] first = new float[3], again = new float[3];
        foreach (var teacher in teachers)
        {
            for (var i = 0; i < samples.Count; i++)
            {
                teacher.SoftLabels(i, first);
                teacher.SoftLabels(i, again);
                Assert.Equal(first, again);
                Assert.Equal(1, first.Sum(), 1e-5);
                Assert.All(first, p => Assert.InRange(p, 0, 1));
            }
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => teachers[2].SoftLabels(12, first));
    }

    [Fact]
    public void ARandomTeachersOpinions_AreFlatOnAverage_AndDifferBySampleAndSeed()
    {
        var mean = new double[3];
        var sharp = 0;
        for (var i = 0; i < 3000; i++)
        {
            var p = new float[3];
            new RandomTeacher(1).SoftLabels(i, p);
            for (var k = 0; k < 3; k++)
                mean[k] += p[k] / 3000.0;
            sharp += p.Max() > 0.5 ? 1 : 0;
        }
        Assert.All(mean, value => Assert.Equal(1 / 3.0, value, 0.02));
        Assert.Equal(0.75, sharp / 3000.0, 0.03);       // three corners of a quarter each: where one part exceeds a half
        float[] a = new float[3], b = new float[3], c = new float[3];
        new RandomTeacher(1).SoftLabels(0, a);
        new RandomTeacher(1).SoftLabels(1, b);
        new RandomTeacher(2).SoftLabels(0, c);
        Assert.NotEqual(a, b);
        Assert.NotEqual(a, c);
    }

    [Fact]
    public void ANetworkTeacher_SaysWhatTheNetworkSays()
    {
        var samples = new PlantedSamples().Make(9);
        using var network = ConvClassifier.Create(5, width: 4);
        network.train();
        var teacher = new NetworkTeacher(network, samples);
        Assert.True(network.training);
        network.eval();
        using var scope = NewDisposeScope();
        var expected = network.call(samples.Batch([.. Enumerable.Range(0, 9)]).X).softmax(1).data<float>().ToArray();
        var p = new float[3];
        for (var i = 0; i < 9; i++)
        {
            teacher.SoftLabels(i, p);
            Assert.All(p.Zip(expected[(3 * i)..]), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        }
    }

    private static float[] Draw(long seed, int count, Func<SeededRandom, float> one)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => one(random))];
    }

    private static float[] Opinions(int rows)
    {
        var all = new float[rows * 3];
        for (var i = 0; i < rows; i++)
            new RandomTeacher(8).SoftLabels(i, all.AsSpan(3 * i, 3));
        return all;
    }
}
