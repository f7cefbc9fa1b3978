using System.Text.Json;
using System.Text.Json.Serialization;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>What a recipe found. As JSON it is what <c>stocklab train --json</c> prints; in a notebook it is a table with the naive forecast beside.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed record RecipeResult : IDisplaysAs<Table>
{
    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init; }

    /// <summary>The ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>Where the prices come from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the prices were generated rather than traded.</summary>
    public required bool Generated { get; init; }

    /// <summary><c>honest</c> or <c>faithful</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Rows of the feature table.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows of the training period.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Rows of the test period: the days judged.</summary>
    public required int TestRows { get; init; }

    /// <summary>Days a window.</summary>
    public required int Window { get; init; }

    /// <summary>The columns the network sees.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The column set of S0; null where the recipe has none.</summary>
    public string? Columns { get; init; }

    /// <summary>Trainable values of the network.</summary>
    public required int Parameters { get; init; }

    /// <summary>Epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>How often a network was fitted: once, or once a stretch in walk-forward.</summary>
    public required int Fits { get; init; }

    /// <summary>The loss that training made small.</summary>
    public required string Loss { get; init; }

    /// <summary>That loss on the days judged, on the scaled values.</summary>
    public required double TestLoss { get; init; }

    /// <summary>The mean absolute percentage error on the training days: far below that on the days judged, the network has learnt by heart.</summary>
    public required double TrainMape { get; init; }

    /// <summary>Seconds of training.</summary>
    public required double Seconds { get; init; }

    /// <summary>Milliseconds a training step.</summary>
    public required double MsPerStep { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary><c>fused</c> or <c>torch</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The version of libtorch; null where the engine did without.</summary>
    public required string? Torch { get; init; }

    /// <summary>Root mean squared error on the test days, in the unit of the prices.</summary>
    public double Rmse => Forecast.Metrics.Rmse;

    /// <summary>Mean absolute error, in the unit of the prices.</summary>
    public double Mae => Forecast.Metrics.Mae;

    /// <summary>Mean absolute percentage error, in percent.</summary>
    public double Mape => Forecast.Metrics.Mape;

    /// <summary>Mean of predicted − actual. Source S1's "RMSE" is the absolute value of this.</summary>
    public double Bias => Forecast.Metrics.Bias;

    /// <summary>Share of days whose direction the forecast named rightly.</summary>
    public double DirectionalAccuracy => Forecast.Metrics.DirectionalAccuracy;

    /// <summary>1 − RMSE / RMSE(naive): above 0 the model was better than "tomorrow as today".</summary>
    public double Skill => Forecast.Skill;

    /// <summary>The naive forecast of the same days.</summary>
    public NaiveMeasures Naive => new(Forecast.NaiveMetrics.Rmse, Forecast.NaiveMetrics.Mae, Forecast.NaiveMetrics.Mape, Forecast.NaiveMetrics.Bias);

    /// <summary>Every target's measures: Close, and High and Low where the recipe forecasts them.</summary>
    public IReadOnlyList<TargetMeasures> Targets => [.. Forecasts.Select(f => new TargetMeasures(f.Name, f.Metrics.Rmse, f.Metrics.Mape, f.Skill))];

    /// <summary>What a reader must know: in faithful mode, the source's mistakes that were repeated.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The simple forecasters' errors on the same days; null where several tickers are pooled.</summary>
    public required BaselineMeasures? Baselines { get; init; }

    /// <summary>The Diebold–Mariano test against the naive forecast: negative where the model is the better one; null where it cannot be done.</summary>
    public TestMeasures? Dm => Forecast.AgainstNaive() is { } test ? new TestMeasures(test.Statistic, test.PValue) : null;

    /// <summary>The Pesaran–Timmermann test of the directions.</summary>
    public TestMeasures Pt
    {
        get
        {
            var test = Forecast.Direction();
            return new TestMeasures(test.Statistic, test.PValue);
        }
    }

    /// <summary>The share of the commoner direction: what always saying "up" (or "down") would reach.</summary>
    public double MajorityDirection => Forecast.Metrics.MajorityDirection;

    /// <summary>The days by which the forecast trails the price: 1 means that it repeats yesterday's.</summary>
    public int Lag => StockLab.Forecasting.Lag.Of(Forecast.Actual.AsSpan(), Forecast.Predicted.AsSpan()).Days;

    /// <summary>The forecast of the test days.</summary>
    [JsonIgnore]
    public Forecast Forecast => Forecasts[0];

    /// <summary>The forecasts of all targets, the most important first.</summary>
    [JsonIgnore]
    public required IReadOnlyList<Forecast> Forecasts { get; init; }

    /// <summary>The columns that were forecast, one a forecast.</summary>
    [JsonIgnore]
    public required IReadOnlyList<string> TargetColumns { get; init; }

    /// <summary>The same forecasts ticker by ticker: one, unless several tickers trained one network.</summary>
    [JsonIgnore]
    public required IReadOnlyList<TickerForecasts> ByTicker { get; init; }

    /// <summary>The trained network's parameters.</summary>
    [JsonIgnore]
    public required IReadOnlyList<NamedArray> Weights { get; init; }

    /// <summary>What scaled the features, one a ticker.</summary>
    [JsonIgnore]
    public required IReadOnlyList<MinMaxScaler> Scalers { get; init; }

    /// <summary>The network, on paper.</summary>
    [JsonIgnore]
    public required NetworkSettings Network { get; init; }

    /// <summary>How raw prices became the features; null where the recipe cannot rebuild them from prices alone.</summary>
    [JsonIgnore]
    public required FeaturePlan? FeaturePlan { get; init; }

    /// <summary>The rows that the network and the scalers were fitted on, one a ticker.</summary>
    [JsonIgnore]
    public required IReadOnlyList<TrainingSpan> TrainedOn { get; init; }

    /// <summary>The training.</summary>
    [JsonIgnore]
    public required History History { get; init; }

    /// <summary>One JSON object on one line; a number that does not exist is null.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Options);

    /// <inheritdoc/>
    public Table ToDisplay() => Forecast.Compare().ToDisplay();

    /// <summary>The measures of a forecast in the JSON object.</summary>
    public readonly record struct NaiveMeasures(double Rmse, double Mae, double Mape, double Bias);

    /// <summary>A test in the JSON object.</summary>
    public readonly record struct TestMeasures(double Statistic, double P);

    /// <summary>The measures of one target in the JSON object.</summary>
    public readonly record struct TargetMeasures(string Name, double Rmse, double Mape, double Skill);
}
