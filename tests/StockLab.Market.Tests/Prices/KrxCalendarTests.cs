using StockLab.Market;

namespace StockLab.Market.Tests.Prices;

public class KrxCalendarTests
{
    [Fact]
    public void Calendar_HasExactlyTheTradingDaysOfTheKospiIndex()
    {
        var kospi = RealPrices.Read("KS11").Between(new(KrxCalendar.FirstYear, 1, 1), new(KrxCalendar.LastYear, 12, 31));
        var calendar = KrxCalendar.TradingDays(new(KrxCalendar.FirstYear, 1, 1), kospi.Dates[^1]).ToList();
        Assert.Empty(calendar.Except(kospi.Dates));
        Assert.Empty(kospi.Dates.Except(calendar));
    }

    [Theory]
    [InlineData("2015-09-29")]      // Chuseok's second day was a Sunday
    [InlineData("2017-10-06")]      // Chuseok's first day was Foundation Day
    [InlineData("2018-05-07")]      // Children's Day was a Saturday
    [InlineData("2023-05-29")]      // Buddha's birthday was a Saturday
    [InlineData("2025-05-06")]      // Children's Day was Buddha's birthday
    [InlineData("2025-10-08")]      // Chuseok's first day was a Sunday
    [InlineData("2026-10-05")]      // Foundation Day is a Saturday
    [InlineData("2016-12-30")]      // the last weekday of a year that ends on a Saturday
    [InlineData("2026-12-31")]
    public void Calendar_IsClosed(string day) => Assert.False(KrxCalendar.IsTradingDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2012-10-09")]      // Hangul Day became a holiday in 2013
    [InlineData("2012-10-02")]      // Chuseok was a Sunday, but substitutes came in 2014
    [InlineData("2022-05-09")]      // Buddha's birthday was a Sunday, but its substitute came in 2023
    [InlineData("2026-12-30")]
    public void Calendar_IsOpen(string day) => Assert.True(KrxCalendar.IsTradingDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void UnknownYear_IsRefused_RatherThanGuessed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => KrxCalendar.IsTradingDay(new(1999, 12, 30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => KrxCalendar.IsTradingDay(new(2027, 1, 5)));
        Assert.False(KrxCalendar.Covers(new(2027, 1, 1)));
    }

    [Theory]
    [InlineData(2015, 6, 12, 0.15, 850, 1150)]
    [InlineData(2015, 6, 15, 0.30, 700, 1300)]
    public void PriceLimit_WidenedInJune2015(int year, int month, int day, double limit, long lowest, long highest)
    {
        Assert.Equal(limit, KrxPriceLimit.On(new(year, month, day)));
        Assert.Equal((lowest, highest), KrxPriceLimit.Range(1000, new(year, month, day)));
    }

    [Fact]
    public void PriceLimit_RoundsInwards() => Assert.Equal((861, 1163), KrxPriceLimit.Range(1012, new(2014, 1, 2)));       // 860.2 and 1163.8
}
