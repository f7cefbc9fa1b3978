using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>A judged forecast as a <see cref="DataFrame"/>: <c>Date, Actual, Predicted, Naive</c>; and back.</summary>
public static class ForecastFrame
{
    /// <summary>The forecast as a data frame over the forecast's own memory.</summary>
    public static DataFrame ToDataFrame(this Forecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        return new DataFrame(
            FrameColumn.Of(forecast.Dates), FrameColumn.Of("Actual", forecast.Actual), FrameColumn.Of("Predicted", forecast.Predicted), FrameColumn.Of("Naive", forecast.Naive));
    }

    /// <summary>A forecast from a data frame with the columns <c>Date, Actual, Predicted, Naive</c>; it is judged anew.</summary>
    /// <param name="frame">The frame, one row a day, oldest first.</param>
    /// <param name="name">Who forecasts what, for example <c>TSLA Close · ML.NET</c>.</param>
    /// <param name="origin">Where the prices come from.</param>
    /// <exception cref="ArgumentException">A column is missing or holds no numbers, a day comes after a later one, or there is no day.</exception>
    public static Forecast ToForecast(this DataFrame frame, string name, PriceOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ImmutableArray<double> Column(string column) => ImmutableCollectionsMarshal.AsImmutableArray(FrameColumn.Values(FrameColumn.Named(frame, column)));
        return new Forecast(name, origin, FrameColumn.OldestFirst(FrameColumn.Dates(frame), nameof(frame), twice: true), Column("Actual"), Column("Predicted"), Column("Naive"));
    }
}
