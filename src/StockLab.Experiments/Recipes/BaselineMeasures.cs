using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>The root mean squared errors of the simple forecasters on the test days, in the unit of the prices.</summary>
/// <param name="Naive">As the day before.</param>
/// <param name="Drift">The mean step so far goes on.</param>
/// <param name="SeasonalNaive">As five trading days before.</param>
/// <param name="MovingAverage">The mean of the last five days.</param>
/// <param name="ExponentialSmoothing">Simple exponential smoothing, its weight fitted on the training rows.</param>
/// <param name="LinearRegression">Linear regression on the same windows, fitted on the training rows; NaN where there are fewer windows than values in one.</param>
public sealed record BaselineMeasures(double Naive, double Drift, double SeasonalNaive, double MovingAverage, double ExponentialSmoothing, double LinearRegression)
{
    /// <summary>Forecasts the test rows with each.</summary>
    /// <param name="table">The feature table, in prices.</param>
    /// <param name="windows">All windows, scaled.</param>
    /// <param name="scaler">What scaled them.</param>
    /// <param name="split">The periods.</param>
    /// <param name="column">The target.</param>
    public static BaselineMeasures Of(FeatureTable table, Windows windows, IScaler scaler, ChronologicalSplit split, string column)
    {
        var prices = table.Column(column);
        var naive = NaiveForecast.Of(prices, split.Test);
        var alpha = Forecasting.Baselines.FitSmoothing(prices.AsSpan(split.Train));
        var train = windows.WithTargetIn(split.Train);
        var regression = train.Count > (windows.Length * windows.Features)
            ? Rmse(scaler.Inverse(Forecasting.Baselines.LinearRegression(train, windows.WithTargetIn(split.Test), windows.TargetNames.ToList().IndexOf(column)), column))
            : double.NaN;
        return new BaselineMeasures(
            Rmse(naive), Rmse(Forecasting.Baselines.Drift(prices, split.Test)), Rmse(Forecasting.Baselines.SeasonalNaive(prices, split.Test)),
            Rmse(Forecasting.Baselines.MovingAverage(prices, split.Test)), Rmse(Forecasting.Baselines.ExponentialSmoothing(prices, split.Test, alpha)), regression);

        double Rmse(double[] forecast) => Metrics.Of(prices.AsSpan(split.Test), forecast, naive).Rmse;
    }
}
