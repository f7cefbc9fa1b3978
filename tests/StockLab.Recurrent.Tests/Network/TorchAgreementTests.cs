namespace StockLab.Recurrent.Tests;

public sealed class TorchAgreementTests(TorchWitness torch) : IClassFixture<TorchWitness>
{
    public static TheoryData<string> Names => [.. TorchWitness.Cases.Select(c => c.Name)];

    private static TorchCase Case(string name) => TorchWitness.Cases.Single(c => c.Name == name);

    internal static double Distance(IReadOnlyList<float> ours, IReadOnlyList<double> theirs)
    {
        Assert.Equal(theirs.Count, ours.Count);
        double difference = 0, size = 0;
        for (var i = 0; i < ours.Count; i++)
        {
            difference += (ours[i] - theirs[i]) * (ours[i] - theirs[i]);
            size += theirs[i] * theirs[i];
        }
        return Math.Sqrt(difference / Math.Max(size, 1e-24));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictionsAndGradients_AgreeWithPyTorch(string name)
    {
        var c = Case(name);
        var theirs = torch.Of(c);
        var network = theirs.Network(c.Spec);

        var output = new float[c.Batch * c.Spec.Outputs];
        network.Forward(theirs.X, c.Batch, output);
        Assert.InRange(Distance(output, theirs.Prediction), 0, 1e-5);

        var loss = network.Gradients(theirs.X, theirs.Y, c.Batch);
        Assert.Equal(theirs.Losses[0], loss, 1e-5 * Math.Abs(theirs.Losses[0]));
        foreach (var parameter in network.Names)
        {
            var distance = Distance(network.ExportGradient(parameter), theirs.Gradient(parameter));
            Assert.True(distance <= 1e-5, $"{parameter}: relative distance {distance:G3}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TwentyUpdates_AgreeWithPyTorch(string name)
    {
        var c = Case(name);
        var theirs = torch.Of(c);
        var network = theirs.Network(c.Spec);

        foreach (var expected in theirs.Losses)
            Assert.Equal(expected, network.Step(theirs.X, theirs.Y, c.Batch), 1e-5 * Math.Max(1, Math.Abs(expected)));
        foreach (var parameter in network.Names)
        {
            var distance = Distance(network.Export(parameter), theirs.Final(parameter));
            Assert.True(distance <= 1e-5, $"{parameter}: relative distance {distance:G3}");
            if (c.Spec.Adam.Average is not null)
                Assert.InRange(Distance(network.ExportAverage()[parameter], theirs.Average(parameter)), 0, 1e-5);
        }
    }
}
