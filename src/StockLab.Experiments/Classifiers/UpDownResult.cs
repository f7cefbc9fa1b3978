using System.Globalization;
using System.Text.Json;
using StockLab.Display;
using StockLab.Forecasting;
using TorchSharp;

namespace StockLab.Experiments;

/// <summary>What <see cref="UpDownResNet"/> found. The headline is of the test period, at the threshold chosen on the validation; in faithful mode both are the same samples.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed record UpDownResult : IClassifierResult
{
    /// <summary>Honest or faithful.</summary>
    public required Mode Mode { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The samples and their split.</summary>
    public required UpDownData Data { get; init; }

    /// <summary>Trainable values of the network.</summary>
    public required int Parameters { get; init; }

    /// <summary>The training.</summary>
    public required History History { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The forecast of the validation samples.</summary>
    public required DirectionForecast Validation { get; init; }

    /// <summary>The threshold that was chosen on them.</summary>
    public required DirectionThreshold Threshold { get; init; }

    /// <summary>The forecast of the samples that are reported.</summary>
    public required DirectionForecast Forecast { get; init; }

    /// <summary>Forecasts of the same samples that need no network.</summary>
    public required IReadOnlyList<DirectionBaseline> Baselines { get; init; }

    /// <summary>The trained network's state.</summary>
    public required IReadOnlyList<NamedArray> Weights { get; init; }

    /// <summary>The measures at the threshold chosen.</summary>
    public DirectionMetrics Metrics => Forecast.Metrics(Threshold.Value);

    /// <summary>What a purchase on every call of "up" would have earned.</summary>
    public DirectionTrades Trades => DirectionTrades.Of(Forecast, Threshold.Value);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Measures
    {
        get
        {
            var m = Metrics;
            return new Dictionary<string, double>
            {
                ["accuracy"] = m.Accuracy, ["precision"] = m.Precision, ["crucial_fail"] = m.CrucialFail, ["soso_fail"] = m.SosoFail, ["recall"] = m.Recall, ["f1"] = m.F1,
                ["likeliest_accuracy"] = m.LikeliestAccuracy, ["roc_auc"] = RocCurve.Of(Forecast).Area, ["mean_return"] = Trades.MeanReturn,
            };
        }
    }

    /// <inheritdoc/>
    public string Took => string.Create(CultureInfo.InvariantCulture,
        $"{History.Epochs.Count} epochs in {History.Seconds:F1} s, {History.MillisecondsPerStep:F1} ms a step ({Device}); {Parameters:N0} parameters");

    /// <inheritdoc/>
    public string ToJson()
    {
        var (samples, split, reliability, trades, confusion) = (Data.Samples, Data.Split, Reliability.Of(Forecast), Trades, ConfusionMatrix.Of(Forecast));
        var m = Metrics;
        Direction[] directions = [Direction.Up, Direction.Down, Direction.Hold];
        return JsonSerializer.Serialize(new
        {
            Recipe = "updown-resnet",
            Source = samples.Origin.ToString(),
            Generated = samples.Origin.IsGenerated,
            Mode = Mode.ToString().ToLowerInvariant(),
            Seed,
            Model,
            samples.Channels,
            ChannelsLeftOut = Data.Channels.LeftOut.Select(one => new { one.Name, one.Reason }),
            Tickers = samples.Tickers.Count,
            TickersLeftOut = samples.LeftOut.Select(one => new { one.Ticker, one.Reason }),
            samples.Days,
            Samples = samples.Count,
            Training = split.Training.Length,
            Validation = split.Validation.Length,
            Test = split.Test.Length,
            split.Purged,
            split.Embargoed,
            ClassBalance = new { All = Shares(samples.Balance()), Training = Shares(samples.Balance(split.Training)), Validation = Shares(samples.Balance(split.Validation)), Test = Shares(samples.Balance(split.Test)) },
            TestFrom = split.Test.Min(i => samples[i].LabelFrom),
            TestTo = split.Test.Max(i => samples[i].LabelTo),
            Parameters,
            Epochs = History.Epochs.Count,
            History.Seconds,
            MsPerStep = History.MillisecondsPerStep,
            Device,
            Torch = torch.__version__,
            Threshold = Threshold.Value,
            m.Accuracy,
            m.Precision,
            m.CrucialFail,
            m.SosoFail,
            m.Recall,
            m.F1,
            m.Calls,
            m.LikeliestAccuracy,
            AtHalf = Forecast.Metrics(),
            ThresholdChosenOn = Threshold.ChosenOn,
            RocAuc = RocCurve.Of(Forecast).Area,
            PrecisionRecallCurve.Of(Forecast).AveragePrecision,
            CalibrationError = reliability.ExpectedCalibrationError,
            reliability.Brier,
            Confusion = directions.Select(came => directions.Select(said => confusion[came, said])),
            Baselines = Baselines.ToDictionary(one => one.Forecast.Name.Replace(' ', '_'), one => new
            {
                one.Metrics.Threshold, one.Metrics.Accuracy, one.Metrics.Precision, one.Metrics.CrucialFail, one.Metrics.SosoFail, one.Metrics.Recall, one.Metrics.F1, one.Metrics.Calls, one.Metrics.LikeliestAccuracy,
            }),
            Earnings = new { Trades = trades.Returns.Length, trades.Refused, trades.MeanReturn, trades.Interval?.Lower, trades.Interval?.Upper, trades.Won, trades.AlwaysReturn },
            Data.Notes,
        }, ResultJson.Options);

        static object Shares(ClassBalance balance) => new { balance.Up, balance.Down, balance.Hold };
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = DirectionMetrics.Compare(Baselines.Select(one => (one.Forecast.Name, one.Metrics)).Prepend((Forecast.Name, Metrics)).Append(($"{Forecast.Name}, validation", Threshold.ChosenOn)));
        var trades = Trades;
        var between = trades.Interval is { } interval ? FormattableString.Invariant($" ({100 * interval.Lower:F1} to {100 * interval.Upper:F1} %)") : "";
        return table.Caption(FormattableString.Invariant($"{Data.Samples.Origin} · bought at each call: {100 * trades.MeanReturn:F1} % after costs{between}, always: {100 * trades.AlwaysReturn:F1} %"));
    }
}
