namespace StockLab.Market.Tests;

/// <summary>The S0 table beside its parts.</summary>
public sealed class S0TableTests
{
    private static readonly Ohlcv Prices = Ohlcv.Random(3, 400);

    [Fact]
    public void EveryColumn_IsTheIndicatorOfItsName()
    {
        var (o, h, l, c, v) = Prices;
        var table = S0Table.Of(o, h, l, c, v);
        var (k, d) = Stochastic.Fast(h, l, c, 14, 3);
        var (upper, middle, lower) = BollingerBands.Of(c, 20, 2);
        double[][] parts =
        [
            Change.Of(c), Sma.Of(c, 5), Sma.Of(c, 10), Sma.Of(c, 20), SimpleRsi.Of(c, 14), k, d, upper, middle, lower,
            Sma.Of(v, 5), Momentum.Of(c, 10), HighLowDifference.Of(h, l),
        ];
        Assert.Equal(["Change", "ma5", "ma10", "ma20", "rsi", "%K", "%D", "bb_upper", "bb_sma", "bb_lower", "volume_ma5", "momentum", "high_low_diff"], S0Table.Names);
        for (var column = 0; column < parts.Length; column++)
        {
            Assert.Equal(parts[column], table[column]);
            Assert.Equal(parts[column], table[S0Table.Names[column]]);
        }
    }

    [Fact]
    public void Compute_LeavesNothingOfTheTableBefore()
    {
        var other = Ohlcv.Random(4, 400, awkward: true);
        var table = S0Table.Of(other.Open, other.High, other.Low, other.Close, other.Volume);
        table.Compute(Prices.Open, Prices.High, Prices.Low, Prices.Close, Prices.Volume);
        var fresh = S0Table.Of(Prices.Open, Prices.High, Prices.Low, Prices.Close, Prices.Volume);
        Assert.All(S0Table.Names, name => Assert.Equal(fresh[name].ToArray(), table[name].ToArray()));
    }

    [Fact]
    public void AnUnknownColumn_IsRefused_WithTheNamesThereAre()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new S0Table(1)["ma7"].Length);
        Assert.Contains("'ma7'", refusal.Message);
        Assert.Contains("ma5, ma10, ma20", refusal.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new S0Table(1)[13].Length);
    }

    [Fact]
    public void AColumnOfAnotherLength_IsRefused() =>
        Assert.Contains("volume.Length", Assert.Throws<ArgumentException>(() => S0Table.Of([1], [1], [1], [1], [1, 2])).Message);
}
