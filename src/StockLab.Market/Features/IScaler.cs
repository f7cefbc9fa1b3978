namespace StockLab.Market;

/// <summary>A fitted, invertible change of units, column by column.</summary>
public interface IScaler
{
    /// <summary>The table in the scaler's units. Missing values stay missing.</summary>
    /// <exception cref="ArgumentException">The table has a column that the scaler was not fitted on.</exception>
    FeatureTable Transform(FeatureTable table);

    /// <summary>Values of one column back in its own units, for example forecasts in dollars.</summary>
    /// <exception cref="ArgumentException">The scaler was not fitted on that column.</exception>
    double[] Inverse(ReadOnlySpan<double> values, string column);
}
