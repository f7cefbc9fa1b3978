using StockLab.Market;

namespace StockLab.Market.Tests.Features;

public class FeatureTableTests
{
    [Fact]
    public void From_LaysTheColumnsOutRowByRow()
    {
        var table = FeatureTable.From(Invented.Series(10, 20), "Close", "High", "Mid");
        Assert.Equal([10.0, 11, 10, 20, 21, 20], table.Values.ToArray());
        Assert.Equal([20.0, 21, 20], table.Row(1).ToArray());
        Assert.Equal(21, table[1, "High"]);
        Assert.Equal([11.0, 21], table.Column("High"));
    }

    [Fact]
    public void From_NamesTheColumnsThereAre_WhenOneIsUnknown()
        => Assert.Contains("Close", Assert.Throws<ArgumentException>(() => FeatureTable.From(Invented.Series(1), "Clsoe")).Message);

    [Fact]
    public void From_RefusesAdjClose_WhereTheSourceHasNone()
        => Assert.Contains("no Adj Close", Assert.Throws<ArgumentException>(() => FeatureTable.From(Invented.Series(1), "Adj Close")).Message);

    [Fact]
    public void Column_NamesTheColumnsThereAre_WhenItIsUnknown()
        => Assert.Contains("a, b", Assert.Throws<ArgumentException>(() => Invented.Table(2, "a", "b").Column("c")).Message);

    [Fact]
    public void With_AddsAColumnAtTheEnd()
    {
        var table = Invented.Table(2, "a", "b").With("c", [7, 8]);
        Assert.Equal(["a", "b", "c"], table.Names);
        Assert.Equal([0.0, 1, 7, 10, 11, 8], table.Values.ToArray());
    }

    [Fact]
    public void With_RefusesANameThatIsTaken() => Assert.Throws<ArgumentException>(() => Invented.Table(2, "a").With("a", [1, 2]));

    [Fact]
    public void Select_TakesColumnsInTheirNewOrder() => Assert.Equal([2.0, 0, 12, 10], Invented.Table(2, "a", "b", "c").Select("c", "a").Values.ToArray());

    [Fact]
    public void Slice_TakesRowsWithTheirDates()
    {
        var part = Invented.Table(4, "a", "b").Slice(1..3);
        Assert.Equal([10.0, 11, 20, 21], part.Values.ToArray());
        Assert.Equal(Invented.Days(4)[1], part.Dates[0]);
    }

    [Fact]
    public void DropMissing_CutsIncompleteRowsOff()
    {
        var table = Invented.Table(4, "a").With("b", [double.NaN, 1, double.PositiveInfinity, 3]).DropMissing();
        Assert.Equal([10.0, 1, 30, 3], table.Values.ToArray());
        Assert.Equal([Invented.Days(4)[1], Invented.Days(4)[3]], table.Dates);
    }

    [Fact]
    public void Origin_TravelsThroughEveryStep()
    {
        var table = FeatureTable.From(Invented.Series(1, 2, 3), "Close").With("b", [1, 2, 3]).Select("b").Slice(1..).DropMissing();
        Assert.True(table.Origin.IsGenerated);
        Assert.Contains("generated", table.ToString());
    }
}
