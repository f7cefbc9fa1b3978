using System.Collections.Immutable;
using System.Globalization;

namespace StockLab.Market;

/// <summary>What cleaning steps do to the rows of a series.</summary>
internal static class CleaningRows
{
    internal static readonly string[] AllColumns = ["Open", "High", "Low", "Close", "Volume"];

    /// <summary>The series with only the rows that a rule keeps; the same object if it keeps all.</summary>
    internal static PriceSeries Keep(PriceSeries prices, Func<int, bool> keep)
    {
        int[] rows = [.. Enumerable.Range(0, prices.Count).Where(keep)];
        if (rows.Length == prices.Count)
            return prices;
        return new PriceSeries(
            prices.Symbol, prices.Origin, Take(prices.Dates), Take(prices.Open), Take(prices.High), Take(prices.Low), Take(prices.Close), Take(prices.Volume),
            prices.AdjClose is { } adjusted ? Take(adjusted) : null);

        ImmutableArray<T> Take<T>(ImmutableArray<T> column) => [.. rows.Select(row => column[row])];
    }

    internal static ImmutableArray<double> Column(PriceSeries prices, string name) => name switch
    {
        "Open" => prices.Open,
        "High" => prices.High,
        "Low" => prices.Low,
        "Close" => prices.Close,
        "Volume" => prices.Volume,
        _ => throw new ArgumentException($"There is no column {PriceDataException.Quote(name)} to clean; there are {string.Join(", ", AllColumns)}.", nameof(name)),
    };

    internal static string Text(double value) => double.IsNaN(value) ? "missing" : value.ToString("0.######", CultureInfo.InvariantCulture);

    internal static string Percent(double fraction) => fraction.ToString("+0.0 %;−0.0 %", CultureInfo.InvariantCulture);
}
