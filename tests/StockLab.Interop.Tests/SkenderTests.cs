using System.Reflection;
using Skender.Stock.Indicators;
using StockLab.Market;

namespace StockLab.Interop.Tests;

public sealed class SkenderTests
{
    private static readonly PriceSeries Prices = Invented.Walk(300, 4);

    [Fact]
    public void Quotes_AreTheDaysOfTheSeries()
    {
        var quotes = Prices.ToQuotes();
        Assert.Equal(300, quotes.Count);
        Assert.All(Enumerable.Range(0, 300), row =>
        {
            Assert.Equal(Prices.Dates[row], DateOnly.FromDateTime(quotes[row].Date));
            Assert.Equal((Prices.Open[row], Prices.High[row], Prices.Low[row], Prices.Close[row], Prices.Volume[row]),
                ((double)quotes[row].Open, (double)quotes[row].High, (double)quotes[row].Low, (double)quotes[row].Close, (double)quotes[row].Volume));
        });
    }

    [Fact]
    public void Quotes_CopyNothing()
    {
        var prices = Invented.Walk(20_000, 5);
        var quotes = prices.ToQuotes();
        var sum = 0m;
        var allocated = Allocation.Of(() =>
        {
            sum = 0m;
            foreach (var quote in quotes)
                sum += quote.Close;
        });
        Assert.InRange(allocated, 0, 100_000);      // a copy of 20,000 quotes is larger than a megabyte
        Assert.Equal(prices.Close.Sum(), (double)sum, 1.0);
    }

    [Fact]
    public void AMissingPrice_CannotBeAQuote_AndIsNamed()
    {
        var prices = new PriceSeries("GAP", Invented.Origin, [new(2024, 1, 2), new(2024, 1, 3)], [1, 1], [1, 1], [1, 1], [1, double.NaN], [1, 1]);
        var error = Assert.Throws<PriceDataException>(() => prices.ToQuotes());
        Assert.Contains("Close of GAP on 2024-01-03 is NaN", error.Message);
        Assert.Contains("ToTuples", error.Message);
        Assert.True(double.IsNaN(prices.ToTuples().Last().Value));
    }

    [Fact]
    public void AResultWithOneValue_IsOneColumn()
    {
        var table = Prices.ToQuotes().GetRsi().ToFeatureTable(Prices, "rsi14");
        Assert.Equal(["rsi14"], table.Names);
        Assert.Equal(Prices.Dates, table.Dates);
        Assert.Equal(14, table.Column("rsi14").Count(double.IsNaN));
    }

    [Fact]
    public void AResultWithSeveralValues_IsAColumnEach()
    {
        var table = Prices.ToQuotes().GetMacd().ToFeatureTable(Prices, "macd");
        Assert.Equal(["macd_macd", "macd_signal", "macd_histogram", "macd_fast_ema", "macd_slow_ema"], table.Names);
        Assert.Equal(table[299, "macd_macd"] - table[299, "macd_signal"], table[299, "macd_histogram"], 1e-9);
    }

    [Fact]
    public void EveryIndicatorOfTheLibrary_BecomesColumns()
    {
        // The calls that take quotes and nothing else that has no default.
        var calls = typeof(Indicator).GetMethods()
            .Where(method => method.Name.StartsWith("Get", StringComparison.Ordinal) && method.IsGenericMethodDefinition && method.GetGenericArguments().Length == 1)
            .Where(method => method.ReturnType is { IsGenericType: true } type && typeof(ISeries).IsAssignableFrom(type.GetGenericArguments()[0]))
            .Where(method => method.GetParameters() is [var first, .. var rest] && first.ParameterType.IsGenericType && rest.All(parameter => parameter.HasDefaultValue)).ToList();
        Assert.True(calls.Count >= 40, $"{calls.Count} indicators");
        foreach (var call in calls)
        {
            var table = Table(call, Prices);
            Assert.Equal(Prices.Dates, table.Dates);
            Assert.True(table.Values.ToArray().Any(double.IsFinite), call.Name);
        }
    }

    [Fact]
    public void WhichIndicators_LookAhead_IsAsDocumented()
    {
        // Every call that computes a series of results from quotes, numbers and choices.
        var calls = typeof(Indicator).GetMethods()
            .Where(method => method.Name.StartsWith("Get", StringComparison.Ordinal) && method.IsGenericMethodDefinition && method.GetGenericArguments().Length == 1)
            .Where(method => method.ReturnType is { IsGenericType: true } type && typeof(ISeries).IsAssignableFrom(type.GetGenericArguments()[0]))
            .GroupBy(method => method.Name).Select(overloads => overloads.MinBy(method => method.GetParameters().Length)!).OrderBy(method => method.Name, StringComparer.Ordinal);
        var ahead = calls.SelectMany(call => LookAhead.Columns(Prices, prices => Table(call, prices), cuts: 15).Select(column => $"{call.Name} {column[(column.IndexOf('_') + 1)..]}")).ToList();
        Assert.Equal(
            ["GetIchimoku chikou_span", "GetSlope line"],
            ahead.Where(column => column.Split(' ')[0] is not ("GetDpo" or "GetFractal" or "GetPivots" or "GetRenkoAtr" or "GetStdDevChannels" or "GetZigZag")));
        Assert.Equal(8, ahead.Select(column => column.Split(' ')[0]).Distinct().Count());
    }

    [Fact]
    public void SeveralResultsOfADay_LeaveTheLast()
    {
        var bricks = Prices.ToQuotes().GetRenko(0.5m).ToList();
        var table = bricks.ToFeatureTable(Prices, "renko");
        Assert.Contains(bricks.GroupBy(brick => brick.Date), day => day.Count() > 1);
        Assert.All(bricks.GroupBy(brick => brick.Date), day => Assert.Equal((double)day.Last().Close, table[table.Dates.IndexOf(DateOnly.FromDateTime(day.Key)), "renko_close"]));
    }

    private static FeatureTable Table(MethodInfo call, PriceSeries prices)
    {
        object Argument(ParameterInfo parameter) => parameter switch
        {
            { HasDefaultValue: true } => parameter.DefaultValue!,
            { ParameterType.IsGenericType: true } => prices.ToQuotes(),
            { ParameterType: var type } when type == typeof(int) => 14,
            { ParameterType: var type } when type == typeof(decimal) => 1m,
            _ => Activator.CreateInstance(parameter.ParameterType)!,
        };
        var results = call.MakeGenericMethod(typeof(PriceQuote)).Invoke(null, [prices.ToQuotes(), .. call.GetParameters().Skip(1).Select(Argument)]);
        var convert = typeof(SkenderIndicators).GetMethod(nameof(SkenderIndicators.ToFeatureTable))!;
        return (FeatureTable)convert.MakeGenericMethod(call.ReturnType.GetGenericArguments()[0]).Invoke(null, [results, prices, "x"])!;
    }

    [Fact]
    public void AResultOfAnotherDay_IsAnError()
    {
        var results = Prices.ToQuotes().GetRsi();
        Assert.Contains("2015-01-01", Assert.Throws<ArgumentException>(() => results.ToFeatureTable(Prices.Slice(1..), "rsi14")).Message);
    }

    [Fact]
    public void Columns_JoinATableOfOurs()
    {
        var table = AllIndicators.Of(Prices);
        var joined = table.With("ulcer", Prices.ToQuotes().GetUlcerIndex().ToFeatureTable(Prices, "ulcer").Column("ulcer"));
        Assert.Equal(table.Features + 1, joined.Features);
    }
}
