using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>
/// Source S2's measures of a classifier at a threshold, and the usual ones beside them. An output counts as said if it exceeds the threshold; several may, or none. A measure of the calls of "up" is
/// NaN where there is no such call.
/// </summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">N, the samples.</param>
/// <param name="Calls">How often up was said.</param>
/// <param name="Accuracy">The share of samples of which all three outputs are right: the class that came is said, and no other.</param>
/// <param name="Precision">Of the calls of up, the share that went up.</param>
/// <param name="CrucialFail">Of the calls of up, the share that went down.</param>
/// <param name="SosoFail">Of the calls of up, the share that held.</param>
/// <param name="Recall">Of the samples that went up, the share that was called up.</param>
/// <param name="LikeliestAccuracy">The share of samples of which the likeliest class came, whatever the threshold: the accuracy of the textbooks.</param>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed record DirectionMetrics(
    double Threshold, int Count, int Calls, double Accuracy, double Precision, double CrucialFail, double SosoFail, double Recall, double LikeliestAccuracy) : IDisplaysAs<Table>
{
    /// <summary>The harmonic mean of precision and recall of up: 2PR / (P + R). 0 where up came and was never called rightly.</summary>
    public double F1 => Calls == 0 || Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Measures a forecast.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not of [0, 1].</exception>
    public static DirectionMetrics Of(DirectionForecast forecast, double threshold)
    {
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a probability, from 0 to 1.");
        int right = 0, calls = 0, up = 0, down = 0, hold = 0, wanted = 0, likeliest = 0;
        for (var i = 0; i < forecast.Count; i++)
        {
            var label = forecast.Labels[i];
            var all = true;
            for (var k = Direction.Up; k <= Direction.Hold; k++)
                all &= Said(i, k) == (label == k);
            right += all ? 1 : 0;
            likeliest += forecast.Likeliest(i) == label ? 1 : 0;
            wanted += label == Direction.Up ? 1 : 0;
            if (!Said(i, Direction.Up))
                continue;
            calls++;
            up += label == Direction.Up ? 1 : 0;
            down += label == Direction.Down ? 1 : 0;
            hold += label == Direction.Hold ? 1 : 0;
        }
        return new DirectionMetrics(
            threshold, forecast.Count, calls, Share(right, forecast.Count), Share(up, calls), Share(down, calls), Share(hold, calls), Share(up, wanted), Share(likeliest, forecast.Count));

        bool Said(int i, Direction k) => forecast.Probability(i, k) > threshold;

        static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
    }

    /// <inheritdoc/>
    public Table ToDisplay() => Compare(("", this));

    /// <summary>Several forecasts' measures, a row each.</summary>
    public static Table Compare(params IEnumerable<(string Name, DirectionMetrics Metrics)> rows)
    {
        var table = new Table("Up, down, hold", "Forecast", "Threshold", "Accuracy", "Precision", "Crucial-fail", "Soso-fail", "Recall", "F1", "Calls", "Samples");
        foreach (var share in new[] { "Accuracy", "Precision", "Crucial-fail", "Soso-fail", "Recall" })
            table.Format(share, "P1");
        table.Format("Threshold", "0.000").Format("F1", "0.000");
        foreach (var (name, m) in rows)
            table.Row(name, m.Threshold, m.Accuracy, m.Precision, m.CrucialFail, m.SosoFail, m.Recall, m.F1, m.Calls, m.Count);
        return table;
    }
}
