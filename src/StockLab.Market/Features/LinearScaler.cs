using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>x' = (x − center) / spread · gain + shift, with a center and a spread a column: the form that the min-max, standard and robust scalers share.</summary>
internal sealed class LinearScaler(ImmutableArray<string> names, double[] center, double[] spread, double gain = 1, double shift = 0)
{
    internal FeatureTable Transform(FeatureTable table)
    {
        var columns = table.Names.Select(IndexOf).ToArray();
        var values = table.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var column = columns[i % columns.Length];
            values[i] = Scale(values[i], column);
        }
        return table.WithValues(values);
    }

    internal double[] Inverse(ReadOnlySpan<double> values, string name)
    {
        var column = IndexOf(name);
        var inverse = new double[values.Length];
        for (var i = 0; i < inverse.Length; i++)
            inverse[i] = Unscale(values[i], column);
        return inverse;
    }

    internal double Scale(double value, int column) => ((value - center[column]) / spread[column] * gain) + shift;

    internal double Unscale(double scaled, int column) => ((scaled - shift) / gain * spread[column]) + center[column];

    internal int IndexOf(string name) => names.IndexOf(name) is >= 0 and var index
        ? index
        : throw new ArgumentException($"The scaler was not fitted on a column {PriceDataException.Quote(name)}; it knows {string.Join(", ", names)}.", nameof(name));

    /// <summary>The present (not NaN) values of a column within a range of rows.</summary>
    /// <exception cref="PriceDataException">There is none.</exception>
    internal static double[] Present(FeatureTable table, int column, Range rows)
    {
        var (start, length) = rows.GetOffsetAndLength(table.Rows);
        var present = new List<double>(length);
        for (var r = start; r < start + length; r++)
        {
            if (table.Row(r)[column] is var value && !double.IsNaN(value))
                present.Add(value);
        }
        return present.Count > 0
            ? [.. present]
            : throw new PriceDataException(
                $"column {table.Names[column]} of {table.Symbol} has no value in rows {start} to {start + length - 1}, so no scale can be fitted",
                "Leave the column out, or fit on more rows.", table.Origin.Path);
    }

    /// <summary>A spread to divide by: like scikit-learn, 1 where the spread is zero or below ten units of rounding.</summary>
    internal static double NonZero(double spread) => spread < 10 * (double.BitIncrement(1) - 1) ? 1 : spread;
}
