using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>The threshold with the best precision of "up", as source S2 chose it, and what it promised where it was chosen.</summary>
/// <param name="Value">The threshold: an output has to exceed it.</param>
/// <param name="ChosenOn">The measures of the samples that it was chosen on; those of other samples are usually worse.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record DirectionThreshold(double Value, DirectionMetrics ChosenOn)
{
    /// <summary>The threshold of source S2 before it chose.</summary>
    public const double Default = 0.5;

    /// <summary>
    /// Of the thresholds that let at least so many calls of "up" pass, the one with the best precision; of equally good ones the lowest, which lets the most pass. The best precision of all is usually
    /// that of a single lucky call, which is why a least number has to be given.
    /// </summary>
    /// <param name="forecast">The forecast of the samples to choose on: the validation's. Chosen on the samples that are reported, the precision flatters.</param>
    /// <param name="leastCalls">The calls that have to remain; a twentieth of the samples, and ten, when null.</param>
    /// <returns>The threshold, halfway between two probabilities that occur.</returns>
    public static DirectionThreshold Choose(DirectionForecast forecast, int? leastCalls = null)
    {
        var least = Math.Min(forecast.Count, leastCalls ?? Math.Max(10, forecast.Count / 20));
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1, nameof(leastCalls));
        (int Truly, int Falsely, double Probability)[] steps = [.. RankedCalls.Of(forecast, Direction.Up)];
        var (best, value) = (double.NegativeInfinity, Default);
        for (var i = 0; i < steps.Length; i++)
        {
            var (calls, precision) = (steps[i].Truly + steps[i].Falsely, (double)steps[i].Truly / (steps[i].Truly + steps[i].Falsely));
            var below = i + 1 < steps.Length ? steps[i + 1].Probability : 0;
            var threshold = (steps[i].Probability + below) / 2;
            // A probability of 0 exceeds no threshold, so such a call cannot be let pass.
            if (calls >= least && precision >= best && steps[i].Probability > threshold)
                (best, value) = (precision, threshold);
        }
        return new DirectionThreshold(value, forecast.Metrics(value));
    }

    /// <summary>The threshold and the precision that it promised.</summary>
    public override string ToString() => FormattableString.Invariant($"threshold {Value:F3}, precision {100 * ChosenOn.Precision:F0} % of {ChosenOn.Calls} calls where it was chosen");
}
