using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Market.Tests;

/// <summary>What holds for every indicator, over random series.</summary>
public sealed class IndicatorPropertiesTests
{
    public static TheoryData<string> Names => Indicator.Names;

    /// <summary>A past and two different futures of it, each with and without missing, zero, infinite and repeated values.</summary>
    private sealed record Futures(Ohlcv Past, Ohlcv Future, Ohlcv OtherFuture)
    {
        internal static Arbitrary<Futures> Arbitrary { get; } = (
            from seed in Gen.Choose(0, int.MaxValue - 2)
            from past in Gen.Choose(0, 150)
            from future in Gen.Choose(1, 40)
            from awkward in Gen.Elements(true, false)
            select new Futures(Ohlcv.Random(seed, past, awkward), Ohlcv.Random(seed + 1, future, awkward), Ohlcv.Random(seed + 2, future, !awkward))).ToArbitrary();

        public override string ToString() => $"past {Past.Rows} rows, future {Future.Rows} rows, close [{string.Join(", ", Past.Close)}]";
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EarlierValues_AreBitIdentical_WhateverTheFuture(string name)
    {
        var indicator = Indicator.Named(name);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Futures.Arbitrary, futures =>
        {
            var known = indicator.Batch(futures.Past);
            var one = indicator.Batch(futures.Past.Then(futures.Future));
            var other = indicator.Batch(futures.Past.Then(futures.OtherFuture));
            return Same(known, one, futures.Past.Rows) && Same(known, other, futures.Past.Rows);
        }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Streaming_GivesTheBitsOfTheBatch(string name)
    {
        var indicator = Indicator.Named(name);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Futures.Arbitrary, futures =>
        {
            var prices = futures.Past.Then(futures.Future);
            return Same(indicator.Batch(prices), indicator.Streamed(prices), prices.Rows);
        }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_DoNotDependOnWhatLiesBeforeAMissingStretch(string name)
    {
        // Windowed and Wilder's indicators forget; a running total and an exponential average do not, by definition.
        if (name.StartsWith("ema", StringComparison.Ordinal) || name.StartsWith("macd", StringComparison.Ordinal) || name.StartsWith("keltner", StringComparison.Ordinal) || name == "obv")
            return;
        var indicator = Indicator.Named(name);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Futures.Arbitrary, futures =>
        {
            var hole = Array.ConvertAll(new double[300], _ => double.NaN);
            var afterOne = indicator.Batch(futures.Past.Then(new Ohlcv(hole, hole, hole, hole, hole)).Then(futures.Future));
            var afterOther = indicator.Batch(futures.OtherFuture.Then(new Ohlcv(hole, hole, hole, hole, hole)).Then(futures.Future));
            return SameTail(afterOne, afterOther, futures.Future.Rows);
        }));
    }

    [Fact]
    public void Oscillators_StayWithinTheirBounds()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var p = Ohlcv.Random(seed, 200);
            var awkward = Ohlcv.Random(seed, 200, awkward: true).Close;
            var (plus, minus, adx) = Adx.Of(p.High, p.Low, p.Close);
            return Within(0, 100, Rsi.Of(awkward), SimpleRsi.Of(awkward), Rsi.Of(p.Close, 2), SimpleRsi.Of(p.Close, 2))
                && Within(0, 100, Stochastic.Fast(p.High, p.Low, p.Close).K, Mfi.Of(p.High, p.Low, p.Close, p.Volume), plus, minus, adx)
                && Within(-100, 0, WilliamsR.Of(p.High, p.Low, p.Close))
                && Within(0, double.MaxValue, Atr.Of(p.High, p.Low, p.Close), StandardDeviation.Of(p.Close, 20), RollingVolatility.Of(p.Close));
        }));
    }

    [Fact]
    public void Bands_LieInOrder_AndAChannelHoldsItsDay()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var p = Ohlcv.Random(seed, 120);
            var donchian = DonchianChannel.Of(p.High, p.Low, 10);
            var bands = new[] { BollingerBands.Of(p.Close), donchian, KeltnerChannel.Of(p.High, p.Low, p.Close) };
            var ordered = bands.All(band => Enumerable.Range(0, 120).All(i =>
                double.IsNaN(band.Upper[i]) || (band.Lower[i] <= band.Middle[i] && band.Middle[i] <= band.Upper[i])));
            return ordered && Enumerable.Range(9, 111).All(i => donchian.Lower[i] <= p.Low[i] && p.High[i] <= donchian.Upper[i]);
        }));
    }

    private static bool Within(double least, double most, params double[][] columns) => columns.All(column =>
        column.All(value => double.IsNaN(value) || (value >= least && value <= most)));

    private static bool Same(double[][] a, double[][] b, int rows) => a.Zip(b).All(pair => Bits(pair.First.AsSpan(0, rows), pair.Second.AsSpan(0, rows)));

    private static bool SameTail(double[][] a, double[][] b, int rows) => a.Zip(b).All(pair => Bits(pair.First.AsSpan()[^rows..], pair.Second.AsSpan()[^rows..]));

    private static bool Bits(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            // A NaN's sign and payload carry no information and differ between instruction sets; every other bit counts.
            if (BitConverter.DoubleToInt64Bits(a[i]) != BitConverter.DoubleToInt64Bits(b[i]) && !(double.IsNaN(a[i]) && double.IsNaN(b[i])))
                return false;
        }
        return true;
    }
}
