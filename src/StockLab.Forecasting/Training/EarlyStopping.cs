namespace StockLab.Forecasting;

/// <summary>Ends training when the watched loss has not fallen for some epochs, as Keras's callback of this name does.</summary>
/// <param name="patience">Epochs without a new low that are borne.</param>
/// <param name="minDelta">A fall smaller than this does not count.</param>
/// <param name="monitor">What is watched.</param>
/// <param name="restoreBest">Whether the network ends with the weights of its best epoch, also where training is cancelled or diverges.</param>
public sealed class EarlyStopping(int patience = 5, double minDelta = 0, Monitor monitor = Monitor.ValidationLoss, bool restoreBest = true) : Callback
{
    private IReadOnlyList<NamedArray>? bestWeights;

    /// <summary>The epoch with the lowest loss, from 1; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingRun run) => (bestWeights, BestEpoch) = (null, 0);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        // Read from the whole history, so that a training that was taken up again stops where an uninterrupted one would.
        var (best, lowest) = (0, double.PositiveInfinity);
        foreach (var epoch in run.History.Epochs)
        {
            if (Watched(monitor, epoch) < lowest - minDelta)
                (best, lowest) = (epoch.Number, Watched(monitor, epoch));
        }
        var now = run.History.Epochs[^1].Number;
        if (best == now && restoreBest)
            bestWeights = run.Network.ReadWeights();
        BestEpoch = best;
        if (now - best >= patience)
            run.Stop = true;
    }

    /// <inheritdoc/>
    public override void OnTrainingEnd(TrainingRun run)
    {
        if (bestWeights is not null)
            run.Network.LoadWeights(bestWeights);
    }
}
