using System.Globalization;
using Microsoft.Data.Analysis;
using StockLab.Forecasting;

namespace StockLab.Interop;

/// <summary>The measures of forecasts as a <see cref="DataFrame"/>, a row a forecast: <c>Forecast</c> and then the members of <see cref="Metrics"/>; and back.</summary>
public static class MetricsFrame
{
    private static readonly string[] Measures =
    [
        nameof(Metrics.Rmse), nameof(Metrics.Mae), nameof(Metrics.Mape), nameof(Metrics.Bias), nameof(Metrics.DirectionalAccuracy), nameof(Metrics.MajorityDirection), nameof(Metrics.RSquared),
    ];

    /// <summary>The rows of a comparison, the naive forecast first. A measure that is not defined (NaN) is null.</summary>
    public static DataFrame ToDataFrame(this Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return ToDataFrame(comparison.Rows);
    }

    /// <summary>Forecasts with their measures.</summary>
    public static DataFrame ToDataFrame(this IReadOnlyList<(string Name, Metrics Metrics)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        DataFrameColumn Column(string name, Func<Metrics, double> measure) => FrameColumn.Of(name, rows.Select(row => measure(row.Metrics)).ToArray());
        return new DataFrame(
            new StringDataFrameColumn("Forecast", rows.Select(row => row.Name)),
            Column(Measures[0], m => m.Rmse), Column(Measures[1], m => m.Mae), Column(Measures[2], m => m.Mape), Column(Measures[3], m => m.Bias),
            Column(Measures[4], m => m.DirectionalAccuracy), Column(Measures[5], m => m.MajorityDirection), Column(Measures[6], m => m.RSquared),
            new Int32DataFrameColumn(nameof(Metrics.Count), rows.Select(row => row.Metrics.Count)));
    }

    /// <summary>Forecasts with their measures from such a data frame.</summary>
    /// <exception cref="ArgumentException">A column is missing or holds no numbers, or a count is no whole number.</exception>
    public static IReadOnlyList<(string Name, Metrics Metrics)> ToMetrics(this DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var names = FrameColumn.Named(frame, "Forecast");
        var values = Array.ConvertAll(Measures, measure => FrameColumn.Values(FrameColumn.Named(frame, measure)));
        var counts = FrameColumn.Values(FrameColumn.Named(frame, nameof(Metrics.Count)));
        var odd = Array.FindIndex(counts, count => !(count >= 0 && count <= int.MaxValue && double.IsInteger(count)));
        if (odd >= 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The column {nameof(Metrics.Count)} holds {counts[odd]} in row {odd}; it is a number of days."), nameof(frame));
        return [.. Enumerable.Range(0, counts.Length).Select(row => (
            Convert.ToString(names[row], CultureInfo.InvariantCulture) ?? "",
            new Metrics(values[0][row], values[1][row], values[2][row], values[3][row], values[4][row], values[5][row], values[6][row], (int)counts[row])))];
    }
}
