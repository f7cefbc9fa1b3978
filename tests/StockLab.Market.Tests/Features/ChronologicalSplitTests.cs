using StockLab.Market;

namespace StockLab.Market.Tests.Features;

public class ChronologicalSplitTests
{
    [Theory]
    [InlineData(2541, 0.8, 2033)]       // ceil(0.8 · 2541) of the TSLA lesson
    [InlineData(10, 0.8, 8)]
    [InlineData(10, 0.75, 8)]
    [InlineData(100, 0.07, 8)]          // 0.07 · 100 = 7.000000000000001, and math.ceil of it is 8
    public void At_TrainsOnTheCeiling(int rows, double fraction, int train)
    {
        var split = ChronologicalSplit.At(rows, fraction);
        Assert.Equal(train, split.TrainRows);
        Assert.Equal(rows - train, split.TestRows);
        Assert.Equal(..train, split.Train);
        Assert.Equal(train..rows, split.Test);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    [InlineData(10, double.NaN)]
    [InlineData(10, 0.99)]
    [InlineData(0, 0.5)]
    public void At_RefusesAnEmptySide(int rows, double fraction) => Assert.Throws<ArgumentOutOfRangeException>(() => ChronologicalSplit.At(rows, fraction));
}
