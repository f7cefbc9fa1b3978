namespace StockLab.Forecasting.Tests;

public class BlockBootstrapTests
{
    [Fact]
    public void Interval_OfAMean_IsThatOfStatistics_ForIndependentDays()
    {
        var random = new SeededRandom(1);
        var values = Enumerable.Range(0, 400).Select(_ => random.NextGaussian()).ToArray();
        var (lower, upper) = BlockBootstrap.Interval(400, order => order.Average(i => values[i]), 0.95, block: 1);

        Assert.Equal(2 * 1.96 / 20, upper - lower, 0.03);
        Assert.InRange(values.Average(), lower, upper);
    }

    [Fact]
    public void Blocks_WidenTheInterval_WhereDaysHangTogether()
    {
        var random = new SeededRandom(2);
        var values = new double[400];
        for (var i = 1; i < 400; i++)
            values[i] = (0.9 * values[i - 1]) + random.NextGaussian();

        Assert.True(Width(block: 25) > 2 * Width(block: 1));

        double Width(int block)
        {
            var (lower, upper) = BlockBootstrap.Interval(400, order => order.Average(i => values[i]), block: block);
            return upper - lower;
        }
    }
}
