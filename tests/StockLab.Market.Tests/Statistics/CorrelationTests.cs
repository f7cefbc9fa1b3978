namespace StockLab.Market.Tests;

/// <summary>What <see cref="StatisticsValuesTests"/> does not ask of a correlation.</summary>
public sealed class CorrelationTests
{
    [Fact]
    public void AStraightLine_CorrelatesFully_WhicheverWayItGoes()
    {
        Assert.Equal(new Correlation(1, 0, 4), Correlation.Of([1, 2, 3, 4], [10, 20, 30, 40]));
        Assert.Equal(new Correlation(-1, 0, 4), Correlation.Of([1, 2, 3, 4], [4, 3, 2, 1]));
    }

    [Fact]
    public void Lead_ReadsTheSecondColumnLater()
    {
        double[] x = [3, 1, 4, 1, 5, 9, 2, 6], later = [0, .. x[..^1]];
        Assert.Equal(1, Correlation.Of(x, later, lead: 1).R, 12);
        Assert.Equal(7, Correlation.Of(x, later, lead: 1).Count);
        Assert.Equal(Correlation.Of(x.AsSpan(0, 6), later.AsSpan(2)), Correlation.Of(x, later, lead: 2));
    }

    [Fact]
    public void PairsWithAMissingValue_AreLeftOut() => Assert.Equal(
        Correlation.Of([1, 3, 4, 9], [2, 5, 1, 7]),
        Correlation.Of([1, double.NaN, 3, 4, 6, 9], [2, 8, 5, 1, double.NaN, 7]));

    [Fact]
    public void AConstantColumn_TooFewPairs_AndUnequalColumns_AreRefusedByName()
    {
        Assert.Contains("constant", Assert.Throws<ArgumentException>("y", () => Correlation.Of([1, 2, 3], [5, 5, 5])).Message);
        Assert.Contains("not 2", Assert.Throws<ArgumentException>(() => Correlation.Of([1, 2, double.NaN], [1, 2, 3])).Message);
        Assert.Throws<ArgumentException>(() => Correlation.Of([1, 2, 3], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Correlation.Of([1, 2, 3], [1, 2, 3], lead: -1));
    }

    [Fact]
    public void ItSaysItself_InOneLine()
    {
        Assert.Equal("r = 0.500, explains 25.00 % of the variance, p = 0.67, 3 pairs", Correlation.Of([1, 2, 3], [1, 3, 2]).ToString());
        Assert.Equal("r = -1.000, explains 100.00 % of the variance, p < 1E-16, 3 pairs", Correlation.Of([1, 2, 3], [3, 2, 1]).ToString());
    }
}
