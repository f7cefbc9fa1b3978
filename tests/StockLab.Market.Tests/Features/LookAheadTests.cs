using System.Collections.Immutable;

namespace StockLab.Market.Tests;

public sealed class LookAheadTests
{
    private static readonly PriceSeries Prices = Walk(300);

    [Fact]
    public void OurIndicators_KnowNoFuture() => Assert.Empty(LookAhead.Columns(Prices, AllIndicators.Of));

    [Fact]
    public void OurIndicators_BesideOtherMarkets_KnowNoFuture() => Assert.Empty(LookAhead.Columns(Prices, prices => S0Features.Of(prices, sp500: Prices, kospi: Prices)));

    [Fact]
    public void WhatLooksAhead_IsNamed_AndNothingElse()
    {
        var columns = LookAhead.Columns(Prices, prices =>
        {
            var close = prices.Close;
            return FeatureTable.From(prices, "Close")
                .With("tomorrow", At(close, day => day + 1 < close.Length ? close[day + 1] : double.NaN))
                .With("yesterday", At(close, day => day > 0 ? close[day - 1] : double.NaN))
                .With("centred", At(close, day => day > 0 && day + 1 < close.Length ? (close[day - 1] + close[day] + close[day + 1]) / 3 : double.NaN))
                .With("scaled by all days", At(close, day => close[day] / close.Average()))
                .With("scaled by days gone by", At(close, day => close[day] / close[..(day + 1)].Average()));
        });
        Assert.Equal(["tomorrow", "centred", "scaled by all days"], columns);
    }

    [Fact]
    public void OneValueThatIsWrittenOver_IsFound_WithACutADay()
    {
        // Day 220 is known in two days' time, all other days at once.
        FeatureTable Features(PriceSeries prices) => FeatureTable.From(prices, "Close").With("x", At(prices.Close, day => day == 220 && prices.Count < 223 ? 0 : 1));
        Assert.Equal(["x"], LookAhead.Columns(Prices, Features, cuts: 150));
    }

    [Fact]
    public void InfiniteAndMissingValues_AreNoDifference() => Assert.Empty(LookAhead.Columns(Prices, prices => FeatureTable.From(prices, "Close")
        .With("x", At(prices.Close, day => (day % 3) switch { 0 => double.PositiveInfinity, 1 => double.NaN, _ => double.NegativeInfinity }))));

    [Fact]
    public void TwoDays_AreEnough() => Assert.Equal(["x"], LookAhead.Columns(Walk(2), prices => FeatureTable.From(prices, "Close").With("x", At(prices.Close, _ => prices.Count)).Select("x")));

    [Fact]
    public void WhatCannotBeCompared_IsAnError()
    {
        Assert.Contains("two days at least", Assert.Throws<ArgumentOutOfRangeException>(() => LookAhead.Columns(Walk(1), AllIndicators.Of)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LookAhead.Columns(Prices, AllIndicators.Of, cuts: 0));
        Assert.Contains("drop missing rows afterwards", Assert.Throws<ArgumentException>(() => LookAhead.Columns(Prices, prices => AllIndicators.Of(prices).DropMissing())).Message);
        Assert.Contains("the same names", Assert.Throws<ArgumentException>(() => LookAhead.Columns(Prices, prices => FeatureTable.From(prices, "Close").Rename("Close", $"{prices.Count}"))).Message);
    }

    private static double[] At(ImmutableArray<double> column, Func<int, double> value) => [.. Enumerable.Range(0, column.Length).Select(value)];

    private static PriceSeries Walk(int days)
    {
        var random = new Random(7);
        var close = 100.0;
        return PriceSeries.FromBars("WALK", Invented.Origin, [.. Invented.Days(days).Select(day =>
        {
            var open = close;
            close *= 1 + (0.04 * (random.NextDouble() - 0.5));
            return new Bar(day, open, Math.Max(open, close) * 1.01, Math.Min(open, close) * 0.99, close, random.Next(1, 1_000_000));
        })]);
    }
}
