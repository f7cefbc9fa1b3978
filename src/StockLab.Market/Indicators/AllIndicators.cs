namespace StockLab.Market;

/// <summary>Every indicator of the library with its default settings, as one table of columns over a price series.</summary>
/// <remarks>The columns of <see cref="S0Table"/> come first, by S0's names; the others follow in <c>snake_case</c>, the window in the name.</remarks>
public static class AllIndicators
{
    /// <summary>Computes all indicators. An indicator is NaN until its first full window; nothing is dropped.</summary>
    public static FeatureTable Of(PriceSeries prices) => Beside(S0Features.Of(prices).Select([.. S0Table.Names]), prices);

    /// <summary>The whole table of <see cref="S0Features"/>, prices and indices included, and all other indicators after it.</summary>
    /// <param name="prices">The share.</param>
    /// <param name="sp500">The S&amp;P 500; its column is left out when null.</param>
    /// <param name="kospi">The KOSPI; its column is left out when null.</param>
    /// <exception cref="PriceDataException">The share and an index have no day in common.</exception>
    public static FeatureTable WithPrices(PriceSeries prices, PriceSeries? sp500 = null, PriceSeries? kospi = null) => Beside(S0Features.Of(prices, sp500, kospi), prices);

    private static FeatureTable Beside(FeatureTable s0, PriceSeries prices)
    {
        var high = prices.High.AsSpan();
        var low = prices.Low.AsSpan();
        var close = prices.Close.AsSpan();
        var volume = prices.Volume.AsSpan();

        var macd = Macd.Of(close);
        var slow = Stochastic.Slow(high, low, close);
        var adx = Adx.Of(high, low, close);
        var donchian = DonchianChannel.Of(high, low);
        var keltner = KeltnerChannel.Of(high, low, close);
        (string Name, double[] Values)[] columns =
        [
            .. s0.Names.Select(name => (name, s0.Column(name))),
            ("ema12", Ema.Of(close, 12)), ("ema26", Ema.Of(close, 26)), ("wma10", Wma.Of(close, 10)),
            ("macd", macd.Line), ("macd_signal", macd.Signal), ("macd_histogram", macd.Histogram),
            ("rsi_wilder14", Rsi.Of(close)), ("slow_k14", slow.K), ("slow_d14", slow.D), ("williams_r14", WilliamsR.Of(high, low, close)),
            ("true_range", TrueRange.Of(high, low, close)), ("atr14", Atr.Of(high, low, close)),
            ("plus_di14", adx.PlusDi), ("minus_di14", adx.MinusDi), ("adx14", adx.Adx),
            ("cci20", Cci.Of(high, low, close)), ("obv", Obv.Of(close, volume)), ("roc10", Roc.Of(close)), ("mfi14", Mfi.Of(high, low, close, volume)),
            ("donchian_upper20", donchian.Upper), ("donchian_middle20", donchian.Middle), ("donchian_lower20", donchian.Lower),
            ("keltner_upper20", keltner.Upper), ("keltner_middle20", keltner.Middle), ("keltner_lower20", keltner.Lower),
            ("log_return", LogReturns.Of(close)), ("volatility20", RollingVolatility.Of(close)),
        ];

        var values = new double[prices.Count * columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            for (var row = 0; row < prices.Count; row++)
                values[row * columns.Length + c] = columns[c].Values[row];
        }
        return new FeatureTable(prices.Symbol, prices.Origin, prices.Dates, [.. columns.Select(column => column.Name)], values);
    }
}
