using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>How much each day of a sample matters to a classifier, in the eyes of one method.</summary>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class TimeMap : IDisplaysAs<Figure>
{
    /// <summary>A map.</summary>
    /// <param name="method">What measured it, for example <c>Grad-CAM</c>.</param>
    /// <param name="values">One value a day, (T), at least 0.</param>
    /// <exception cref="ArgumentException">A value is negative or not a number.</exception>
    public TimeMap(string method, IEnumerable<double> values)
    {
        (Method, Values) = (method, [.. values]);
        for (var t = 0; t < Values.Length; t++)
        {
            if (!(Values[t] >= 0 && double.IsFinite(Values[t])))
                throw new ArgumentException(FormattableString.Invariant($"Day {t} of the {method} map is {Values[t]}. A map holds finite numbers from 0 up; are the network's weights finite?"), nameof(values));
        }
    }

    /// <summary>What measured the map.</summary>
    public string Method { get; }

    /// <summary>One value a day, (T).</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>How much stronger the map is within a stretch of days than it would be if it marked all days alike: its mean within over its mean everywhere; 1 says nothing, 0 for an empty map.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The stretch is empty or reaches beyond the days.</exception>
    public double Emphasis(Range days)
    {
        var (from, count) = days.GetOffsetAndLength(Values.Length);
        ArgumentOutOfRangeException.ThrowIfZero(count, nameof(days));
        var mean = Values.Average();
        return mean == 0 ? 0 : Values.AsSpan(from, count).ToArray().Average() / mean;
    }

    /// <summary>The map over the days.</summary>
    public Figure Figure() => new Figure($"Days by {Method}").XTitle("day of the sample").YTitle("importance").Area([.. Enumerable.Range(0, Values.Length)], Values, Method);

    /// <inheritdoc/>
    public Figure ToDisplay() => Figure();
}
