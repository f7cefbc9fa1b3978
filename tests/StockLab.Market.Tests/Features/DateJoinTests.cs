using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Market.Tests;

public class DateJoinTests
{
    private static FeatureTable Table(string name, params (int Day, double Value)[] rows) => new(
        name, new PriceOrigin(name, IsGenerated: name == "us"), [.. rows.Select(row => new DateOnly(2020, 1, row.Day))], [name], [.. rows.Select(row => row.Value)]);

    [Fact]
    public void JoinSameDay_KeepsTheDaysThatBothHave()
    {
        var joined = Table("kr", (1, 10), (2, 20), (4, 40)).JoinSameDay(Table("us", (2, 2), (3, 3), (4, 4)));
        Assert.Equal([2, 4], joined.Dates.Select(date => date.Day));
        Assert.Equal([20.0, 2, 40, 4], joined.Values.ToArray());
        Assert.Equal(("kr", "kr + us", true), (joined.Symbol, joined.Origin.Source, joined.Origin.IsGenerated));
    }

    [Fact]
    public void JoinLagged_GivesTheNewestRowThatWasKnown()
    {
        var kr = Table("kr", (1, 1), (2, 2), (3, 3), (6, 6));
        var us = Table("us", (1, 10), (2, 20), (5, 50), (6, 60));
        Assert.Equal([double.NaN, 10, 20, 50], kr.JoinLagged(us, lagDays: 1).Column("us"));
        Assert.Equal([10.0, 20, 20, 60], kr.JoinLagged(us, lagDays: 0).Column("us"));
    }

    [Fact]
    public void JoinAllDays_LeavesHolesWhereOneHasNoRow()
    {
        var joined = Table("kr", (1, 10), (3, 30)).JoinAllDays(Table("us", (2, 2), (3, 3), (4, 4)));
        Assert.Equal([1, 2, 3, 4], joined.Dates.Select(date => date.Day));
        Assert.Equal([10.0, double.NaN, double.NaN, 2, 30, 3, double.NaN, 4], joined.Values.ToArray());
    }

    [Fact]
    public void JoinLagged_RefusesTomorrowsNews() => Assert.Throws<ArgumentOutOfRangeException>(() => Table("kr", (1, 1)).JoinLagged(Table("us", (1, 1)), lagDays: -1));

    [Fact]
    public void Join_WithoutCommonDays_NamesBothSpans()
    {
        var error = Assert.Throws<PriceDataException>(() => Table("kr", (1, 1)).JoinSameDay(Table("us", (2, 2))));
        Assert.Contains("us (2020-01-02 to 2020-01-02)", error.Problem);
        Assert.Throws<PriceDataException>(() => Table("kr", (1, 1)).JoinLagged(Table("us", (2, 2)), 0));
    }

    [Fact]
    public void Join_RefusesTwoColumnsOfOneName() => Assert.Throws<ArgumentException>(() => Table("kr", (1, 1)).JoinSameDay(Table("kr", (1, 1))));

    [Fact]
    public void JoinLagged_UsesNoRowThatWasNotYetKnown()
    {
        var days = Gen.Choose(1, 28).NonEmptyListOf().Select(list => list.Distinct().Order().ToArray());
        Prop.ForAll(days.ToArbitrary(), days.ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (left, right, lag) =>
        {
            // The value of a right row is its day, so the joined value says which day was used.
            var (kr, us) = (Table("kr", [.. left.Select(day => (day, 0.0))]), Table("us", [.. right.Select(day => (day, (double)day))]));
            double[] expected = [.. left.Select(day => right.Where(known => known + lag <= day).Select(known => (double)known).DefaultIfEmpty(double.NaN).Max())];
            if (expected.All(double.IsNaN))
                Assert.Throws<PriceDataException>(() => kr.JoinLagged(us, lag));
            else
                Assert.Equal(expected, kr.JoinLagged(us, lag).Column("us"));
        }).QuickCheckThrowOnFailure();
    }
}
