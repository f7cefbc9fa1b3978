namespace StockLab.Experiments;

/// <summary>How far numbers lie apart.</summary>
internal static class Spread
{
    /// <summary>The sample standard deviation; NaN for fewer than two numbers.</summary>
    internal static double Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
