using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>
/// What a lower threshold costs: of the samples that were of a class, the share that is called so (true positive rate), over the share of the others that is called so wrongly (false positive rate).
/// Equal probabilities make one point, so their order does not matter. T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006).
/// </summary>
/// <param name="Name">Whose curve.</param>
/// <param name="FalsePositiveRates">From 0 to 1.</param>
/// <param name="TruePositiveRates">From 0 to 1.</param>
/// <param name="Area">The area under the curve, of [0, 1]: the probability that of a sample of the class and another one, the first is given the higher probability. 0.5 is chance; NaN where there is only one class.</param>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed record RocCurve(string Name, ImmutableArray<double> FalsePositiveRates, ImmutableArray<double> TruePositiveRates, double Area) : IDisplaysAs<Figure>
{
    /// <summary>The curve of one class against the others.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="direction">The class.</param>
    public static RocCurve Of(DirectionForecast forecast, Direction direction = Direction.Up)
    {
        var (x, y) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        var (positives, negatives) = (forecast.Labels.Count(label => label == direction), forecast.Labels.Count(label => label != direction));
        x.Add(0);
        y.Add(0);
        var area = 0.0;
        foreach (var (truly, falsely, _) in RankedCalls.Of(forecast, direction))
        {
            x.Add((double)falsely / negatives);
            y.Add((double)truly / positives);
            area += (x[^1] - x[^2]) * (y[^1] + y[^2]) / 2;
        }
        return new RocCurve(forecast.Name, x.ToImmutable(), y.ToImmutable(), area);
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => Compare([this]);

    /// <summary>Several curves, and the diagonal of chance.</summary>
    public static Figure Compare(IEnumerable<RocCurve> curves)
    {
        var figure = new Figure("Calls of up: right ones over wrong ones").XTitle("called wrongly, of those that did not rise").YTitle("called, of those that rose");
        foreach (var curve in curves)
            figure.Line<double>([.. curve.FalsePositiveRates], [.. curve.TruePositiveRates], FormattableString.Invariant($"{curve.Name}, area {curve.Area:F2}"));
        return figure.Line<double>([0, 1], [0, 1], "chance", dash: Dash.Dashed, tone: Tone.Muted);
    }
}
