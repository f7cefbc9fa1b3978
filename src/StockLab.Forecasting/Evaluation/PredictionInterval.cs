using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>A forecast with a margin that should hold the actual price on a stated share of days.</summary>
public sealed class PredictionInterval
{
    private readonly Forecast forecast;

    private PredictionInterval(Forecast forecast, double level, ImmutableArray<double> lower, ImmutableArray<double> upper)
    {
        (this.forecast, Level, Lower, Upper) = (forecast, level, lower, upper);
        var inside = 0;
        double width = 0;
        for (var i = 0; i < lower.Length; i++)
        {
            if (lower[i] <= forecast.Actual[i] && forecast.Actual[i] <= upper[i])
                inside++;
            width += upper[i] - lower[i];
        }
        Coverage = (double)inside / lower.Length;
        MeanWidth = width / lower.Length;
    }

    /// <summary>The share of days promised, for example 0.9.</summary>
    public double Level { get; }

    /// <summary>The lower bounds, (N).</summary>
    public ImmutableArray<double> Lower { get; }

    /// <summary>The upper bounds, (N).</summary>
    public ImmutableArray<double> Upper { get; }

    /// <summary>The share of days on which the actual price lay within the bounds.</summary>
    public double Coverage { get; }

    /// <summary>The mean distance of the bounds.</summary>
    public double MeanWidth { get; }

    /// <summary>
    /// Split conformal prediction (Vovk et al., 2005): the margin is the ⌈(n + 1) · level⌉-th smallest error, relative to the last price, on days that neither
    /// trained the model nor are judged. It promises the level if the days are exchangeable; markets that change are not, and the coverage shows by how much.
    /// </summary>
    /// <param name="calibration">A forecast of the days to measure the errors on.</param>
    /// <param name="forecast">The forecast to put a margin on.</param>
    /// <param name="level">The share of days promised, of (0, 1).</param>
    /// <exception cref="ArgumentException">There are too few days to promise that level.</exception>
    public static PredictionInterval Conformal(Forecast calibration, Forecast forecast, double level = 0.9)
    {
        var width = ConformalMargin(calibration, level);
        var (lower, upper) = (new double[forecast.Dates.Length], new double[forecast.Dates.Length]);
        for (var i = 0; i < lower.Length; i++)
        {
            var margin = width * Math.Abs(forecast.Naive[i]);
            (lower[i], upper[i]) = (forecast.Predicted[i] - margin, forecast.Predicted[i] + margin);
        }
        return new PredictionInterval(forecast, level, [.. lower], [.. upper]);
    }

    /// <summary>The margin of <see cref="Conformal"/> as a share of the last price known: 0.02 puts 2 % of it on both sides of a forecast.</summary>
    /// <param name="calibration">A forecast of the days to measure the errors on.</param>
    /// <param name="level">The share of days promised, of (0, 1).</param>
    /// <exception cref="ArgumentException">There are too few days to promise that level.</exception>
    public static double ConformalMargin(Forecast calibration, double level = 0.9)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level must lie between 0 and 1, for example 0.9.");
        var errors = new double[calibration.Dates.Length];
        for (var i = 0; i < errors.Length; i++)
            errors[i] = Math.Abs(calibration.Predicted[i] - calibration.Actual[i]) / Math.Abs(calibration.Naive[i]);
        Array.Sort(errors);
        var rank = RankOf(errors.Length, level);
        if (rank > errors.Length)
        {
            var needed = errors.Length;
            while (RankOf(needed, level) > needed)
                needed++;
            throw new ArgumentException($"{errors.Length} days are too few to promise {level:P0}. Calibrate on at least {needed} days.", nameof(calibration));
        }
        return errors[rank - 1];
    }

    private static int RankOf(int days, double level) => (int)Math.Ceiling((days + 1) * level);

    /// <summary>The interval between the forecasts of two networks trained with the quantile loss.</summary>
    /// <param name="lower">The forecast of the lower quantile, for example 0.05.</param>
    /// <param name="upper">The forecast of the upper quantile, for example 0.95, of the same days.</param>
    /// <param name="level">The share of days promised: the difference of the two quantiles.</param>
    public static PredictionInterval OfQuantiles(Forecast lower, Forecast upper, double level)
    {
        if (!lower.Dates.AsSpan().SequenceEqual(upper.Dates.AsSpan()))
            throw new ArgumentException("The two quantiles are forecasts of different days. Forecast the same windows with both networks.", nameof(upper));
        return new PredictionInterval(lower, level, lower.Predicted, upper.Predicted);
    }

    /// <summary>The actual price within its bounds.</summary>
    public Figure Figure() => new Figure($"{forecast.Name} with a {Level:P0} interval")
        .Line(forecast.Dates, Upper, "upper bound").Line(forecast.Dates, Lower, "lower bound").Line(forecast.Dates, forecast.Actual, "actual");

    /// <summary>For example <c>90 % promised, 86.2 % of 508 days covered, 12.3 wide on average</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Level:P0} promised, {Coverage:P1} of {Lower.Length} days covered, {MeanWidth:G4} wide on average");
}
