namespace StockLab.Forecasting;

/// <summary>Where training stands. Reported at the end of each epoch and, while one runs, a few times a second.</summary>
/// <param name="Epoch">The epoch that runs or has just ended, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Steps done of this epoch.</param>
/// <param name="Steps">Steps an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="ValidationLoss">The loss on the validation windows after the epoch; null before, and where there are none.</param>
/// <param name="Elapsed">Since training began.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Step, int Steps, double Loss, double? ValidationLoss, TimeSpan Elapsed)
{
    /// <summary>Done, of [0, 1].</summary>
    public double Fraction => (Epoch - 1 + (double)Step / Steps) / Epochs;

    /// <summary>For example <c>epoch 2/3 · step 1,200/2,023 · loss 0.00123</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"epoch {Epoch}/{Epochs} · step {Step:N0}/{Steps:N0} · loss {Loss:G4}{(ValidationLoss is { } v ? $" · validation {v:G4}" : "")}");
}
