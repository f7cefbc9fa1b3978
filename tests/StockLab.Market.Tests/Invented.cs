using System.Collections.Immutable;
using StockLab.Market;

namespace StockLab.Market.Tests;

/// <summary>Small series and tables with values that a test can work out by head.</summary>
internal static class Invented
{
    internal static readonly PriceOrigin Origin = new("a test", IsGenerated: true);

    internal static ImmutableArray<DateOnly> Days(int count) => [.. Enumerable.Range(0, count).Select(day => new DateOnly(2020, 1, 1).AddDays(day))];

    /// <summary>A series whose Close is given; Open = Close, High = Close + 1, Low = Close − 1, Volume = 100.</summary>
    internal static PriceSeries Series(params double[] close) => new(
        "TEST", Origin, Days(close.Length), [.. close], [.. close.Select(c => c + 1)], [.. close.Select(c => c - 1)], [.. close], [.. close.Select(_ => 100.0)]);

    /// <summary>A table in which the value in row r of column c is 10 r + c.</summary>
    internal static FeatureTable Table(int rows, params string[] names) => new(
        "TEST", Origin, Days(rows), [.. names], [.. Enumerable.Range(0, rows * names.Length).Select(i => (10.0 * (i / names.Length)) + (i % names.Length))]);
}
