using StockLab.Market;

namespace StockLab.Market.Tests.Prices;

public class PriceSeriesTests
{
    [Fact]
    public void Between_IncludesBothEnds()
    {
        var part = Invented.Series(1, 2, 3, 4, 5).Between(new(2020, 1, 2), new(2020, 1, 4));
        Assert.Equal([2.0, 3, 4], part.Close);
        Assert.Equal(new DateOnly(2020, 1, 2), part.Dates[0]);
    }

    [Fact]
    public void Between_TakesTheDaysThereAre_WhenTheEndsAreNoTradingDays()
        => Assert.Equal([1.0, 2], Invented.Series(1, 2).Between(new(2019, 12, 1), new(2020, 2, 1)).Close);

    [Fact]
    public void Between_NamesTheSpan_WhenNoDayIsWithin()
    {
        var error = Assert.Throws<PriceDataException>(() => Invented.Series(1, 2).Between(new(2021, 1, 1), new(2021, 2, 1)));
        Assert.Contains("2020-01-01 to 2020-01-02", error.Message);
    }

    [Fact]
    public void Slice_KeepsEveryColumnInStep()
    {
        var part = Invented.Series(1, 2, 3).Slice(^2..);
        Assert.Equal(new Bar(new(2020, 1, 3), 3, 4, 2, 3, 100), part[1]);
        Assert.Equal(2, part.Count);
    }

    [Fact]
    public void Constructor_RefusesAColumnOfAnotherLength()
    {
        var error = Assert.Throws<ArgumentException>(() => new PriceSeries("TEST", Invented.Origin, Invented.Days(2), [1, 2], [1, 2], [1], [1, 2], [1, 2]));
        Assert.Contains("Low", error.Message);
    }

    [Fact]
    public void FromBars_RefusesDatesOutOfOrder()
    {
        Bar[] bars = [new(new(2020, 1, 2), 1, 1, 1, 1, 1), new(new(2020, 1, 1), 1, 1, 1, 1, 1)];
        Assert.Contains("2020-01-01 after 2020-01-02", Assert.Throws<PriceDataException>(() => PriceSeries.FromBars("TEST", Invented.Origin, bars)).Message);
    }

    [Fact]
    public void FromBars_GivesTheBarsBack()
    {
        var series = Invented.Series(5, 7, 6);
        Assert.Equal(Enumerable.Range(0, 3).Select(i => series[i]), Enumerable.Range(0, 3).Select(i => PriceSeries.FromBars("TEST", Invented.Origin, [series[0], series[1], series[2]])[i]));
    }

    [Fact]
    public void ToString_SaysThatGeneratedPricesAreGenerated()
    {
        Assert.Contains("generated", Invented.Series(1, 2).ToString());
        Assert.DoesNotContain("generated", new PriceOrigin("an exchange", IsGenerated: false).ToString());
    }

    [Fact]
    public void CombinedOrigin_IsGenerated_WhenEitherIs()
    {
        var mixed = PriceOrigin.Combine(new("real", false, "a.csv"), new("made", true, "b.csv"));
        Assert.True(mixed.IsGenerated);
        Assert.Equal("real + made", mixed.Source);
        Assert.Null(mixed.Path);
    }
}
