using System.Diagnostics;

namespace StockLab.Recurrent.Tests;

public sealed class WidthTests
{
    private const string ExpectedWidth = "STOCKLAB_TEST_EXPECTED_WIDTH";

    public static TheoryData<string, VectorWidth> Cases
    {
        get
        {
            var data = new TheoryData<string, VectorWidth>();
            foreach (var c in Shapes)
            {
                foreach (var width in Enum.GetValues<VectorWidth>().Where(w => w != VectorWidth.Scalar))
                    data.Add(c.Name, width);
            }
            return data;
        }
    }

    private static IEnumerable<TorchCase> Shapes
    {
        get
        {
            foreach (var cell in Enum.GetValues<Cell>())
            {
                // Every tail of a panel (0, 4, 8, 12 units; 16 to 64 of a dense layer), every way of a product: one row, few rows, a tile, several chunks.
                yield return new($"{cell}-b1-h50", RecurrentSpec.Of(cell, 1, 50, 2, 25, 1), 1, 10);
                yield return new($"{cell}-b2-h16", RecurrentSpec.Of(cell, 2, 16, 2, 1), 2, 3);
                yield return new($"{cell}-b3-h7", RecurrentSpec.Of(cell, 5, 7, 2, 90, 2), 3, 12);
                yield return new($"{cell}-b9-h26", RecurrentSpec.Of(cell, 17, 26, 2, 40), 9, 4);
                yield return new($"{cell}-b33-h60", RecurrentSpec.Of(cell, 3, 60, 2, 70, 3), 33, 5);
                yield return new($"{cell}-b70-h80", RecurrentSpec.Of(cell, 4, 80, 1, 1), 70, 20);
                yield return new($"{cell}-adamw-clip", RecurrentSpec.Of(cell, 4, 21, 1, 1) with
                {
                    Adam = new AdamSettings { Decoupled = true, WeightDecay = 0.1, ClipGlobalNorm = 0.1, ClipValue = 0.05, Average = 0.9 },
                    Layers = [new(cell, 21, Dropout: 0.3, L1: 1e-3, L2: 1e-3)],
                }, 6, 4);
            }
            yield return new("branches", new RecurrentSpec
            {
                Inputs = 5, Branches = [new([new(Cell.Lstm, 20, Dropout: 0.2)], 0, 3), new([new(Cell.Gru, 37)])], Head = [new(3)], FlattenedSteps = 4, Adam = new AdamSettings { AmsGrad = true },
            }, 9, 4);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryWidth_AgreesWithItsScalarTwin(string name, VectorWidth width)
    {
        if (!VectorWidths.IsSupported(width))
            Assert.Skip($"this machine has no registers of {width}");
        var c = Shapes.Single(shape => shape.Name == name);
        RecurrentNetwork wide = new(c.Spec, seed: 5, width), scalar = new(c.Spec, seed: 5, VectorWidth.Scalar);
        var random = new Random(4);
        float[] x = [.. Enumerable.Range(0, c.Batch * c.Length * c.Spec.Inputs).Select(_ => random.NextSingle() * 2 - 1)];
        float[] y = [.. Enumerable.Range(0, c.Batch * c.Spec.Outputs).Select(_ => random.NextSingle())];
        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(scalar.Step(x, y, c.Batch), wide.Step(x, y, c.Batch), 1e-5);
            if (step > 0)
                continue; // later gradients differ by what the weights differ
            foreach (var parameter in wide.Names)
                Assert.InRange(TorchAgreementTests.Distance(wide.ExportGradient(parameter), [.. scalar.ExportGradient(parameter).Select(v => (double)v)]), 0, 5e-6);
        }
        foreach (var parameter in wide.Names)
            Assert.InRange(TorchAgreementTests.Distance(wide.Export(parameter), [.. scalar.Export(parameter).Select(v => (double)v)]), 0, 2e-5);
    }

    [Fact]
    public void TheWidestRegisters_AreThoseTheProcessMayUse()
    {
        if (Environment.GetEnvironmentVariable(ExpectedWidth) is { } expected)
            Assert.Equal(expected, VectorWidths.Widest.ToString());
        Assert.Equal(VectorWidths.Widest, new RecurrentNetwork(RecurrentSpec.Of(Cell.Gru, 1, 4, 1, 1)).Width);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", VectorWidth.Bits256)]
    [InlineData("DOTNET_EnableAVX2", VectorWidth.Bits128)]
    [InlineData("DOTNET_EnableHWIntrinsic", VectorWidth.Scalar)]
    public async Task WithAnInstructionSetSwitchedOff_TheSameTestsPassInAChildProcess(string variable, VectorWidth widest)
    {
        if (Environment.GetEnvironmentVariable(ExpectedWidth) is not null)
            Assert.Skip("this is the child process");
        var info = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(WidthTests).Assembly.Location, "-class", typeof(WidthTests).FullName!, "-class", typeof(FiniteDifferenceTests).FullName!])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment[variable] = "0";
        info.Environment[ExpectedWidth] = (widest < VectorWidths.Widest ? widest : VectorWidths.Widest).ToString();
        using var child = Process.Start(info)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, output + await errors);
        Assert.Contains("Failed: 0", output);
    }
}
