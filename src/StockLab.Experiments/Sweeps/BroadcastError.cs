namespace StockLab.Experiments;

/// <summary>
/// The mean squared error, and what source S4 computed in its stead: <c>mean((y_pred − y_test)²)</c> with shapes (N, 1) and (N) broadcasts to N × N, so every prediction
/// is compared with every actual value, those of other days included.
/// </summary>
/// <remarks>
/// The mean over all pairs is Var(predicted) + Var(actual) + (mean predicted − mean actual)². Which prediction belongs to which day has dropped out: shuffling the
/// predictions changes nothing, and the forecast with the lowest "error" is a constant, the mean of the actual values.
/// </remarks>
public static class BroadcastError
{
    /// <summary>The mean squared error: mean over i of (predicted i − actual i)².</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there is no value.</exception>
    public static double Mse(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        RequirePairs(predicted, actual);
        double sum = 0;
        for (var i = 0; i < predicted.Length; i++)
            sum += (predicted[i] - actual[i]) * (predicted[i] - actual[i]);
        return sum / predicted.Length;
    }

    /// <summary>The source's: mean over all i and j of (predicted i − actual j)², in O(N) from means and variances.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there is no value.</exception>
    public static double BroadcastMse(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        RequirePairs(predicted, actual);
        var (p, y) = (Moments(predicted), Moments(actual));
        return p.Variance + y.Variance + ((p.Mean - y.Mean) * (p.Mean - y.Mean));
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        double mean = 0, variance = 0;
        foreach (var value in values)
            mean += value / values.Length;
        foreach (var value in values)
            variance += (value - mean) * (value - mean) / values.Length;
        return (mean, variance);
    }

    private static void RequirePairs(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        if (predicted.Length != actual.Length || predicted.IsEmpty)
            throw new ArgumentException($"{predicted.Length} predictions cannot be compared with {actual.Length} actual values: each needs its own, and there must be one.");
    }
}
