namespace StockLab.Market.Tests;

/// <summary>What the forms of an indicator promise beside their values.</summary>
public sealed class IndicatorFormsTests
{
    private static readonly Ohlcv Prices = Ohlcv.Random(1, 300);

    [Fact]
    public void Rsi_IsNaN_UntilTheFirstFullWindow()
    {
        Assert.All(Rsi.Of(Prices.Close, 14)[..14], rsi => Assert.True(double.IsNaN(rsi)));
        Assert.All(Rsi.Of(Prices.Close, 14)[14..], rsi => Assert.True(double.IsFinite(rsi)));
        Assert.All(SimpleRsi.Of(Prices.Close, 14)[..14], rsi => Assert.True(double.IsNaN(rsi)));
        Assert.All(SimpleRsi.Of(Prices.Close, 14)[14..], rsi => Assert.True(double.IsFinite(rsi)));
    }

    [Fact]
    public void Adx_BeginsOnDay2NMinus1_AndItsDirectionsOnDayN()
    {
        var (plus, minus, adx) = Adx.Of(Prices.High, Prices.Low, Prices.Close, 14);
        Assert.Equal(14, Array.FindIndex(plus, double.IsFinite));
        Assert.Equal(14, Array.FindIndex(minus, double.IsFinite));
        Assert.Equal(27, Array.FindIndex(adx, double.IsFinite));
    }

    [Fact]
    public void Macd_SignalBegins_WhenItHasSeenItsNumberOfLines()
    {
        var (line, signal, histogram) = Macd.Of(Prices.Close);
        Assert.Equal(25, Array.FindIndex(line, double.IsFinite));
        Assert.Equal(33, Array.FindIndex(signal, double.IsFinite));
        Assert.Equal(33, Array.FindIndex(histogram, double.IsFinite));
    }

    [Fact]
    public void Bands_OfBollinger_AreNarrowerThanThoseOfASample()
    {
        var (upper, middle, _) = BollingerBands.Of(Prices.Close);
        var (own, _, _) = BollingerBands.Of(Prices.Close, degreesLost: 0);
        for (var i = 19; i < Prices.Rows; i++)
            Assert.Equal(Math.Sqrt(19.0 / 20), (own[i] - middle[i]) / (upper[i] - middle[i]), 12);
    }

    [Fact]
    public void AMissingValue_LeavesTheAverage_WithItsWindow()
    {
        double[] values = [1, 2, double.NaN, 4, 5, 6, double.PositiveInfinity, 8, 9, 10];
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 5, double.NaN, double.NaN, double.NaN, 9], Sma.Of(values, 3));
    }

    [Fact]
    public void AConstantPrice_HasNoDeviation_NoStrength_AndNoPosition()
    {
        var flat = Enumerable.Repeat(0.1, 100).ToArray();   // 0.1 is not a binary fraction: sums of it round
        Assert.All(StandardDeviation.Of(flat, 20)[19..], sd => Assert.Equal(0, sd));
        Assert.All(Sma.Of(flat, 7)[6..], mean => Assert.Equal(0.1, mean));
        Assert.All(Wma.Of(flat, 7)[6..], mean => Assert.Equal(0.1, mean));
        Assert.All(Ema.Of(flat, 7)[6..], mean => Assert.Equal(0.1, mean));
        Assert.All(SimpleRsi.Of(flat).Concat(Rsi.Of(flat)).Concat(Cci.Of(flat, flat, flat)).Concat(WilliamsR.Of(flat, flat, flat)), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void ARollingSum_DoesNotRememberALargeValue_ThatHasLeft()
    {
        var values = Enumerable.Range(0, 200).Select(i => i == 20 ? 1e18 : 1 + 0.01 * i).ToArray();
        var without = values.Select((value, i) => i == 20 ? 1 : value).ToArray();
        Assert.Equal(Sma.Of(without, 10)[30..], Sma.Of(values, 10)[30..]);
        Assert.Equal(StandardDeviation.Of(without, 10)[30..], StandardDeviation.Of(values, 10)[30..]);
        Assert.Equal(SimpleRsi.Of(without, 10)[31..], SimpleRsi.Of(values, 10)[31..]);
    }

    [Fact]
    public void AnOutput_MayTakeTheInputsPlace()
    {
        var pairs = new (Action<double[]> InPlace, double[] Apart)[]
        {
            (v => Sma.Of(v, 20, v), Sma.Of(Prices.Close, 20)),
            (v => Momentum.Of(v, 10, v), Momentum.Of(Prices.Close, 10)),
            (v => SimpleRsi.Of(v, 14, v), SimpleRsi.Of(Prices.Close, 14)),
            (v => RollingVolatility.Of(v, 20, v), RollingVolatility.Of(Prices.Close, 20)),
            (v => Ema.Of(v, 9, v), Ema.Of(Prices.Close, 9)),
            (v => Rsi.Of(v, 14, v), Rsi.Of(Prices.Close, 14)),
        };
        foreach (var (inPlace, apart) in pairs)
        {
            var values = Prices.Close.ToArray();
            inPlace(values);
            Assert.Equal(apart, values);
        }
    }

    [Fact]
    public void AnOutput_ShiftedAgainstItsInput_IsRefused()
    {
        var memory = new double[101];
        var refusal = Assert.Throws<ArgumentException>(() => Sma.Of(memory.AsSpan(1), 5, memory.AsSpan(0, 100)));
        Assert.Contains("overlaps", refusal.Message);
    }

    [Fact]
    public void AnOutput_ThatWouldOverwriteAnInputStillNeeded_IsRefused()
    {
        var (_, h, l, c, v) = Prices;
        var (x, y) = (new double[Prices.Rows], new double[Prices.Rows]);
        foreach (var overwrite in new Action[]
                 {
                     () => Stochastic.Of(h, l, c, l, x), () => Stochastic.Of(h, l, c, x, c), () => Stochastic.Of(h, l, c, x, x), () => WilliamsR.Of(h, l, c, 14, l),
                     () => Mfi.Of(h, l, c, v, 14, v), () => DonchianChannel.Of(h, l, l, x, y), () => DonchianChannel.Of(h, l, x, y, x), () => BollingerBands.Of(c, x, c, y),
                 })
            Assert.Contains("give a span of its own", Assert.Throws<ArgumentException>(overwrite).Message);
    }

    [Fact]
    public void AWrongLength_OrAnEmptyWindow_IsRefusedByName()
    {
        Assert.Contains("window is 0 days", Assert.Throws<ArgumentOutOfRangeException>(() => Sma.Of(Prices.Close, 0)).Message);
        Assert.Contains("99 rows", Assert.Throws<ArgumentException>(() => Ema.Of(Prices.Close, 5, new double[99])).Message);
        Assert.Contains("low.Length", Assert.Throws<ArgumentException>(() => Atr.Of(Prices.High, Prices.Low[1..], Prices.Close)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rsi(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Momentum(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RollingVolatility.Of(Prices.Close, 1));
    }

    [Fact]
    public void Batch_AndStream_AllocateNothing()
    {
        var (o, h, l, c, v) = Prices;
        var table = new S0Table(Prices.Rows);
        var (x, y, z) = (new double[Prices.Rows], new double[Prices.Rows], new double[Prices.Rows]);
        var stream = new S0Stream();
        var bar = Prices[0];
        var work = () =>
        {
            table.Compute(o, h, l, c, v);
            for (var i = 0; i < 100; i++)
                stream.Add(bar);
            Ema.Of(c, 12, x);
            Wma.Of(c, 12, x);
            Rsi.Of(c, 14, x);
            Macd.Of(c, x, y, z);
            Adx.Of(h, l, c, x, y, z);
            Atr.Of(h, l, c, 14, x);
            Cci.Of(h, l, c, 20, x);
            Obv.Of(c, v, x);
            Mfi.Of(h, l, c, v, 14, x);
            WilliamsR.Of(h, l, c, 14, x);
            Stochastic.Of(h, l, c, x, y, slowing: 3);
            DonchianChannel.Of(h, l, x, y, z, 100);
            KeltnerChannel.Of(h, l, c, x, y, z);
            RollingVolatility.Of(c, 20, x);
        };
        Assert.Equal(0, Allocation.Of(work));
    }
}
