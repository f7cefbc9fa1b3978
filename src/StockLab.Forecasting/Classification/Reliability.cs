using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>Whether probabilities mean what they say: of the samples given about 70 %, did about 70 % rise?</summary>
/// <param name="Name">Whose probabilities.</param>
/// <param name="Bins">The bins that are not empty, in order.</param>
/// <param name="ExpectedCalibrationError">
/// The mean distance between what was said and what came, over the bins, each weighted by its samples (Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015).
/// </param>
/// <param name="Brier">The mean over the samples of Σ (pₖ − yₖ)² over the three classes, of [0, 2]; lower is better (G. W. Brier, 1950). Saying a third each gives 2/3.</param>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed record Reliability(string Name, ImmutableArray<ReliabilityBin> Bins, double ExpectedCalibrationError, double Brier) : IDisplaysAs<Figure>
{
    /// <summary>Measures a forecast's probabilities of one class; the Brier score is of all three.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="direction">The class.</param>
    /// <param name="bins">Bins of equal width between 0 and 1.</param>
    public static Reliability Of(DirectionForecast forecast, Direction direction = Direction.Up, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        var (said, came, counts) = (new double[bins], new int[bins], new int[bins]);
        var brier = 0.0;
        for (var i = 0; i < forecast.Count; i++)
        {
            var p = forecast.Probability(i, direction);
            var bin = Math.Min(bins - 1, (int)(p * bins));
            said[bin] += p;
            came[bin] += forecast.Labels[i] == direction ? 1 : 0;
            counts[bin]++;
            for (var k = Direction.Up; k <= Direction.Hold; k++)
                brier += Math.Pow(forecast.Probability(i, k) - (forecast.Labels[i] == k ? 1 : 0), 2);
        }
        ImmutableArray<ReliabilityBin> filled =
            [.. Enumerable.Range(0, bins).Where(bin => counts[bin] > 0).Select(bin => new ReliabilityBin(said[bin] / counts[bin], (double)came[bin] / counts[bin], counts[bin]))];
        return new Reliability(forecast.Name, filled, filled.Sum(bin => bin.Count * Math.Abs(bin.Said - bin.Came)) / forecast.Count, brier / forecast.Count);
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => new Figure("What was said, and what came").XTitle("probability of up, as said").YTitle("share that rose")
        .Line<double>([.. Bins.Select(bin => bin.Said)], [.. Bins.Select(bin => bin.Came)], Name, markers: true)
        .Line<double>([0, 1], [0, 1], "as said", dash: Dash.Dashed, tone: Tone.Muted);
}

/// <summary>The samples whose probability lies in one bin.</summary>
/// <param name="Said">Their mean probability.</param>
/// <param name="Came">The share of them that was of the class.</param>
/// <param name="Count">How many they are.</param>
public readonly record struct ReliabilityBin(double Said, double Came, int Count);
