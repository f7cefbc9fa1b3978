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
}
