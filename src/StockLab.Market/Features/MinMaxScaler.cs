namespace StockLab.Market;

/// <summary>
/// Maps each column's smallest value of the fitted rows to <c>min</c> and its largest to <c>max</c>: x' = (x − x_min) / (x_max − x_min) · (max − min) + min.
/// Rows outside the fitted ones may fall outside [min, max]; that is what an honest test row does.
/// A constant column is divided by 1 instead of 0, so it becomes <c>min</c> everywhere and its inverse is exact, as in scikit-learn's MinMaxScaler.
/// </summary>
public sealed class MinMaxScaler : IScaler
{
    private readonly LinearScaler _linear;
    private readonly double[] _minima, _maxima;     // [features], of the fitted rows

    private MinMaxScaler(LinearScaler linear, double[] minima, double[] maxima) => (_linear, _minima, _maxima) = (linear, minima, maxima);

    /// <summary>Learns each column's range from some of the rows. Fit on the training rows only: a scaler that saw the test rows leaks them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows to learn from, for example <c>split.Train</c>; missing values are passed over.</param>
    /// <param name="min">Where a column's smallest value goes.</param>
    /// <param name="max">Where a column's largest value goes.</param>
    /// <exception cref="ArgumentException"><paramref name="min"/> is not below <paramref name="max"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows reach beyond the table.</exception>
    /// <exception cref="PriceDataException">A column has no value in these rows.</exception>
    public static MinMaxScaler Fit(FeatureTable table, Range rows, double min = 0, double max = 1)
    {
        if (!(min < max))
            throw new ArgumentException($"min ({min}) must be below max ({max}).", nameof(min));
        var (minima, maxima, spread) = (new double[table.Features], new double[table.Features], new double[table.Features]);
        for (var c = 0; c < table.Features; c++)
        {
            var present = LinearScaler.Present(table, c, rows);
            (minima[c], maxima[c]) = (present.Min(), present.Max());
            spread[c] = LinearScaler.NonZero(maxima[c] - minima[c]);
        }
        return new(new LinearScaler(table.Names, minima, spread, gain: max - min, shift: min), minima, maxima);
    }

    /// <summary>The smallest value of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double Minimum(string column) => _minima[_linear.IndexOf(column)];

    /// <summary>The largest value of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double Maximum(string column) => _maxima[_linear.IndexOf(column)];

    /// <inheritdoc/>
    public FeatureTable Transform(FeatureTable table) => _linear.Transform(table);

    /// <inheritdoc/>
    public double[] Inverse(ReadOnlySpan<double> values, string column) => _linear.Inverse(values, column);
}
