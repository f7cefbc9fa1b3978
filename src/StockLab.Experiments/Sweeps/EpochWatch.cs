using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>Hands every finished epoch on.</summary>
internal sealed class EpochWatch(Action<EpochValue> ended) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run) => ended(Value(run.History.Epochs[^1]));

    internal static EpochValue Value(Epoch epoch) => new(epoch.Number, epoch.Loss, epoch.ValidationLoss ?? double.NaN);
}
