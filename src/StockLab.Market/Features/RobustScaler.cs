namespace StockLab.Market;

/// <summary>
/// Like <see cref="StandardScaler"/>, but deaf to outliers: x' = (x − median) / (q₇₅ − q₂₅) over the fitted rows, quantiles interpolated linearly, as scikit-learn's RobustScaler.
/// A column whose quartiles coincide is divided by 1.
/// </summary>
public sealed class RobustScaler : IScaler
{
    private readonly LinearScaler _linear;
    private readonly double[] _medians, _ranges;        // [features], of the fitted rows

    private RobustScaler(LinearScaler linear, double[] medians, double[] ranges) => (_linear, _medians, _ranges) = (linear, medians, ranges);

    /// <summary>Learns each column's median and interquartile range from some of the rows. Fit on the training rows only.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows to learn from; missing values are passed over.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows reach beyond the table.</exception>
    /// <exception cref="PriceDataException">A column has no value in these rows.</exception>
    public static RobustScaler Fit(FeatureTable table, Range rows)
    {
        var (medians, ranges, spread) = (new double[table.Features], new double[table.Features], new double[table.Features]);
        for (var c = 0; c < table.Features; c++)
        {
            var sorted = LinearScaler.Present(table, c, rows);
            Array.Sort(sorted);
            medians[c] = Quantile(sorted, 0.5);
            ranges[c] = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
            spread[c] = LinearScaler.NonZero(ranges[c]);
        }
        return new(new LinearScaler(table.Names, medians, spread), medians, ranges);
    }

    /// <summary>The median of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double Median(string column) => _medians[_linear.IndexOf(column)];

    /// <summary>The distance between the quartiles of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double InterquartileRange(string column) => _ranges[_linear.IndexOf(column)];

    /// <inheritdoc/>
    public FeatureTable Transform(FeatureTable table) => _linear.Transform(table);

    /// <inheritdoc/>
    public double[] Inverse(ReadOnlySpan<double> values, string column) => _linear.Inverse(values, column);

    // The value at position q (n − 1) of the sorted values, interpolated between its neighbours: numpy's "linear".
    private static double Quantile(double[] sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 < sorted.Length ? sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
