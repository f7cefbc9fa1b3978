using System.Collections.Immutable;

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

    /// <summary>A scaler to [0, 1] that was fitted before, from the ranges it learnt: a saved model brings its own scaler along.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="minima">The smallest value of each column in the rows fitted on.</param>
    /// <param name="maxima">The largest value of each.</param>
    /// <exception cref="ArgumentException">A range is missing, not finite, or its minimum lies above its maximum.</exception>
    public static MinMaxScaler OfRanges(ImmutableArray<string> names, ReadOnlySpan<double> minima, ReadOnlySpan<double> maxima)
    {
        if (minima.Length != names.Length || maxima.Length != names.Length)
            throw new ArgumentException($"{names.Length} columns need as many minima and maxima, not {minima.Length} and {maxima.Length}.", nameof(minima));
        var spread = new double[names.Length];
        for (var c = 0; c < spread.Length; c++)
        {
            if (!double.IsFinite(minima[c]) || !double.IsFinite(maxima[c]) || minima[c] > maxima[c])
                throw new ArgumentException(FormattableString.Invariant($"The range of column {names[c]} is {minima[c]} to {maxima[c]}; both must be finite, the smaller first."), nameof(minima));
            spread[c] = LinearScaler.NonZero(maxima[c] - minima[c]);
        }
        double[] center = [.. minima];
        return new(new LinearScaler(names, center, spread, gain: 1, shift: 0), center, [.. maxima]);
    }

    /// <summary>The smallest value of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double Minimum(string column) => _minima[_linear.IndexOf(column)];

    /// <summary>The largest value of a column in the fitted rows.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    public double Maximum(string column) => _maxima[_linear.IndexOf(column)];

    /// <summary>One value of the c-th fitted column in the scaler's units: what <see cref="Transform"/> does to it, in the same bits.</summary>
    public double Scale(double value, int column) => _linear.Scale(value, column);

    /// <summary>One value of the c-th fitted column back in its own units: what <see cref="Inverse"/> does to it, in the same bits.</summary>
    public double Unscale(double scaled, int column) => _linear.Unscale(scaled, column);

    /// <inheritdoc/>
    public FeatureTable Transform(FeatureTable table) => _linear.Transform(table);

    /// <inheritdoc/>
    public double[] Inverse(ReadOnlySpan<double> values, string column) => _linear.Inverse(values, column);
}
