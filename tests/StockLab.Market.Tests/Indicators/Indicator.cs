namespace StockLab.Market.Tests;

/// <summary>One indicator with one choice of settings, in its two forms, and the names that indicators.py gives its columns.</summary>
/// <param name="Columns">A name for each column of the outcome.</param>
/// <param name="Batch">All rows at once: one array a column.</param>
/// <param name="Stream">Makes the streaming form: bar in, one value a column out.</param>
internal sealed record Indicator(string[] Columns, Func<Ohlcv, double[][]> Batch, Func<Func<Bar, double[]>> Stream)
{
    public override string ToString() => Columns[0];

    /// <summary>Every indicator, with the default settings and with some that take another path: windows of 1, longer than the data, and longer than a
    /// pass.</summary>
    internal static IReadOnlyList<Indicator> All { get; } = [.. Every()];

    internal static TheoryData<string> Names => [.. All.Select(indicator => indicator.Columns[0])];

    internal static Indicator Named(string name) => All.Single(indicator => indicator.Columns[0] == name);

    /// <summary>The streaming form over all rows, one array a column.</summary>
    internal double[][] Streamed(Ohlcv prices)
    {
        var add = Stream();
        var columns = Array.ConvertAll(Columns, _ => new double[prices.Rows]);
        for (var i = 0; i < prices.Rows; i++)
        {
            var values = add(prices[i]);
            for (var c = 0; c < columns.Length; c++)
                columns[c][i] = values[c];
        }
        return columns;
    }

    private static Indicator Of(string column, Func<Ohlcv, double[]> batch, Func<Func<Bar, double>> stream) => new(
        [column],
        prices => [batch(prices)],
        () =>
        {
            var add = stream();
            return bar => [add(bar)];
        });

    private static Indicator Of(string[] columns, Func<Ohlcv, (double[], double[], double[])> batch, Func<Func<Bar, (double, double, double)>> stream) => new(
        columns,
        prices =>
        {
            var (a, b, c) = batch(prices);
            return [a, b, c];
        },
        () =>
        {
            var add = stream();
            return bar =>
            {
                var (a, b, c) = add(bar);
                return [a, b, c];
            };
        });

    private static Indicator Of(string[] columns, Func<Ohlcv, (double[], double[])> batch, Func<Func<Bar, (double, double)>> stream) => new(
        columns,
        prices =>
        {
            var (a, b) = batch(prices);
            return [a, b];
        },
        () =>
        {
            var add = stream();
            return bar =>
            {
                var (a, b) = add(bar);
                return [a, b];
            };
        });

    private static IEnumerable<Indicator> Every()
    {
        yield return new Indicator(
            [.. S0Table.Names],
            p =>
            {
                var table = S0Table.Of(p.Open, p.High, p.Low, p.Close, p.Volume);
                return [.. S0Table.Names.Select(name => table[name].ToArray())];
            },
            () =>
            {
                var stream = new S0Stream();
                return bar =>
                {
                    var row = new double[S0Table.Names.Length];
                    stream.Add(bar).CopyTo(row);
                    return row;
                };
            });
        foreach (var n in new[] { 1, 2, 3, 7, 60, 250 })
            yield return Of($"sma {n}", p => Sma.Of(p.Close, n), () => { var s = new Sma(n); return b => s.Add(b.Close); });
        foreach (var n in new[] { 2, 5, 20, 120 })
        {
            yield return Of($"sd {n}", p => StandardDeviation.Of(p.Close, n), () => { var s = new StandardDeviation(n); return b => s.Add(b.Close); });
            yield return Of($"population sd {n}", p => StandardDeviation.Of(p.Close, n, 0), () => { var s = new StandardDeviation(n, 0); return b => s.Add(b.Close); });
        }
        foreach (var n in new[] { 1, 5, 12, 26 })
            yield return Of($"ema {n}", p => Ema.Of(p.Close, n), () => { var s = new Ema(n); return b => s.Add(b.Close); });
        foreach (var n in new[] { 1, 5, 30 })
            yield return Of($"wma {n}", p => Wma.Of(p.Close, n), () => { var s = new Wma(n); return b => s.Add(b.Close); });
        yield return Of(["macd line", "macd signal", "macd histogram"], p => Macd.Of(p.Close), () => { var s = new Macd(); return b => s.Add(b.Close); });
        yield return Of("rsi wilder", p => Rsi.Of(p.Close), () => { var s = new Rsi(); return b => s.Add(b.Close); });
        yield return Of("rsi", p => SimpleRsi.Of(p.Close), () => { var s = new SimpleRsi(); return b => s.Add(b.Close); });
        yield return Of(["fast %K", "fast %D"], p => Stochastic.Fast(p.High, p.Low, p.Close), () => { var s = new Stochastic(); return b => s.Add(b); });
        yield return Of(["slow %K", "slow %D"], p => Stochastic.Slow(p.High, p.Low, p.Close), () => { var s = new Stochastic(slowing: 3); return b => s.Add(b); });
        yield return Of("williams %R", p => WilliamsR.Of(p.High, p.Low, p.Close), () => { var s = new WilliamsR(); return b => s.Add(b); });
        yield return Of("typical price", p => TypicalPrice.Of(p.High, p.Low, p.Close), () => { var s = new TypicalPrice(); return b => s.Add(b); });
        yield return Of("true range", p => TrueRange.Of(p.High, p.Low, p.Close), () => { var s = new TrueRange(); return b => s.Add(b); });
        yield return Of("atr", p => Atr.Of(p.High, p.Low, p.Close), () => { var s = new Atr(); return b => s.Add(b); });
        yield return Of(["+di", "-di", "adx"], p => Adx.Of(p.High, p.Low, p.Close), () => { var s = new Adx(); return b => s.Add(b); });
        yield return Of("cci", p => Cci.Of(p.High, p.Low, p.Close), () => { var s = new Cci(); return b => s.Add(b); });
        yield return Of("obv", p => Obv.Of(p.Close, p.Volume), () => { var s = new Obv(); return b => s.Add(b); });
        yield return Of("change", p => Change.Of(p.Close), () => { var s = new Change(); return b => s.Add(b.Close); });
        yield return Of("roc 10", p => Roc.Of(p.Close), () => { var s = new Roc(); return b => s.Add(b.Close); });
        yield return Of("momentum", p => Momentum.Of(p.Close), () => { var s = new Momentum(); return b => s.Add(b.Close); });
        yield return Of("high_low_diff", p => HighLowDifference.Of(p.High, p.Low), () => { var s = new HighLowDifference(); return b => s.Add(b); });
        yield return Of("mfi", p => Mfi.Of(p.High, p.Low, p.Close, p.Volume), () => { var s = new Mfi(); return b => s.Add(b); });
        yield return Of(["bb_upper", "bb_sma", "bb_lower"], p => BollingerBands.Of(p.Close), () => { var s = new BollingerBands(); return b => s.Add(b.Close); });
        foreach (var n in new[] { 1, 20, 55, 100 })
        {
            yield return Of(
                [$"donchian {n} upper", $"donchian {n} middle", $"donchian {n} lower"],
                p => DonchianChannel.Of(p.High, p.Low, n), () => { var s = new DonchianChannel(n); return b => s.Add(b); });
        }
        yield return Of(["keltner upper", "keltner middle", "keltner lower"], p => KeltnerChannel.Of(p.High, p.Low, p.Close), () => { var s = new KeltnerChannel(); return b => s.Add(b); });
        yield return Of("log return", p => LogReturns.Of(p.Close), () => { var s = new LogReturns(); return b => s.Add(b.Close); });
        yield return Of("volatility 20", p => RollingVolatility.Of(p.Close), () => { var s = new RollingVolatility(); return b => s.Add(b.Close); });
        yield return Of(
            "annual volatility 60", p => RollingVolatility.Of(p.Close, 60, 252), () => { var s = new RollingVolatility(60, 252); return b => s.Add(b.Close); });
    }
}
