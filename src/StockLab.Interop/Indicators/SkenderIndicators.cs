using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Skender.Stock.Indicators;
using StockLab.Market;

namespace StockLab.Interop;

/// <summary>Skender's indicators over our prices, and their results as our columns.</summary>
public static partial class SkenderIndicators
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Values = new();

    /// <summary>A series as quotes. Nothing is copied: a quote is a view of its day.</summary>
    /// <exception cref="PriceDataException">A value is missing or too large for <see cref="decimal"/>: a quote cannot say so.</exception>
    public static PriceQuotes ToQuotes(this PriceSeries prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        foreach (var (name, column) in new[] { ("Open", prices.Open), ("High", prices.High), ("Low", prices.Low), ("Close", prices.Close), ("Volume", prices.Volume) })
        {
            for (var row = 0; row < column.Length; row++)
            {
                if (!(Math.Abs(column[row]) < (double)decimal.MaxValue))
                {
                    throw new PriceDataException(
                        $"{name} of {prices.Symbol} on {prices.Dates[row]:yyyy-MM-dd} is {column[row].ToString(CultureInfo.InvariantCulture)}, which no quote can hold",
                        "Clean the prices first, or take one column as it is: prices.ToTuples(\"Close\").", prices.Origin.Path);
                }
            }
        }
        return new PriceQuotes(prices);
    }

    /// <summary>One column as the pairs that Skender's single-valued indicators take too, in double precision and with its missing values.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="column"><c>Open</c>, <c>High</c>, <c>Low</c>, <c>Close</c>, <c>Adj Close</c>, <c>Volume</c> or <c>Mid</c>.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static IEnumerable<(DateTime Date, double Value)> ToTuples(this PriceSeries prices, string column = "Close")
    {
        ArgumentNullException.ThrowIfNull(prices);
        var values = FeatureTable.From(prices, column).Values;
        return Enumerable.Range(0, prices.Count).Select(row => (prices.Dates[row].ToDateTime(TimeOnly.MinValue), values.Span[row]));
    }

    /// <summary>
    /// Any of Skender's results as columns that lie row by row beside the prices: one a property, NaN where the result is null or has no such day. A result with one
    /// value gives a column of the name; one with several gives <c>name_property</c> each. Of several results of one day, as bricks of Renko are, the last counts.
    /// </summary>
    /// <remarks>
    /// Not every column may be a feature. Some of Skender's results are written over when later days come: <c>GetDpo</c>, <c>GetFractal</c>, <c>GetPivots</c>,
    /// <c>GetRenkoAtr</c>, <c>GetStdDevChannels</c>, <c>GetZigZag</c>, the chikou span of <c>GetIchimoku</c>, the line of <c>GetSlope</c>. <see cref="LookAhead"/> tells.
    /// </remarks>
    /// <typeparam name="TResult">The result, for example <see cref="RsiResult"/>.</typeparam>
    /// <param name="results">What an indicator returned.</param>
    /// <param name="prices">The prices it was computed of.</param>
    /// <param name="name">The name, for example <c>rsi14</c>.</param>
    /// <exception cref="ArgumentException">A result is of a day that the prices do not have, or has no value that is a number.</exception>
    public static FeatureTable ToFeatureTable<TResult>(this IEnumerable<TResult> results, PriceSeries prices, string name) where TResult : ISeries
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(prices);
        var properties = Values.GetOrAdd(typeof(TResult), NumbersOf);
        if (properties.Length == 0)
            throw new ArgumentException($"{typeof(TResult).Name} has no property that is a number.", nameof(results));
        var values = new double[prices.Count * properties.Length];
        Array.Fill(values, double.NaN);
        foreach (var result in results)
        {
            var row = prices.Dates.AsSpan().BinarySearch(DateOnly.FromDateTime(result.Date));
            if (row < 0)
                throw new ArgumentException($"The result of {result.Date:yyyy-MM-dd} is of a day that {prices.Symbol} does not have. Give the prices that the indicator was computed of.", nameof(prices));
            for (var c = 0; c < properties.Length; c++)
                values[(row * properties.Length) + c] = Number(properties[c].GetValue(result));
        }
        var names = properties.Length == 1 ? [name] : properties.Select(property => $"{name}_{Words().Replace(property.Name, "$1_$2").ToLowerInvariant()}");
        return new FeatureTable(prices.Symbol, prices.Origin, prices.Dates, [.. names], values);
    }

    private static PropertyInfo[] NumbersOf(Type result) => [.. result.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
        .Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is var type
            && (type.IsEnum || type == typeof(bool) || type == typeof(double) || type == typeof(decimal) || type == typeof(int) || type == typeof(long) || type == typeof(float)))];

    private static double Number(object? value) => value switch
    {
        null => double.NaN,
        bool flag => flag ? 1 : 0,
        Enum choice => Convert.ToInt32(choice, CultureInfo.InvariantCulture),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Words();
}
