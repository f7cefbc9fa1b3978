using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>
/// The shift that best aligns a forecast with what happened. A forecast that merely repeats yesterday's price looks good on a chart and has a lag of 1;
/// one that knows tomorrow has a lag of 0.
/// </summary>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class Lag : IDisplaysAs<Figure>
{
    private Lag(ImmutableArray<double> rmse) => Rmse = rmse;

    /// <summary>The days by which the forecast trails: the shift with the smallest error.</summary>
    public int Days
    {
        get
        {
            var best = 0;
            for (var lag = 1; lag < Rmse.Length; lag++)
            {
                if (Rmse[lag] < Rmse[best])
                    best = lag;
            }
            return best;
        }
    }

    /// <summary>√(mean((ŷ₍t₎ − y₍t₋ₖ₎)²)) for k = 0, 1, …, all over the same days.</summary>
    public ImmutableArray<double> Rmse { get; }

    /// <summary>Compares a forecast with what happened on the same day, the day before, and so on.</summary>
    /// <param name="actual">What happened, oldest first, (N).</param>
    /// <param name="predicted">What was forecast for the same days, (N).</param>
    /// <param name="longest">The largest shift tried.</param>
    /// <exception cref="ArgumentException">There are too few days for the largest shift.</exception>
    public static Lag Of(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, int longest = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        if (actual.Length != predicted.Length || actual.Length <= longest)
            throw new ArgumentException($"A lag of up to {longest} needs more than {longest} days of both, but there are {actual.Length} actual and {predicted.Length} predicted.");
        var rmse = new double[longest + 1];
        for (var lag = 0; lag <= longest; lag++)
        {
            for (var t = longest; t < actual.Length; t++)
            {
                var error = predicted[t] - actual[t - lag];
                rmse[lag] += error * error;
            }
            rmse[lag] = Math.Sqrt(rmse[lag] / (actual.Length - longest));
        }
        return new Lag([.. rmse]);
    }

    /// <summary>The error over the shift; its lowest point is the lag.</summary>
    public Figure Figure() => new Figure("How far the forecast is from the price k days ago")
        .Line([.. Enumerable.Range(0, Rmse.Length).Select(k => (double)k)], Rmse, "RMSE against the price k days ago");

    /// <inheritdoc/>
    Figure IDisplaysAs<Figure>.ToDisplay() => Figure();

    /// <summary>For example <c>lag 1: the forecast is closest to yesterday's price</c>.</summary>
    public override string ToString() => Days switch
    {
        0 => "lag 0: the forecast is closest to the price of its own day",
        1 => "lag 1: the forecast is closest to yesterday's price",
        var days => $"lag {days}: the forecast is closest to the price {days} days before",
    };
}
