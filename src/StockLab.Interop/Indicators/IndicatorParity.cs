using System.Collections.Immutable;
using Skender.Stock.Indicators;
using StockLab.Display;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>Every indicator that StockLab and Skender.Stock.Indicators 2.7 both have, line by line, and where their conventions part.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class IndicatorParity : IDisplaysAs<Table>
{
    private const string Wilder = "Wilder's average from the mean of the first N: both the same.";
    private const string Seed = "Our EMA starts from the first value (pandas, adjust=False), theirs from the mean of the first N. The difference shrinks by (N-1)/(N+1) a day.";
    private const string Still = " Where nothing moves ours is 0, theirs null.";
    private const string NoRange = " Where high and low are equal theirs is 0, ours NaN.";
    private const string Population = "Ours is the sample's deviation (N-1), as pandas has it, theirs the population's (N); degreesLost: 0 makes ours theirs.";

    private IndicatorParity()
    {
    }

    /// <summary>The table.</summary>
    public static IndicatorParity Table { get; } = new();

    /// <summary>One row a line of an indicator.</summary>
    public ImmutableArray<ParityRow> Rows { get; } =
    [
        new("SMA 20", "Sma.Of", "GetSma", Agreement.Same, "The mean of the last N.", p => Sma.Of(p.Close.AsSpan(), 20), q => Each(q.GetSma(20), r => r.Sma)),
        new("EMA 12", "Ema.Of", "GetEma", Agreement.InTheEnd, Seed, p => Ema.Of(p.Close.AsSpan(), 12), q => Each(q.GetEma(12), r => r.Ema)) { SettledAfter = 200 },
        new("WMA 10", "Wma.Of", "GetWma", Agreement.Same, "Weights 1 to N.", p => Wma.Of(p.Close.AsSpan(), 10), q => Each(q.GetWma(10), r => r.Wma)),
        new("standard deviation 20", "StandardDeviation.Of", "GetStdDev", Agreement.ByConvention, Population,
            p => StandardDeviation.Of(p.Close.AsSpan(), 20), q => Each(q.GetStdDev(20), r => r.StdDev)) { Adapted = p => StandardDeviation.Of(p.Close.AsSpan(), 20, degreesLost: 0) },
        new("Bollinger, upper", "BollingerBands.Of", "GetBollingerBands", Agreement.ByConvention, Population + " For N = 20 their bands are 2.5 % narrower.",
            p => BollingerBands.Of(p.Close.AsSpan()).Upper, q => Each(q.GetBollingerBands(), r => r.UpperBand)) { Adapted = p => BollingerBands.Of(p.Close.AsSpan(), degreesLost: 0).Upper },
        new("Bollinger, middle", "BollingerBands.Of", "GetBollingerBands", Agreement.Same, "The SMA.", p => BollingerBands.Of(p.Close.AsSpan()).Middle, q => Each(q.GetBollingerBands(), r => r.Sma)),
        new("Bollinger, lower", "BollingerBands.Of", "GetBollingerBands", Agreement.ByConvention, "As the upper line.",
            p => BollingerBands.Of(p.Close.AsSpan()).Lower, q => Each(q.GetBollingerBands(), r => r.LowerBand)) { Adapted = p => BollingerBands.Of(p.Close.AsSpan(), degreesLost: 0).Lower },
        new("MACD", "Macd.Of", "GetMacd", Agreement.InTheEnd, Seed, p => Macd.Of(p.Close.AsSpan()).Line, q => Each(q.GetMacd(), r => r.Macd)) { SettledAfter = 450 },
        new("MACD, signal", "Macd.Of", "GetMacd", Agreement.InTheEnd, "As MACD.", p => Macd.Of(p.Close.AsSpan()).Signal, q => Each(q.GetMacd(), r => r.Signal)) { SettledAfter = 450 },
        new("MACD, histogram", "Macd.Of", "GetMacd", Agreement.InTheEnd, "As MACD.", p => Macd.Of(p.Close.AsSpan()).Histogram, q => Each(q.GetMacd(), r => r.Histogram)) { SettledAfter = 450 },
        new("RSI 14", "Rsi.Of", "GetRsi", Agreement.Same, Wilder + " Where no price has fallen theirs is 100, ours too, but NaN while none has moved.", p => Rsi.Of(p.Close.AsSpan()), q => Each(q.GetRsi(), r => r.Rsi)),
        new("fast stochastic, %K", "Stochastic.Fast", "GetStoch(14, 3, 1)", Agreement.Same, "Theirs is the slow form unless told otherwise." + NoRange,
            p => Stochastic.Fast(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).K, q => Each(q.GetStoch(14, 3, 1), r => r.Oscillator)),
        new("fast stochastic, %D", "Stochastic.Fast", "GetStoch(14, 3, 1)", Agreement.Same, "The SMA of %K over 3 days." + NoRange,
            p => Stochastic.Fast(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).D, q => Each(q.GetStoch(14, 3, 1), r => r.Signal)),
        new("slow stochastic, %K", "Stochastic.Slow", "GetStoch", Agreement.Same, "The fast %D." + NoRange,
            p => Stochastic.Slow(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).K, q => Each(q.GetStoch(), r => r.Oscillator)),
        new("slow stochastic, %D", "Stochastic.Slow", "GetStoch", Agreement.Same, "The SMA of the slow %K over 3 days." + NoRange,
            p => Stochastic.Slow(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).D, q => Each(q.GetStoch(), r => r.Signal)),
        new("Williams %R 14", "WilliamsR.Of", "GetWilliamsR", Agreement.Same, "The fast %K less 100. Where high and low are equal theirs is -100, ours NaN.",
            p => WilliamsR.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()), q => Each(q.GetWilliamsR(), r => r.WilliamsR)),
        new("true range", "TrueRange.Of", "GetTr", Agreement.Same, "From the second day on.", p => TrueRange.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()), q => Each(q.GetTr(), r => r.Tr)),
        new("ATR 14", "Atr.Of", "GetAtr", Agreement.Same, Wilder, p => Atr.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()), q => Each(q.GetAtr(), r => r.Atr)),
        new("+DI 14", "Adx.Of", "GetAdx", Agreement.Same, Wilder + Still, p => Adx.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).PlusDi, q => Each(q.GetAdx(), r => r.Pdi)),
        new("-DI 14", "Adx.Of", "GetAdx", Agreement.Same, Wilder + Still, p => Adx.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).MinusDi, q => Each(q.GetAdx(), r => r.Mdi)),
        new("ADX 14", "Adx.Of", "GetAdx", Agreement.Same, Wilder + Still, p => Adx.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).Adx, q => Each(q.GetAdx(), r => r.Adx)),
        new("CCI 20", "Cci.Of", "GetCci", Agreement.Same, "Mean absolute deviation, factor 0.015.", p => Cci.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()), q => Each(q.GetCci(), r => r.Cci)),
        new("MFI 14", "Mfi.Of", "GetMfi", Agreement.Same, "Where nothing flowed theirs is 100, ours NaN.",
            p => Mfi.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan(), p.Volume.AsSpan()), q => Each(q.GetMfi(), r => r.Mfi)),
        new("OBV", "Obv.Of", "GetObv", Agreement.Same, "From 0 on the first day.", p => Obv.Of(p.Close.AsSpan(), p.Volume.AsSpan()), q => Each(q.GetObv(), r => r.Obv)),
        new("rate of change 10", "Roc.Of", "GetRoc", Agreement.Same, "In percent.", p => Roc.Of(p.Close.AsSpan()), q => Each(q.GetRoc(10), r => r.Roc)),
        new("momentum 10", "Momentum.Of", "GetRoc", Agreement.Same, "The property Momentum.", p => Momentum.Of(p.Close.AsSpan()), q => Each(q.GetRoc(10), r => r.Momentum)),
        new("daily change", "Change.Of", "GetRoc(1)", Agreement.ByConvention, "Ours is a fraction, as pandas pct_change has it, theirs percent.",
            p => Change.Of(p.Close.AsSpan()), q => Each(q.GetRoc(1), r => r.Roc)) { Adapted = p => [.. Change.Of(p.Close.AsSpan()).Select(change => 100 * change)] },
        new("typical price", "TypicalPrice.Of", "GetBaseQuote(HLC3)", Agreement.Same, "(H + L + C) / 3.",
            p => TypicalPrice.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()), q => Each(q.GetBaseQuote(CandlePart.HLC3), r => r.Value)),
        new("Donchian 20, upper", "DonchianChannel.Of", "GetDonchian", Agreement.ByConvention, "Ours holds today, theirs ends yesterday: ours of the day before is theirs.",
            p => DonchianChannel.Of(p.High.AsSpan(), p.Low.AsSpan()).Upper, q => Each(q.GetDonchian(), r => (double?)r.UpperBand)) { Adapted = p => ADayLater(DonchianChannel.Of(p.High.AsSpan(), p.Low.AsSpan()).Upper) },
        new("Donchian 20, middle", "DonchianChannel.Of", "GetDonchian", Agreement.ByConvention, "As the upper line.",
            p => DonchianChannel.Of(p.High.AsSpan(), p.Low.AsSpan()).Middle, q => Each(q.GetDonchian(), r => (double?)r.Centerline)) { Adapted = p => ADayLater(DonchianChannel.Of(p.High.AsSpan(), p.Low.AsSpan()).Middle) },
        new("Donchian 20, lower", "DonchianChannel.Of", "GetDonchian", Agreement.ByConvention, "As the upper line.",
            p => DonchianChannel.Of(p.High.AsSpan(), p.Low.AsSpan()).Lower, q => Each(q.GetDonchian(), r => (double?)r.LowerBand)) { Adapted = p => ADayLater(DonchianChannel.Of(p.High.AsSpan(), p.Low.AsSpan()).Lower) },
        new("Keltner 20, upper", "KeltnerChannel.Of", "GetKeltner", Agreement.InTheEnd, Seed, p => KeltnerChannel.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).Upper, q => Each(q.GetKeltner(), r => r.UpperBand)) { SettledAfter = 350 },
        new("Keltner 20, middle", "KeltnerChannel.Of", "GetKeltner", Agreement.InTheEnd, "As the upper line.", p => KeltnerChannel.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).Middle, q => Each(q.GetKeltner(), r => r.Centerline)) { SettledAfter = 350 },
        new("Keltner 20, lower", "KeltnerChannel.Of", "GetKeltner", Agreement.InTheEnd, "As the upper line.", p => KeltnerChannel.Of(p.High.AsSpan(), p.Low.AsSpan(), p.Close.AsSpan()).Lower, q => Each(q.GetKeltner(), r => r.LowerBand)) { SettledAfter = 350 },
    ];

    /// <summary>The rows without our calls, so that the conventions fit on a page.</summary>
    public Table ToDisplay()
    {
        var table = new Table("StockLab and Skender.Stock.Indicators", "Indicator", "Theirs", "Agree", "Convention").All();
        foreach (var row in Rows)
            table.Row(row.Indicator, row.Theirs, row.Agreement switch { Agreement.Same => "yes", Agreement.ByConvention => "by convention", _ => $"after {row.SettledAfter} days" }, row.Convention);
        return table;
    }

    private static double[] Each<TResult>(IEnumerable<TResult> results, Func<TResult, double?> value) => [.. results.Select(result => value(result) ?? double.NaN)];

    private static double[] ADayLater(double[] values) => [double.NaN, .. values[..^1]];
}
