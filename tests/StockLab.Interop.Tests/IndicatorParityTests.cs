using Skender.Stock.Indicators;
using StockLab.Market;

namespace StockLab.Interop.Tests;

/// <summary>Every row of the parity table says what is so, on walks and on the sample market.</summary>
public sealed class IndicatorParityTests
{
    private static readonly PriceSeries[] Series = [Invented.Walk(900, 11), Invented.Walk(900, 12), .. Sample()];

    public static TheoryData<string> Indicators => [.. IndicatorParity.Table.Rows.Select(row => row.Indicator)];

    [Theory]
    [MemberData(nameof(Indicators))]
    public void Row_SaysWhatIsSo(string indicator)
    {
        var row = IndicatorParity.Table.Rows.Single(row => row.Indicator == indicator);
        foreach (var prices in Series)
        {
            var (ours, theirs) = (row.OurValues(prices), row.TheirValues(prices.ToQuotes()));
            Assert.Equal(ours.Length, theirs.Length);
            switch (row.Agreement)
            {
                case Agreement.Same:
                    Agree(ours, theirs, from: 0, indicator);
                    break;
                case Agreement.ByConvention:
                    Assert.False(AreEqual(ours, theirs), $"{indicator} agrees without its convention");
                    Agree(row.Adapted!(prices), theirs, from: 0, indicator);
                    break;
                default:
                    Assert.False(AreEqual(ours, theirs), $"{indicator} agrees from the first day");
                    Assert.True(row.SettledAfter < prices.Count - 100, "too short a series proves nothing");
                    Agree(ours, theirs, row.SettledAfter, indicator);
                    break;
            }
        }
    }

    [Fact]
    public void TheSeedOfAnEma_DiesAway_ByItsFactorADay()
    {
        foreach (var prices in Series)
        {
            var (ours, theirs) = (Ema.Of(prices.Close.AsSpan(), 12), prices.ToQuotes().GetEma(12).Select(result => result.Ema ?? double.NaN).ToArray());
            // From the first day that both have: d(t+1) = d(t) (N-1)/(N+1), to the last digits of the prices.
            for (var day = 11; day < 40; day++)
                Assert.Equal((ours[day] - theirs[day]) * 11 / 13, ours[day + 1] - theirs[day + 1], 1e-9 * prices.Close[day]);
        }
    }

    [Fact]
    public void TheBands_OfThePopulation_AreNarrowerByARoot()
    {
        var prices = Series[0];
        var ours = BollingerBands.Of(prices.Close.AsSpan());
        foreach (var (result, day) in prices.ToQuotes().GetBollingerBands().Select((result, day) => (result, day)).Skip(19))
            Assert.Equal((ours.Upper[day] - ours.Middle[day]) * Math.Sqrt(19.0 / 20), result.UpperBand!.Value - result.Sma!.Value, 1e-8);
    }

    [Fact]
    public void WhereNothingMoves_TheyPart_AsTheTableSays()
    {
        var flat = PriceSeries.FromBars("FLAT", Invented.Origin, [.. Enumerable.Range(0, 40).Select(day => new Bar(new DateOnly(2024, 1, 1).AddDays(day), 10, 10, 10, 10, 5))]);
        Assert.All(Rsi.Of(flat.Close.AsSpan()), value => Assert.True(double.IsNaN(value)));
        Assert.Equal(100, flat.ToQuotes().GetRsi().Last().Rsi);
        Assert.True(double.IsNaN(Mfi.Of(flat.High.AsSpan(), flat.Low.AsSpan(), flat.Close.AsSpan(), flat.Volume.AsSpan())[^1]));
        Assert.Equal(100, flat.ToQuotes().GetMfi().Last().Mfi);
        Assert.True(double.IsNaN(Stochastic.Fast(flat.High.AsSpan(), flat.Low.AsSpan(), flat.Close.AsSpan()).K[^1]));
        Assert.Equal(0, flat.ToQuotes().GetStoch(14, 3, 1).Last().Oscillator);
    }

    [Fact]
    public void WhereNothingMoves_EveryRowThatParts_SaysSo_AndNoOther()
    {
        var flat = PriceSeries.FromBars("FLAT", Invented.Origin, [.. Enumerable.Range(0, 400).Select(day => new Bar(new DateOnly(2024, 1, 1).AddDays(day), 10, 10, 10, 10, 5))]);
        var parting = IndicatorParity.Table.Rows.Where(row => !AreEqual((row.Adapted ?? row.OurValues)(flat), row.TheirValues(flat.ToQuotes()))).Select(row => row.Indicator);
        Assert.Equal(parting, IndicatorParity.Table.Rows.Where(row => row.Convention.Contains(" Where ") || row.Convention.StartsWith("Where ")).Select(row => row.Indicator));
    }

    [Fact]
    public void EveryIndicatorOfOurs_IsInTheTable_OrHasNoCounterpart()
    {
        string[] only = [nameof(HighLowDifference), nameof(LogReturns), nameof(RollingVolatility), nameof(SimpleRsi)];
        var ours = typeof(Rsi).Assembly.GetExportedTypes()
            .Where(type => type.GetMethod("Add") is not null && type.GetMethods().Any(method => method.IsStatic && method.GetParameters() is [var first, ..] && first.ParameterType == typeof(ReadOnlySpan<double>)))
            .Select(type => type.Name);
        Assert.Equal(ours.Order(StringComparer.Ordinal), IndicatorParity.Table.Rows.Select(row => row.Ours.Split('.')[0]).Distinct().Concat(only).Order(StringComparer.Ordinal));
        Assert.All(IndicatorParity.Table.Rows, row => Assert.NotEmpty(typeof(Rsi).Assembly.GetType($"StockLab.Market.{row.Ours.Split('.')[0]}")!.GetMember(row.Ours.Split('.')[1])));
        Assert.All(IndicatorParity.Table.Rows, row => Assert.NotEmpty(typeof(Indicator).GetMember(row.Theirs.Split('(')[0])));
    }

    [Fact]
    public void TheTable_ShowsEveryRow()
    {
        var text = IndicatorParity.Table.ToDisplay().ToText();
        Assert.All(IndicatorParity.Table.Rows, row => Assert.Contains(row.Indicator, text));
    }

    private static bool AreEqual(double[] ours, double[] theirs) => ours.Zip(theirs).All(pair => double.IsNaN(pair.First) == double.IsNaN(pair.Second) && !(Math.Abs(pair.First - pair.Second) > Tolerance(pair.Second)));

    private static void Agree(double[] ours, double[] theirs, int from, string indicator)
    {
        for (var day = from; day < ours.Length; day++)
        {
            Assert.True(double.IsNaN(ours[day]) == double.IsNaN(theirs[day]), $"{indicator}, day {day}: ours is {ours[day]}, theirs {theirs[day]}");
            Assert.False(Math.Abs(ours[day] - theirs[day]) > Tolerance(theirs[day]), $"{indicator}, day {day}: ours is {ours[day]:R}, theirs {theirs[day]:R}");
        }
    }

    /// <summary>Nine digits of what a value is made of; quotes are decimal and keep fifteen of a price.</summary>
    private static double Tolerance(double value) => 1e-7 + (1e-9 * Math.Abs(value));

    private static IEnumerable<PriceSeries> Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Notebooks.sln")))
            folder = folder.Parent;
        if (folder is null)
            return [];
        var prices = new PriceFolder(Path.Combine(folder.FullName, "data", "sample"));
        return [.. prices.Symbols.Select(symbol => prices.Read(symbol)).Where(series => series.Count > 700 && series.Volume.All(double.IsFinite) && series.Open.All(double.IsFinite) && series.Close.All(double.IsFinite))];
    }
}
