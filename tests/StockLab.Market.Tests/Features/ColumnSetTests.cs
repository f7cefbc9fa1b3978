using StockLab.Market;

namespace StockLab.Market.Tests;

public class ColumnSetTests
{
    [Fact]
    public void NamedSets_AreThoseOfTheSource()
    {
        Assert.Equal(
            ["M1: ma10", "DU: high_low_diff,bb_upper", "M1SP: ma10,S&P500", "M2VM: ma20,volume_ma5", "SPU: S&P500,bb_upper", "M1K: ma10,%K", "M2SP: ma20,S&P500", "KOU: Kospi,bb_upper"],
            ColumnSet.Named.Select(set => $"{set.Name}: {string.Join(',', set.Extra)}"));
        Assert.Equal(7, ColumnSet.Final.Length);
        Assert.DoesNotContain(ColumnSet.Final, set => set.Name == "M2VM");
        Assert.Equal(["Close", "Open", "High", "Low", "Volume", "ma10"], ColumnSet.Of("M1").Columns);
    }

    [Fact]
    public void UnknownSet_GetsTheNamesThereAre() => Assert.Contains("M1SP", Assert.Throws<ArgumentException>(() => ColumnSet.Of("M3")).Message);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 14)]
    [InlineData(2, 91)]
    [InlineData(3, 364)]
    [InlineData(14, 1)]
    public void Combinations_AreAllSubsetsOfASize(int size, int count)
    {
        var sets = ColumnSet.Combinations(size).ToList();
        Assert.Equal(count, sets.Count);
        Assert.Equal(count, sets.Select(set => set.Name).Distinct().Count());
        Assert.All(sets, set => Assert.Equal(size, set.Extra.Distinct().Count()));
    }

    [Fact]
    public void Combinations_ChooseFromTheNamedColumns() => Assert.Equal(["ma5+rsi", "ma5+%K", "rsi+%K"], ColumnSet.Combinations(2, "ma5", "rsi", "%K").Select(set => set.Name));

    [Fact]
    public void EverySet_ComesOutOfTheFullTable_WithoutGaps()
    {
        var market = SampleMarket.Generate(to: new(2016, 12, 31));
        var features = S0Features.Of(market["SIM001"], sp500: market["SIM002"], kospi: market[SampleMarket.Index]);
        Assert.Equal(["Open", "High", "Low", "Close", "Volume", "Change", .. ColumnSet.AllExtra], features.Names);
        Assert.Equal(["Open", "High", "Low", "Close", "Volume", .. S0Table.Names], S0Features.Of(market["SIM001"]).Names);
        foreach (var set in ColumnSet.Named.Concat(ColumnSet.Combinations(1)))
        {
            var table = set.From(features);
            Assert.Equal(set.Columns, table.Names);
            Assert.InRange(table.Rows, features.Rows - 20, features.Rows);
            _ = new Windows(table, 10, "Close", "High", "Low");           // accepts no missing value
        }
        Assert.Equal(features.Rows - 9, ColumnSet.Of("M1").From(features).Rows);
    }

    [Fact]
    public void SetWithoutItsIndex_SaysWhichColumnIsMissing()
        => Assert.Contains("'Kospi'", Assert.Throws<ArgumentException>(() => ColumnSet.Of("KOU").From(S0Features.Of(SampleMarket.Generate(to: new(2015, 6, 30))["SIM001"]))).Message);

    [Fact]
    public void HonestTable_SeesTheAmericanCloseOfTheDayBefore_AndTheFaithfulOneThatOfItsOwnDay()
    {
        var market = SampleMarket.Generate(to: new(2015, 12, 31));
        var (stock, index) = (market["SIM001"], market["SIM002"]);
        var (honest, faithful) = (S0Features.Of(stock, sp500: index), S0Features.Of(stock, sp500: index, sameDay: true));
        Assert.True(double.IsNaN(honest[0, "S&P500"]));
        Assert.Equal(index.Close[49], honest[50, "S&P500"]);
        Assert.Equal(index.Close[50], faithful[50, "S&P500"]);
    }

    [Fact]
    public void FutureRows_ChangeNoEarlierFeature()
    {
        const int known = 60;
        var market = SampleMarket.Generate(to: new(2015, 6, 30));
        var other = SampleMarket.Generate(seed: 5, to: new(2015, 6, 30));
        var random = new Random(1);
        for (var trial = 0; trial < 20; trial++)
        {
            var cut = random.Next(known, 110);
            var (a, b) = (Features(market, market, cut), Features(market, other, cut));
            Assert.True(Bits(a, cut).SequenceEqual(Bits(b, cut)), $"rows before {cut} differ");
            Assert.False(Bits(a, a.Rows).SequenceEqual(Bits(b, b.Rows)));
        }

        // The market up to a row, then another one.
        static FeatureTable Features(SampleMarket first, SampleMarket then, int cut)
        {
            PriceSeries Spliced(string symbol) => PriceSeries.FromBars(
                symbol, first[symbol].Origin, [.. Enumerable.Range(0, first[symbol].Count).Select(i => i < cut ? first[symbol][i] : then[symbol][i])]);
            var table = S0Features.Of(Spliced("SIM001"), sp500: Spliced("SIM002"), kospi: Spliced("SIMIDX"));
            foreach (var more in new[] { table.SimpleReturns(), table.LogReturns(), table.Differences() })
                table = table.With($"return {table.Features}", more.Column("Close"));
            var unscaled = table;
            foreach (IScaler scaler in new IScaler[] { MinMaxScaler.Fit(unscaled, ..known), StandardScaler.Fit(unscaled, ..known), RobustScaler.Fit(unscaled, ..known) })
                table = table.With($"scaled {table.Features}", scaler.Transform(unscaled).Column("ma10"));
            return table;
        }

        static long[] Bits(FeatureTable table, int rows) => [.. table.Values[..(rows * table.Features)].ToArray().Select(BitConverter.DoubleToInt64Bits)];
    }
}
