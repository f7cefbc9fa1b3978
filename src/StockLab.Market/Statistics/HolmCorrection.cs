namespace StockLab.Market;

/// <summary>
/// Holm's correction of several tests at once: who asks twenty questions at 5 % gets one "yes" by chance alone. If only those null hypotheses are rejected whose corrected p-value is below a
/// level, the chance of rejecting even one true hypothesis stays below that level.
/// </summary>
/// <remarks>The k-th smallest of m p-values is multiplied by m − k + 1, and none is left below one before it. Reference: S. Holm, <i>A Simple Sequentially Rejective Multiple Test Procedure</i>, 1979.</remarks>
public static class HolmCorrection
{
    /// <summary>The corrected p-values, in the order of the given ones.</summary>
    /// <exception cref="ArgumentException">A p-value is not a number from 0 to 1.</exception>
    public static double[] Of(ReadOnlySpan<double> pValues)
    {
        for (var i = 0; i < pValues.Length; i++)
        {
            if (!(pValues[i] is >= 0 and <= 1))
                throw new ArgumentException(FormattableString.Invariant($"p-value {i} is {pValues[i]}: give numbers from 0 to 1."), nameof(pValues));
        }
        var (sorted, order) = (pValues.ToArray(), Enumerable.Range(0, pValues.Length).ToArray());
        Array.Sort(sorted, order);
        var corrected = new double[pValues.Length];
        var highest = 0.0;
        for (var k = 0; k < sorted.Length; k++)
        {
            highest = Math.Max(highest, Math.Min(1, sorted[k] * (sorted.Length - k)));
            corrected[order[k]] = highest;
        }
        return corrected;
    }
}
