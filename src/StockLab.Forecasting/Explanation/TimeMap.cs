using System.Collections.Immutable;
using StockLab.Display;
using StockLab.Market;

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

    /// <summary>The map under the prices of the sample's days.</summary>
    /// <param name="prices">The share's prices, a row a day of the map.</param>
    /// <exception cref="ArgumentException">There are not as many days as the map has.</exception>
    public Figure Under(PriceSeries prices) => prices.Count != Values.Length
        ? throw new ArgumentException($"The map has {Values.Length} days, the prices of {prices.Symbol} {prices.Count}. Give the prices of the sample's own days.", nameof(prices))
        : new Figure($"{prices.Symbol} and the days that count · {Method}").Subtitle(prices.Origin.ToString()).YTitle("close").Line(prices.Dates, prices.Close, "close", Tone.Blue)
            .Panel("importance").Area(prices.Dates, Values, Method, Tone.Vermillion);

    /// <summary>Several methods' maps over the same days, each scaled to a mean of 1.</summary>
    /// <param name="maps">The maps.</param>
    public static Figure Compare(params IReadOnlyList<TimeMap> maps)
    {
        var figure = new Figure("Which days count").XTitle("day of the sample").YTitle("importance, mean 1");
        foreach (var map in maps)
        {
            var mean = map.Values.Average();
            figure.Line([.. Enumerable.Range(0, map.Values.Length)], [.. map.Values.Select(value => mean == 0 ? 0 : value / mean)], map.Method);
        }
        return figure;
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => Figure();
}
