namespace StockLab.Experiments;

/// <summary>
/// Ends a training whose validation loss, after an epoch, is worse than the median of the others' after as many epochs (Golovin et al., 2017, without the averaging). What "the
/// others" are depends on who came first, so a sweep pruned by it is not repeatable to the letter; it is off unless a search space asks for it.
/// </summary>
/// <param name="After">The first epoch at which it judges.</param>
/// <param name="Others">How many others must have got as far.</param>
public sealed record MedianRule(int After, int Others)
{
    /// <summary>The reason to prune; null where there is none.</summary>
    /// <param name="own">The epoch just ended.</param>
    /// <param name="others">The validation losses of the other tasks after the same epoch.</param>
    public string? Judge(EpochValue own, IReadOnlyList<double> others)
    {
        if (own.Epoch < After || others.Count < Others || double.IsNaN(own.ValidationLoss))
            return null;
        var sorted = others.Order().ToList();
        var median = sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
        return own.ValidationLoss > median
            ? FormattableString.Invariant($"median rule: validation loss {own.ValidationLoss:G4} after epoch {own.Epoch}, the median of {others.Count} others is {median:G4}")
            : null;
    }
}
