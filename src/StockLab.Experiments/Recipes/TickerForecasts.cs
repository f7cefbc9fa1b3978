using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>What a recipe forecast for one ticker.</summary>
/// <param name="Ticker">The ticker.</param>
/// <param name="Forecasts">One forecast a target, all of the same days.</param>
public sealed record TickerForecasts(string Ticker, IReadOnlyList<Forecast> Forecasts);
