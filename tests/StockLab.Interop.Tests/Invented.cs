using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Interop.Tests;

/// <summary>Made-up prices: reasonable ones for the indicators, unreasonable ones for the round trips.</summary>
internal static class Invented
{
    private static readonly double[] Odd = [0, -0.0, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 1e-300, 123456789.123456789, 9007199254740993];

    public static PriceOrigin Origin { get; } = new("invented", IsGenerated: true);

    /// <summary>Any series of 0 to 200 days, with any numbers.</summary>
    public static Arbitrary<PriceSeries> AnySeries { get; } = Gen.Choose(0, int.MaxValue).Select(Series).ToArbitrary();

    /// <summary>Prices that go at random, highs above lows, one row a day.</summary>
    public static PriceSeries Walk(int days, int seed)
    {
        var random = new Random(seed);
        var close = 100.0;
        var bars = new List<Bar>();
        for (var i = 0; i < days; i++)
        {
            var open = close;
            close *= Math.Exp(0.02 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            var (high, low) = (Math.Max(open, close) * (1 + (0.01 * random.NextDouble())), Math.Min(open, close) * (1 - (0.01 * random.NextDouble())));
            bars.Add(new(new DateOnly(2015, 1, 1).AddDays(i), Math.Round(open, 4), Math.Round(high, 4), Math.Round(low, 4), Math.Round(close, 4), random.Next(1, 10_000_000)));
        }
        return PriceSeries.FromBars("WALK", Origin, bars);
    }

    private static PriceSeries Series(int seed)
    {
        var random = new Random(seed);
        var days = random.Next(4) == 0 ? random.Next(3) : random.Next(200);
        ImmutableArray<double> Column() => [.. Enumerable.Range(0, days).Select(_ => random.Next(3) == 0 ? Odd[random.Next(Odd.Length)] : BitConverter.Int64BitsToDouble(random.NextInt64()))];
        var dates = Enumerable.Range(0, days).Select(_ => random.Next(DateOnly.MaxValue.DayNumber)).Distinct().Order().Select(DateOnly.FromDayNumber).ToImmutableArray();
        days = dates.Length;
        return new PriceSeries("ANY", Origin, dates, Column(), Column(), Column(), Column(), Column(), random.Next(2) == 0 ? Column() : null);
    }

    /// <summary>Whether two columns are the same to the bit; any NaN is a missing value, whatever its bits.</summary>
    public static bool Same(IReadOnlyList<double> a, IReadOnlyList<double> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => double.IsNaN(pair.First) ? double.IsNaN(pair.Second) : BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second));
}
