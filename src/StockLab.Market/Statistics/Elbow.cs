using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// The elbow of a curve: the point that lies farthest from the straight line through its ends, where a falling curve stops falling steeply (or a rising one
/// stops rising).
/// </summary>
/// <remarks>
/// Both axes are scaled to [0, 1], so that units do not matter; the distance is 0 for a straight line and at most √½.
/// Reference: V. Satopää et al., <i>Finding a "Kneedle" in a Haystack</i>, 2011 (its idea, without the smoothing).
/// </remarks>
/// <param name="Index">The point's place, counted from 0.</param>
/// <param name="Value">The curve there.</param>
/// <param name="Distance">Its distance from the line, in the scaled axes.</param>
[TypeFormatterSource(typeof(ShowsText))]
public sealed record Elbow(int Index, double Value, double Distance)
{
    /// <summary>Finds the elbow of a curve over 0, 1, 2, ….</summary>
    /// <exception cref="ArgumentException">There are fewer than three points, or missing ones, or the curve is flat.</exception>
    public static Elbow Of(ReadOnlySpan<double> curve)
    {
        Require.Varied(curve, least: 3);
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in curve)
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        var last = curve.Length - 1;
        var slope = (curve[last] - curve[0]) / (highest - lowest);
        var elbow = new Elbow(0, curve[0], 0);
        for (var i = 1; i < last; i++)
        {
            var above = (curve[i] - curve[0]) / (highest - lowest) - slope * i / last;
            var distance = Math.Abs(above) / Math.Sqrt(1 + slope * slope);
            if (distance > elbow.Distance)
                elbow = new Elbow(i, curve[i], distance);
        }
        return elbow;
    }

    /// <summary>One line.</summary>
    public override string ToString() => FormattableString.Invariant($"elbow at {Index} (value {Value:G6}, distance {Distance:F3})");
}
