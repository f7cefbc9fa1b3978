using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>What a higher threshold buys: precision over recall, from the surest call to all samples.</summary>
/// <param name="Name">Whose curve.</param>
/// <param name="Recalls">Ascending, to 1.</param>
/// <param name="Precisions">Of the calls, the share that was right.</param>
/// <param name="BaseRate">The share of the class among all samples: the precision of calling always.</param>
/// <param name="AveragePrecision">Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds; chance reaches about the base rate. NaN where the class never comes.</param>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed record PrecisionRecallCurve(string Name, ImmutableArray<double> Recalls, ImmutableArray<double> Precisions, double BaseRate, double AveragePrecision) : IDisplaysAs<Figure>
{
    /// <summary>The curve of one class.</summary>
    public static PrecisionRecallCurve Of(DirectionForecast forecast, Direction direction = Direction.Up)
    {
        var (recalls, precisions) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        var positives = forecast.Labels.Count(label => label == direction);
        var average = 0.0;
        foreach (var (truly, falsely, _) in RankedCalls.Of(forecast, direction))
        {
            var recall = (double)truly / positives;
            average += (recall - (recalls.Count == 0 ? 0 : recalls[^1])) * truly / (truly + falsely);
            recalls.Add(recall);
            precisions.Add((double)truly / (truly + falsely));
        }
        return new PrecisionRecallCurve(forecast.Name, recalls.ToImmutable(), precisions.ToImmutable(), (double)positives / forecast.Count, average);
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => new Figure("Calls of up: precision over recall").XTitle("recall").YTitle("precision")
        .Line<double>([.. Recalls], [.. Precisions], Name).HorizontalLine(BaseRate, "calling always");
}
