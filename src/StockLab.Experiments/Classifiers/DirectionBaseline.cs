using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>A forecast without a network, and the threshold at which it is judged: chosen on the validation for one whose probabilities mean something, 0.5 for one that is always sure.</summary>
/// <param name="Forecast">The forecast of the samples that are reported.</param>
/// <param name="Threshold">Its threshold.</param>
public sealed record DirectionBaseline(DirectionForecast Forecast, double Threshold)
{
    /// <summary>Its measures.</summary>
    public DirectionMetrics Metrics => Forecast.Metrics(Threshold);
}
