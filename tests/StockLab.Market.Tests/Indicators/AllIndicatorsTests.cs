namespace StockLab.Market.Tests;

public sealed class AllIndicatorsTests
{
    [Fact]
    public void EveryColumn_StandsUnderItsName_ForEveryDay()
    {
        var p = Ohlcv.Random(8, 200);
        var table = AllIndicators.Of(new PriceSeries("TEST", Invented.Origin, Invented.Days(200), [.. p.Open], [.. p.High], [.. p.Low], [.. p.Close], [.. p.Volume]));
        Assert.Equal(200, table.Rows);
        Assert.Equal(S0Table.Names, table.Names[..S0Table.Names.Length]);
        Assert.Equal(SimpleRsi.Of(p.Close), table.Column("rsi"));
        Assert.Equal(Rsi.Of(p.Close), table.Column("rsi_wilder14"));
        Assert.Equal(Adx.Of(p.High, p.Low, p.Close).Adx, table.Column("adx14"));
        Assert.Equal(RollingVolatility.Of(p.Close, 20), table.Column("volatility20"));
        Assert.All(table.Names, name => Assert.True(double.IsFinite(table[199, name]), name));
    }

    [Fact]
    public void PricesAndIndices_StandWhereS0HasThem()
    {
        var market = SampleMarket.Generate(to: new(2015, 6, 30));
        var (share, index) = (market["SIM001"], market[SampleMarket.Index]);
        var table = AllIndicators.WithPrices(share, sp500: index, kospi: index);
        Assert.Equal(S0Features.Of(share, index, index).Names, table.Names[..20]);
        Assert.Equal(AllIndicators.Of(share).Names, table.Names.Except(["Open", "High", "Low", "Close", "Volume", "S&P500", "Kospi"]));
        Assert.Equal(index.Close[50], table[50, "Kospi"]);
        Assert.Equal(index.Close[49], table[50, "S&P500"]);
    }
}
