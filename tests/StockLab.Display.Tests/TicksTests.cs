using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Display.Tests;

public class TicksTests
{
    private static readonly Arbitrary<Extent> Extents = ArbMap.Default.ArbFor<(NormalFloat, NormalFloat)>().Generator
        .Select(pair => Extent.Of([pair.Item1.Get, pair.Item2.Get]).Widened()).Where(extent => double.IsFinite(extent.Length) && extent.Length > 1e-290).ToArbitrary();

    [Fact]
    public void NumberTicks_EncloseTheData_InEvenSteps_WithDistinctLabels() => Prop.ForAll(Extents, Gen.Choose(1, 8).ToArbitrary(), (extent, intervals) =>
    {
        var ticks = NumberTicks.Covering(extent, intervals);
        var slack = extent.Length * 1e-6;
        return ticks[0].Value <= extent.Min + slack && ticks[^1].Value >= extent.Max - slack && ticks.Length <= intervals + 3
            && ticks.Zip(ticks.Skip(1)).All(pair => pair.First.Value < pair.Second.Value) && ticks.Select(tick => tick.Label).Distinct().Count() == ticks.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void NumberTicks_InsideTheData_AreAtLeastOne() => Prop.ForAll(Extents, Gen.Choose(1, 12).ToArbitrary(), (extent, intervals) =>
    {
        var ticks = NumberTicks.Inside(extent, intervals);
        return ticks.Length >= 1 && ticks.All(tick => tick.Value >= extent.Min - extent.Length * 1e-6 && tick.Value <= extent.Max + extent.Length * 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void LogTicks_EncloseTheData() => Prop.ForAll(Gen.Choose(-60, 60).Two().Where(pair => pair.Item1 < pair.Item2).ToArbitrary(), Gen.Choose(1, 8).ToArbitrary(), (pair, intervals) =>
    {
        var extent = new Extent(Math.Pow(10, pair.Item1 / 7.0), Math.Pow(10, pair.Item2 / 7.0));
        var ticks = NumberTicks.Log(extent, intervals);
        return ticks[0].Value <= extent.Min && ticks[^1].Value >= extent.Max && ticks.Length <= intervals + 6 && ticks.Select(tick => tick.Label).Distinct().Count() == ticks.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void DateTicks_AreInside_Ascending_AndNotTooMany() => Prop.ForAll(
        Gen.Choose(0, DateOnly.MaxValue.DayNumber - 40).ToArbitrary(), Gen.Choose(0, 40_000).ToArbitrary(), Gen.Choose(2, 14).ToArbitrary(), (start, length, most) =>
        {
            var extent = new Extent(start, Math.Min(start + length, DateOnly.MaxValue.DayNumber));
            var ticks = DateTicks.Inside(extent, most);
            return ticks.Length >= 1 && ticks.Length <= most * 4 / 3 && ticks.All(tick => tick.Value >= extent.Min && tick.Value <= extent.Max)
                && ticks.Zip(ticks.Skip(1)).All(pair => pair.First.Value < pair.Second.Value);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 400, 5, "0,100,200,300,400")]
    [InlineData(-0.2, 0.2, 8, "−0.20,−0.15,−0.10,−0.05,0.00,0.05,0.10,0.15,0.20")]
    [InlineData(0, 2_000_000, 4, "0,0.5M,1.0M,1.5M,2.0M")]
    [InlineData(20_000, 71_000, 4, "20,000,40,000,60,000,80,000")]
    [InlineData(0.99, 1.01, 4, "0.990,0.995,1.000,1.005,1.010")]
    [InlineData(0, 3e-9, 3, "0,1e-9,2e-9,3e-9")]
    public void NumberLabels_ReadWell(double min, double max, int intervals, string labels) =>
        Assert.Equal(labels.Replace("e-", "e−"), string.Join(',', NumberTicks.Covering(new(min, max), intervals).Select(tick => tick.Label)));

    [Theory]
    [InlineData("2010-06-29", "2020-07-31", 11, "2011/ 2012/ 2013/ 2014/ 2015/ 2016/ 2017/ 2018/ 2019/ 2020/")]
    [InlineData("2019-11-10", "2020-09-01", 6, "Jan/2020 Mar/ May/ Jul/ Sep/")]
    [InlineData("2024-02-27", "2024-03-02", 5, "Feb 27/2024 Feb 28/ Feb 29/ Mar 1/ Mar 2/")]
    [InlineData("2023-12-20", "2024-01-16", 5, "Dec 25/2023 Jan 1/2024 Jan 8/ Jan 15/")]
    [InlineData("1990-01-01", "2024-12-31", 6, "1990/ 1995/ 2000/ 2005/ 2010/ 2015/ 2020/")]
    public void DateLabels_FollowTheCalendar(string from, string to, int most, string labels)
    {
        var ticks = DateTicks.Inside(new(DateOnly.Parse(from).DayNumber, DateOnly.Parse(to).DayNumber), most);

        Assert.Equal(labels, string.Join(' ', ticks.Select(tick => $"{tick.Label}/{tick.Below}")));
    }
}
