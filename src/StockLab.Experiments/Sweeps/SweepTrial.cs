namespace StockLab.Experiments;

/// <summary>One task of a sweep and, where it was completed, its result.</summary>
/// <param name="Task">The task's code, for example <c>TASK01</c>.</param>
/// <param name="Settings">Every hyper-parameter by S4's field name, for example <c>LEARNING_RATE</c>, as invariant text.</param>
/// <param name="Seed">The seed of the initial weights and of the order of the windows; it follows from the settings.</param>
/// <param name="Fold">0, or the number of the repetition where a sweep trains each setting several times.</param>
/// <param name="State">Where the task stands.</param>
/// <param name="Mse">The mean squared error on the test windows, in the recipe's scaled units; NaN unless <see cref="TaskState.Completed"/>.</param>
/// <param name="BroadcastMse">
/// What the source computed instead: the mean over all N × N pairs of (prediction i − actual j)², because shapes (N, 1) and (N) broadcast; NaN unless completed.
/// </param>
/// <param name="NaiveMse">The mean squared error of the naive forecast of the same windows, in the same units; NaN unless completed.</param>
/// <param name="Seconds">Seconds of training; NaN unless completed.</param>
/// <param name="Epochs">The losses, epoch by epoch; empty where none was recorded.</param>
/// <param name="Note">The error, the rule that pruned it, or empty.</param>
public sealed record SweepTrial(
    string Task, IReadOnlyDictionary<string, string> Settings, int Seed, int Fold, TaskState State,
    double Mse, double BroadcastMse, double NaiveMse, double Seconds, IReadOnlyList<EpochValue> Epochs, string Note)
{
    /// <summary>The validation loss of the network that was judged: after the last epoch, or, of a training that early stopping took back to its best epoch, the lowest; NaN where it was not measured.</summary>
    public double ValidationLoss { get; init; } = Epochs.Count == 0 ? double.NaN : Epochs[^1].ValidationLoss;

    /// <summary>The first and the last day on which it was judged; null unless completed.</summary>
    public (DateOnly First, DateOnly Last)? Test { get; init; }
}
