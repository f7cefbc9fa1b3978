namespace StockLab.Recurrent.Tests;

public sealed class FiniteDifferenceTests
{
    public static TheoryData<Cell, LossKind> Cases => new MatrixTheoryData<Cell, LossKind>(Enum.GetValues<Cell>(), Enum.GetValues<LossKind>());

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryGradient_IsTheSlopeOfTheLoss(Cell cell, LossKind loss)
    {
        var spec = new RecurrentSpec
        {
            Inputs = 3,
            Layers = [new(cell, 7), new(cell, 5)],
            Head = [new(4, Activation.Tanh), new(4, Activation.Sigmoid), new(2)],
            Loss = loss,
            HuberDelta = 0.4,
            Quantiles = [0.2, 0.9],
        };
        IsTheSlope(spec);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(6)]
    public void EveryGradient_OfBranches_IsTheSlopeOfTheLoss(int? flattened) => IsTheSlope(new RecurrentSpec
    {
        Inputs = 3,
        Branches = [new([new(Cell.Lstm, 7), new(Cell.Gru, 5)]), new([new(Cell.Gru, 4)], 1), new([new(Cell.SimpleRnn, 3)], 0, 2)],
        Head = [new(4, Activation.Tanh), new(2)],
        FlattenedSteps = flattened,
    });

    private static void IsTheSlope(RecurrentSpec spec)
    {
        const int Batch = 5, Length = 6;
        var network = new RecurrentNetwork(spec, seed: 3);
        var random = new Random(17);
        float[] x = [.. Enumerable.Range(0, Batch * Length * 3).Select(_ => random.NextSingle() * 2 - 1)], y = [.. Enumerable.Range(0, Batch * 2).Select(_ => random.NextSingle() * 2 - 1)];
        double[] xd = [.. x.Select(v => (double)v)], yd = [.. y.Select(v => (double)v)];
        var twin = new DoubleNetwork(spec, network.Names.ToDictionary(name => name, name => network.Export(name).Select(v => (double)v).ToArray()));

        Assert.Equal(twin.Loss(xd, yd, Batch), network.Gradients(x, y, Batch), 1e-6);
        foreach (var name in network.Names)
        {
            var weights = twin.Weights[name];
            var slopes = new double[weights.Length];
            for (var i = 0; i < weights.Length; i++)
            {
                const double Step = 1e-5;
                var kept = weights[i];
                weights[i] = kept + Step;
                var above = twin.Loss(xd, yd, Batch);
                weights[i] = kept - Step;
                slopes[i] = (above - twin.Loss(xd, yd, Batch)) / (2 * Step);
                weights[i] = kept;
            }
            Assert.InRange(TorchAgreementTests.Distance(network.ExportGradient(name), slopes), 0, 1e-5);
        }
    }
}
