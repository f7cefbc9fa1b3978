using StockLab.Recurrent;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Forecasting.Tests;

public class KerasInitializerTests
{
    [Theory]
    [InlineData(200, 50)]
    [InlineData(8, 8)]
    public void Orthonormalize_IsKerasQrDecomposition(int rows, int columns)
    {
        var random = new SeededRandom(4);
        var normal = new double[rows * columns];
        for (var i = 0; i < normal.Length; i++)
            normal[i] = random.NextGaussian();
        var expected = Python.Run("orthogonal.py", "numpy", "python3-numpy", new { Normal = normal, Rows = rows, Columns = columns }).Doubles();

        KerasInitializer.Orthonormalize(normal, rows, columns);

        for (var i = 0; i < normal.Length; i++)
            Assert.Equal(expected[i], normal[i], 1e-10);
    }

    [Fact]
    public void Orthogonal_HasOrthonormalColumns_OrRowsWhereItIsWide() =>
        Prop.ForAll(Gen.Choose(1, 40).Two().ToArbitrary(), size =>
        {
            var (rows, columns) = size;
            var q = KerasInitializer.Orthogonal(rows, columns, new SeededRandom(rows * 100 + columns));
            var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
            for (var a = 0; a < count; a++)
            {
                for (var b = 0; b <= a; b++)
                {
                    double dot = 0;
                    for (var i = 0; i < length; i++)
                        dot += rows >= columns ? q[i * columns + a] * q[i * columns + b] : q[a * columns + i] * q[b * columns + i];
                    if (Math.Abs(dot - (a == b ? 1 : 0)) > 1e-5)
                        return false;
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Glorot_FillsItsBoundsUniformly()
    {
        // Keras: limit = sqrt(6 / (fan_in + fan_out)); for the LSTM kernel (1, 200) all four gates count as outputs.
        var limit = Math.Sqrt(6.0 / 201);
        var values = KerasInitializer.GlorotUniform(200, 1, new SeededRandom(1));
        Assert.All(values, value => Assert.InRange(value, -limit, limit));

        limit = Math.Sqrt(6.0 / (200 + 50));
        values = KerasInitializer.GlorotUniform(200, 50, new SeededRandom(1));
        Assert.All(values, value => Assert.InRange(value, -limit, limit));
        Assert.True(values.Max() > 0.99 * limit && values.Min() < -0.99 * limit);
        Assert.Equal(limit * limit / 3, values.Average(value => (double)value * value), 0.02 * limit * limit);
    }

    [Fact]
    public void LstmBias_IsOneForTheForgetGateOnly_AndOnlyInTheFirstOfTorchsTwoVectors()
    {
        var weights = Initialize(new StackedLstmSettings());

        var input = weights["lstm1.bias_ih_l0"];
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(i is >= 50 and < 100 ? 1f : 0f, input[i]));
        Assert.All(weights["lstm1.bias_hh_l0"], value => Assert.Equal(0f, value));
        Assert.All(weights["dense1.bias"], value => Assert.Equal(0f, value));
    }

    [Fact]
    public void GruBias_IsZeroEverywhere()
    {
        var layer = new RecurrentLayer("gru1", Cell.Gru, 3, 8, ReturnSequences: false);
        var weights = KerasInitializer.Initialize(layer.Parameters, new SeededRandom(1)).ToDictionary(w => w.Name, w => w.Values);

        Assert.All(weights["gru1.bias_ih_l0"], value => Assert.Equal(0f, value));
        Assert.Equal(3 * 8 * 3, weights["gru1.weight_ih_l0"].Length);
    }

    [Fact]
    public void SameSeed_SameWeights_AnotherSeed_OtherWeights()
    {
        Assert.Equal(Initialize(new StackedLstmSettings(), 5)["lstm2.weight_hh_l0"], Initialize(new StackedLstmSettings(), 5)["lstm2.weight_hh_l0"]);
        Assert.NotEqual(Initialize(new StackedLstmSettings(), 5)["lstm2.weight_hh_l0"], Initialize(new StackedLstmSettings(), 6)["lstm2.weight_hh_l0"]);
    }

    [Fact]
    public void ParametersWithoutAKerasRule_AreLeftOut() =>
        Assert.Empty(KerasInitializer.Initialize([("norm.weight", [16]), ("conv.weight", [16, 12, 3])], new SeededRandom(1)));

    private static Dictionary<string, float[]> Initialize(NetworkSettings settings, long seed = 1) =>
        KerasInitializer.Initialize(settings.Layers.SelectMany(layer => layer.Parameters), new SeededRandom(seed)).ToDictionary(w => w.Name, w => w.Values);
}
