using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Experiments.Tests;

public sealed class BroadcastErrorTests
{
    [Fact]
    public void BroadcastMse_IsTheMeanOverAllPairs() => Prop.ForAll(
        Gen.Choose(1, 40).SelectMany(n => Gen.Choose(-1000, 1000).Select(v => v / 100.0).ArrayOf(2 * n)).ToArbitrary(),
        values =>
        {
            var (predicted, actual) = (values[..(values.Length / 2)], values[(values.Length / 2)..]);
            // numpy's mean((p[:, None] - y)²), spelt out.
            var pairs = (from p in predicted from y in actual select (p - y) * (p - y)).Average();
            return Math.Abs(BroadcastError.BroadcastMse(predicted, actual) - pairs) <= 1e-10 * (1 + pairs);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void BroadcastMse_DoesNotCareWhichDayAPredictionIsFor_AndLikesAConstantBest()
    {
        double[] actual = [1, 5, 2, 8, 3];
        double[] perfect = [.. actual], shuffled = [8, 1, 3, 2, 5], constant = [3.8, 3.8, 3.8, 3.8, 3.8];

        Assert.Equal(0, BroadcastError.Mse(perfect, actual));
        Assert.Equal(BroadcastError.BroadcastMse(perfect, actual), BroadcastError.BroadcastMse(shuffled, actual), 12);
        Assert.True(BroadcastError.BroadcastMse(constant, actual) < BroadcastError.BroadcastMse(perfect, actual));
        Assert.Throws<ArgumentException>(() => BroadcastError.Mse([1], [1, 2]));
    }
}
