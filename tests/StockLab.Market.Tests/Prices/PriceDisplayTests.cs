using StockLab.Display;
using StockLab.Market;

namespace StockLab.Market.Tests;

public class PriceDisplayTests
{
    [Fact]
    public void Series_ShowsItsHeadAndTail_AndItsOrigin()
    {
        var text = Invented.Series([.. Enumerable.Range(1, 40).Select(i => (double)i)]).ToDisplay().ToText();
        Assert.Contains("2020-01-01", text);
        Assert.Contains("2020-02-09", text);
        Assert.DoesNotContain("2020-01-20", text);
        Assert.Contains("generated prices, not real", text);
    }

    [Fact]
    public void Table_ShowsItsColumns_AndItsOrigin()
    {
        var html = Invented.Table(3, "Close", "ma10").ToDisplay().ToHtml();
        Assert.Contains("ma10", html);
        Assert.Contains("generated prices, not real", html);
    }

    [Fact]
    public void Charts_SayWherePricesComeFrom()
    {
        Assert.Contains("generated prices, not real", Invented.Series(1, 2, 3).Chart().ToSvg());
        Assert.Contains("generated prices, not real", Invented.Table(3, "Close").With("ma2", [double.NaN, 1, 2]).MissingChart().ToSvg());
    }

    [Fact]
    public void ALineAddedToAPriceChart_LiesOnThePrices_NotOnTheVolume()
    {
        var prices = Invented.Series(1, 2, 3);
        var traces = System.Text.Json.JsonDocument.Parse(prices.Chart().Line(prices.Dates, prices.Close, "mean").ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray();
        Assert.Equal("y", traces.Single(trace => trace.GetProperty("name").GetString() == "mean").GetProperty("yaxis").GetString());
    }

    [Theory]
    [InlineData(typeof(PriceSeries))]
    [InlineData(typeof(FeatureTable))]
    [InlineData(typeof(CleaningReport))]
    [InlineData(typeof(PriceFolder))]
    [InlineData(typeof(Windows))]
    public void EveryShownType_NamesItsFormatters(Type type)
        => Assert.Contains(type.GetCustomAttributes(inherit: false), attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");
}
