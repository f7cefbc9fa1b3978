namespace StockLab.Experiments;

/// <summary>What one training of a sweep found. Errors are in the experiment's units: S4's are those of windows divided by their first value, the other recipes' are prices squared.</summary>
public sealed record TrialResult
{
    /// <summary>The mean squared error on the test windows.</summary>
    public required double Mse { get; init; }

    /// <summary>What S4 computed instead (<see cref="BroadcastError"/>).</summary>
    public required double BroadcastMse { get; init; }

    /// <summary>The mean squared error of "tomorrow as today" on the same windows.</summary>
    public required double NaiveMse { get; init; }

    /// <summary>The training loss of the last epoch.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of test days whose direction the forecast named rightly.</summary>
    public double DirectionalAccuracy { get; init; } = double.NaN;

    /// <summary>Keras's "accuracy" of a regression, as S4 asked for it: a single output counts as right where the target equals 1 (output above 0.5) or 0 exactly.</summary>
    public double KerasAccuracy { get; init; } = double.NaN;

    /// <summary>Seconds of training.</summary>
    public required double Seconds { get; init; }

    /// <summary>The first and the last day of the training windows; null where there are no days.</summary>
    public (DateOnly First, DateOnly Last)? Train { get; init; }

    /// <summary>The first and the last day forecast; null where there are no days.</summary>
    public (DateOnly First, DateOnly Last)? Test { get; init; }

    /// <summary>The losses, epoch by epoch.</summary>
    public required IReadOnlyList<EpochValue> Epochs { get; init; }

    /// <summary>Whether the network that was judged is that of the epoch with the lowest validation loss, as early stopping leaves it, rather than that of the last epoch.</summary>
    public bool EndsAtBest { get; init; }

    /// <summary>The validation loss of the network that was judged; NaN where it was not measured. What successive halving compares, where it is there.</summary>
    public double ValidationLoss => EndsAtBest
        ? Epochs.Select(epoch => epoch.ValidationLoss).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min()
        : Epochs.Count == 0 ? double.NaN : Epochs[^1].ValidationLoss;
}
