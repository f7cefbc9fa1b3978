namespace StockLab.Experiments;

/// <summary>Ends a training that, after some epochs, is still many times worse than the naive forecast on the validation windows. It looks at no other task, so it is repeatable.</summary>
/// <param name="After">The first epoch at which it judges.</param>
/// <param name="TimesNaive">How many times the naive forecast's mean squared error is borne.</param>
public sealed record HopelessRule(int After, double TimesNaive)
{
    /// <summary>The reason to prune; null where there is none.</summary>
    public string? Judge(TrialEpoch epoch) => epoch.Value.Epoch >= After && epoch.Value.ValidationLoss > TimesNaive * epoch.NaiveValidationLoss
        ? FormattableString.Invariant($"hopeless: validation loss {epoch.Value.ValidationLoss:G4} after epoch {epoch.Value.Epoch} is more than {TimesNaive} times the naive forecast's {epoch.NaiveValidationLoss:G4}")
        : null;
}
