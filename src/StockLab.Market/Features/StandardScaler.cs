namespace StockLab.Market;

/// <summary>
/// Gives each column mean 0 and standard deviation 1 over the fitted rows: x' = (x − mean) / sd, with the population's sd (divided by n, not n − 1), as scikit-learn's
/// StandardScaler. A constant column is divided by 1.
/// </summary>
public sealed class StandardScaler : IScaler
{
    private readonly LinearScaler _linear;
    private readonly double[] _means, _deviations;      // [features], of the fitted rows

    private StandardScaler(LinearScaler linear, double[] means, double[] deviations) => (_linear, _means, _deviations) = (linear, means, deviations);

    /// <summary>Learns each column's mean and standard deviation from some of the rows. Fit on the training rows only.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows to learn from; missing values are passed over.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows reach beyond the table.</exception>
    /// <exception cref="PriceDataException">A column has no value in these rows.</exception>
    public static StandardScaler Fit(FeatureTable table, Range rows)
    {
        var (means, deviations, spread) = (new double[table.Features], new double[table.Features], new double[table.Features]);
        for (var c = 0; c < table.Features; c++)
        {
            var present = LinearScaler.Present(table, c, rows);
            var mean = means[c] = present.Average();
            deviations[c] = Math.Sqrt(present.Average(x => (x - mean) * (x - mean)));
            spread[c] = LinearScaler.NonZero(deviations[c]);
        }
        return new(new LinearScaler(table.Names, means, spread), means, deviations);
    }

    /// <summary>The mean of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double Mean(string column) => _means[_linear.IndexOf(column)];

    /// <summary>The population's standard deviation of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double Deviation(string column) => _deviations[_linear.IndexOf(column)];

    /// <inheritdoc/>
    public FeatureTable Transform(FeatureTable table) => _linear.Transform(table);

    /// <inheritdoc/>
    public double[] Inverse(ReadOnlySpan<double> values, string column) => _linear.Inverse(values, column);
}
