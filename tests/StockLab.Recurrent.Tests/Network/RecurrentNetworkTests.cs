namespace StockLab.Recurrent.Tests;

public sealed class RecurrentNetworkTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }

    private static RecurrentSpec Everything(Cell cell) => new()
    {
        Inputs = 3,
        Layers = [new(cell, 21, Dropout: 0.2, L1: 1e-4), new(cell, 10, Dropout: 0.5, L2: 1e-4)],
        Head = [new(6, Activation.Relu), new(2)],
        Loss = LossKind.Huber,
        Adam = new AdamSettings { LearningRate = 0.01, WeightDecay = 0.01, Decoupled = true, ClipNorm = 1, ClipGlobalNorm = 1, ClipValue = 0.5, AmsGrad = true, Average = 0.95 },
    };

    private static RecurrentSpec Joined(Cell cell) => new()
    {
        Inputs = 3, Branches = [new([new(cell, 20, Dropout: 0.1)]), new([new(Cell.Gru, 30), new(cell, 7)], 1, 2)], Head = [new(2)], FlattenedSteps = 8, Adam = new AdamSettings { AmsGrad = true },
    };

    public static TheoryData<Cell> AllCells => [.. Enum.GetValues<Cell>()];

    [Theory]
    [MemberData(nameof(AllCells))]
    public void AStep_AllocatesNothing(Cell cell)
    {
        foreach (var spec in new[] { Everything(cell), RecurrentSpec.Of(cell, 3, 50, 2, 25, 2), Joined(cell) })
        {
            foreach (var batch in new[] { 1, 3, 40 })
            {
                var network = new RecurrentNetwork(spec);
                float[] x = Numbers(batch * 8 * 3, 1), y = Numbers(batch * 2, 2), output = new float[batch * 2];
                void Work()
                {
                    network.Step(x, y, batch);
                    network.Forward(x, batch, output);
                    network.Evaluate(x, y, batch);
                    network.LearningRate *= 0.99;
                }
                for (var warm = 0; warm < 40; warm++)
                    Work();
                Assert.Equal(0, Allocation.Of(() =>
                {
                    for (var step = 0; step < 4; step++)
                        Work();
                }));
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllCells))]
    public void TheSameSeed_GivesTheSameBits_AndAnotherDoesNot(Cell cell)
    {
        float[] x = Numbers(40 * 5 * 3, 1), y = Numbers(40 * 2, 2);
        float[] Train(int seed)
        {
            var network = new RecurrentNetwork(Everything(cell), seed);
            for (var step = 0; step < 10; step++)
                network.Step(x, y, 40);
            return network.Export("weight_hh_l0");
        }
        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Theory]
    [MemberData(nameof(AllCells))]
    public void ARunFromSavedState_GoesOnBitByBit(Cell cell)
    {
        float[] x = Numbers(9 * 5 * 3, 1), y = Numbers(9 * 2, 2);
        var whole = new RecurrentNetwork(Everything(cell), seed: 4);
        for (var step = 0; step < 7; step++)
            whole.Step(x, y, 9);
        whole.LearningRate = 0.003;
        whole.SaveState(_folder["state.safetensors"]);

        var resumed = new RecurrentNetwork(Everything(cell), seed: 77);
        resumed.LoadState(_folder["state.safetensors"]);
        Assert.Equal(0.003, resumed.LearningRate);
        Assert.Equal(7, resumed.Steps);
        for (var step = 0; step < 5; step++)
            Assert.Equal(whole.Step(x, y, 9), resumed.Step(x, y, 9));
        foreach (var name in whole.Names)
        {
            Assert.Equal(whole.Export(name), resumed.Export(name));
            Assert.Equal(whole.ExportAverage()[name], resumed.ExportAverage()[name]);
        }
    }

    [Theory]
    [MemberData(nameof(AllCells))]
    public void WeightsSavedAndLoaded_PredictTheSame(Cell cell)
    {
        var spec = RecurrentSpec.Of(cell, 3, 19, 2, 5, 2);
        RecurrentNetwork one = new(spec, seed: 1), two = new(spec, seed: 2);
        one.Save(_folder["weights.safetensors"], new Dictionary<string, string> { ["note"] = "kept" });
        float[] x = Numbers(4 * 6 * 3, 3), first = new float[8], second = new float[8];
        one.Forward(x, 4, first);
        two.Forward(x, 4, second);
        Assert.NotEqual(first, second);
        two.Load(_folder["weights.safetensors"]);
        two.Forward(x, 4, second);
        Assert.Equal(first, second);
        using var file = SafetensorsFile.Open(_folder["weights.safetensors"]);
        Assert.Equal("kept", file.Metadata["note"]);
        Assert.Equal(one.Names.Order(), file.Tensors.Keys.Order());
    }

    [Fact]
    public void Export_ReturnsWhatWasImported()
    {
        foreach (var cell in Enum.GetValues<Cell>())
        {
            foreach (var units in new[] { 1, 4, 15, 16, 17, 50, 64, 65, 130 })
            {
                var network = new RecurrentNetwork(RecurrentSpec.Of(cell, 2, units, 2, units + 3, 1));
                foreach (var name in network.Names)
                {
                    var values = Numbers(network.Export(name).Length, units);
                    network.Import(name, values);
                    Assert.Equal(values, network.Export(name));
                }
                foreach (var (name, values) in network.Export())
                    Assert.Equal(Numbers(values.Length, units), network.Export(name)); // importing one parameter left the others alone
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllCells))]
    public void ABatchWorkedInChunks_GivesTheGradientsOfTheWholeBatch(Cell cell)
    {
        // One window after the other, averaged, against all 300 at once, which takes several chunks.
        var spec = RecurrentSpec.Of(cell, 2, 40, 2, 1);
        var network = new RecurrentNetwork(spec, seed: 9);
        const int Batch = 300, Length = 20;
        float[] x = Numbers(Batch * Length * 2, 1), y = Numbers(Batch, 2);
        var sums = network.Names.ToDictionary(name => name, name => new double[network.Export(name).Length]);
        double loss = 0;
        for (var b = 0; b < Batch; b++)
        {
            loss += network.Gradients(x.AsSpan(b * Length * 2, Length * 2), y.AsSpan(b, 1), 1) / Batch;
            foreach (var name in network.Names)
            {
                var gradient = network.ExportGradient(name);
                for (var i = 0; i < gradient.Length; i++)
                    sums[name][i] += gradient[i] / (double)Batch;
            }
        }
        Assert.Equal(loss, network.Gradients(x, y, Batch), 1e-6);
        foreach (var name in network.Names)
            Assert.InRange(TorchAgreementTests.Distance(network.ExportGradient(name), sums[name]), 0, 1e-5);
    }

    [Fact]
    public void Dropout_DropsItsShare_ScalesTheRest_AndActsOnlyWhileTraining()
    {
        // A hidden state of exactly ½ everywhere: with all weights zero and bias artanh(½), the output is ½ · (mask mean) through an averaging head.
        const int Units = 1000;
        var spec = new RecurrentSpec { Inputs = 1, Layers = [new(Cell.SimpleRnn, Units, Dropout: 0.3)] };
        var network = new RecurrentNetwork(spec, seed: 8);
        foreach (var name in network.Names)
            network.Import(name, new float[network.Export(name).Length]);
        network.Import("bias_ih_l0", [.. Enumerable.Repeat((float)Math.Atanh(0.5), Units)]);

        var output = new float[Units];
        network.Forward([0f], 1, output);
        Assert.All(output, v => Assert.Equal(0.5, v, 1e-6));

        // The loss (p − 0)² while training is ¼ / (1 − 0.3)² for a kept unit and 0 for a dropped one.
        double[] losses = [.. Enumerable.Range(0, 200).Select(_ => network.Gradients([0f], new float[Units], 1))];
        var kept = losses.Average() / (0.25 / 0.49);
        Assert.InRange(kept, 0.7 - 5 * Math.Sqrt(0.21 / (200 * Units)), 0.7 + 5 * Math.Sqrt(0.21 / (200 * Units)));
        Assert.True(losses.Distinct().Count() > 50, "every step must draw a new mask");
        var spread = Math.Sqrt(losses.Select(l => Math.Pow(l / (0.25 / 0.49) - kept, 2)).Average());
        Assert.InRange(spread, 0.8 * Math.Sqrt(0.21 / Units), 1.2 * Math.Sqrt(0.21 / Units));

        // Backwards a dropped unit gets no gradient, a kept one its share.
        network.Gradients([0f], [.. Enumerable.Repeat(-1f, Units)], 1);
        var gradient = network.ExportGradient("bias_ih_l0");
        var size = 2 * (0.5 / 0.7 + 1) / Units / 0.7 * 0.75;
        Assert.All(gradient, g => Assert.True(g == 0 || Math.Abs(g - size) < 1e-5 * size, $"{g} is neither 0 nor {size}"));
        Assert.InRange(gradient.Count(g => g != 0), 600, 800);
    }

    [Fact]
    public void DropoutBetweenLayers_SpoilsNeitherTheRecurrenceNorEvaluation()
    {
        var spec = RecurrentSpec.Of(Cell.Lstm, 2, 8, 2, 1);
        var dropping = spec with { Layers = [new(Cell.Lstm, 8, Dropout: 0.4), new(Cell.Lstm, 8)] };
        RecurrentNetwork plain = new(spec, seed: 1), dropped = new(dropping, seed: 1);
        float[] x = Numbers(6 * 5 * 2, 1), y = Numbers(6, 2);
        Assert.Equal(plain.Evaluate(x, y, 6), dropped.Evaluate(x, y, 6));
        Assert.NotEqual(plain.Gradients(x, y, 6), dropped.Gradients(x, y, 6));
    }

    [Fact]
    public void ABrokenInput_GivesANaNLoss_NotAQuietOne()
    {
        foreach (var cell in Enum.GetValues<Cell>())
        {
            foreach (var width in Enum.GetValues<VectorWidth>().Where(VectorWidths.IsSupported))
            {
                var network = new RecurrentNetwork(RecurrentSpec.Of(cell, 1, 20, 1, 4, 1) with { Head = [new(4, Activation.Relu), new(1)] }, width: width);
                Assert.True(double.IsNaN(network.Evaluate([0f, float.NaN, 0f], [0f], 1)), $"{cell} {width}");
            }
        }
    }

    [Fact]
    public void ALearningTask_IsLearnt()
    {
        // The mean of a window of 8: learnable, and far below the variance of a guess.
        var network = new RecurrentNetwork(RecurrentSpec.Of(Cell.Gru, 1, 16, 1, 1) with { Adam = new AdamSettings { LearningRate = 0.01 } }, seed: 2);
        var random = new Random(3);
        double last = 0;
        for (var step = 0; step < 400; step++)
        {
            float[] x = [.. Enumerable.Range(0, 32 * 8).Select(_ => random.NextSingle() * 2 - 1)];
            float[] y = [.. Enumerable.Range(0, 32).Select(b => x.Skip(b * 8).Take(8).Average())];
            last = network.Step(x, y, 32);
        }
        Assert.InRange(last, 0, 0.1 / 24); // a guess of 0 loses 1/24
    }

    [Fact]
    public void BadInput_IsRefusedNamingTheNumbers()
    {
        var network = new RecurrentNetwork(RecurrentSpec.Of(Cell.Gru, 3, 4, 1, 2));
        Assert.Contains("x holds 10 numbers", Assert.Throws<ArgumentException>(() => network.Step(new float[10], new float[4], 2)).Message);
        Assert.Contains("x holds 0 numbers", Assert.Throws<ArgumentException>(() => network.Step([], new float[4], 2)).Message);
        Assert.Contains("y holds 3 numbers where 2 windows × 2 outputs need 4", Assert.Throws<ArgumentException>(() => network.Step(new float[12], new float[3], 2)).Message);
        Assert.Contains("The batch is 0", Assert.Throws<ArgumentException>(() => network.Step(new float[12], new float[4], 0)).Message);
        Assert.Contains("y holds 5 numbers", Assert.Throws<ArgumentException>(() => network.Forward(new float[12], 2, new float[5])).Message);
        Assert.Contains("no parameter 'w'", Assert.Throws<ArgumentException>(() => network.Import("w", new float[1])).Message);
        Assert.Contains("has shape [12, 3], 36 numbers; 1 were given", Assert.Throws<ArgumentException>(() => network.Import("weight_ih_l0", new float[1])).Message);
        Assert.Contains("'weight_ih_l0' is missing", Assert.Throws<ArgumentException>(() => network.Import(new Dictionary<string, float[]>())).Message);
        Assert.Contains("The learning rate is -1", Assert.Throws<ArgumentOutOfRangeException>(() => network.LearningRate = -1).Message);
        var flattened = new RecurrentNetwork(RecurrentSpec.Of(Cell.Gru, 3, 4, 1, 2) with { FlattenedSteps = 5 });
        Assert.Contains("4 time steps where the head has weights for 5", Assert.Throws<ArgumentException>(() => flattened.Step(new float[24], new float[4], 2)).Message);
        Assert.Contains("keeps no average", Assert.Throws<InvalidOperationException>(() => network.ExportAverage()).Message);
    }

    public static TheoryData<string, RecurrentSpec> BadSpecs
    {
        get
        {
            var good = RecurrentSpec.Of(Cell.Gru, 1, 4, 1, 1);
            return new()
            {
                { "Inputs is 0", good with { Inputs = 0 } },
                { "Layers is empty", good with { Layers = [] } },
                { "Units of a recurrent layer is 0", good with { Layers = [new(Cell.Gru, 0)] } },
                { "Units of a dense layer is -1", good with { Head = [new(-1)] } },
                { "Dropout is 1", good with { Layers = [new(Cell.Gru, 4, Dropout: 1)] } },
                { "L1 is -1", good with { Layers = [new(Cell.Gru, 4, L1: -1)] } },
                { "L2 is NaN", good with { Head = [new(1, L2: double.NaN)] } },
                { "Cell 7 is unknown", good with { Layers = [new((Cell)7, 4)] } },
                { "Activation 9 is unknown", good with { Head = [new(1, (Activation)9)] } },
                { "HuberDelta is 0", good with { HuberDelta = 0 } },
                { "Quantiles has 0 entries for 1 outputs", good with { Loss = LossKind.Quantile } },
                { "Quantiles are 1", good with { Loss = LossKind.Quantile, Quantiles = [1] } },
                { "LearningRate is NaN", good with { Adam = new() { LearningRate = double.NaN } } },
                { "Beta1 is 1", good with { Adam = new() { Beta1 = 1 } } },
                { "Epsilon is 0", good with { Adam = new() { Epsilon = 0 } } },
                { "WeightDecay is -1", good with { Adam = new() { WeightDecay = -1 } } },
                { "ClipNorm is 0", good with { Adam = new() { ClipNorm = 0 } } },
                { "Layers has 1 entries and Branches 1", good with { Branches = [new([new(Cell.Gru, 4)])] } },
                { "The Layers of a branch is empty", good with { Layers = [], Branches = [new([])] } },
                { "FirstInput of a branch is 1; there are inputs 0 to 0", good with { Layers = [], Branches = [new([new(Cell.Gru, 4)], 1)] } },
                { "Inputs of a branch is 2 from 0 on; there are 1", good with { Layers = [], Branches = [new([new(Cell.Gru, 4)], 0, 2)] } },
                { "FlattenedSteps is 0", good with { FlattenedSteps = 0 } },
                { "Average is 1", good with { Adam = new() { Average = 1 } } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(BadSpecs))]
    public void ASpecThatMakesNoNetwork_IsRefusedNamingTheValue(string fault, RecurrentSpec spec) =>
        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => new RecurrentNetwork(spec)).Message);

    [Fact]
    public void AFileOfAnotherNetwork_IsRefused_AndTheNetworkIsUnchanged()
    {
        new RecurrentNetwork(RecurrentSpec.Of(Cell.Gru, 1, 4, 1, 1)).Save(_folder["gru.safetensors"]);
        var network = new RecurrentNetwork(RecurrentSpec.Of(Cell.Lstm, 1, 4, 1, 1), seed: 1);
        var before = network.Export("weight_ih_l0");
        Assert.Contains("has shape [12, 1] where the network has [16, 1]", Assert.Throws<SafetensorsException>(() => network.Load(_folder["gru.safetensors"])).Message);
        var gru = new RecurrentNetwork(RecurrentSpec.Of(Cell.Gru, 1, 4, 1, 1));
        Assert.Contains("'adam.mean/weight_ih_l0': there is no such tensor", Assert.Throws<SafetensorsException>(() => gru.LoadState(_folder["gru.safetensors"])).Message);
        Assert.Equal(before, network.Export("weight_ih_l0"));
    }
}
