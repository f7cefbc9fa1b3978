namespace StockLab.Forecasting;

/// <summary>Sets the learning rate of each epoch.</summary>
/// <param name="rate">The rate of an epoch (from 1), given the rate of the first.</param>
public sealed class LearningRateSchedule(Func<int, double, double> rate) : Callback
{
    private double first;

    /// <summary>The rate is multiplied by <paramref name="factor"/> after every <paramref name="epochs"/> epochs.</summary>
    public static LearningRateSchedule Step(int epochs, double factor) => new((epoch, first) => first * Math.Pow(factor, (epoch - 1) / epochs));

    /// <summary>The rate is multiplied by <paramref name="factor"/> after every epoch.</summary>
    public static LearningRateSchedule Exponential(double factor) => new((epoch, first) => first * Math.Pow(factor, epoch - 1));

    /// <summary>The rate falls along half a cosine to <paramref name="lowest"/> over <paramref name="epochs"/> epochs (Loshchilov and Hutter, 2016).</summary>
    public static LearningRateSchedule Cosine(int epochs, double lowest = 0) => new((epoch, first) =>
        lowest + ((first - lowest) * (1 + Math.Cos(Math.PI * Math.Min(1, (epoch - 1.0) / Math.Max(1, epochs - 1)))) / 2));

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingRun run) => first = run.Optimization.LearningRate;

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingRun run, int epoch) => run.Optimization.LearningRate = rate(epoch, first);
}

/// <summary>Lowers the learning rate when the watched loss has not fallen for some epochs, as Keras's ReduceLROnPlateau does.</summary>
/// <param name="factor">What the rate is multiplied by.</param>
/// <param name="patience">Epochs without a new low that are borne.</param>
/// <param name="lowest">The rate does not fall below this.</param>
/// <param name="monitor">What is watched.</param>
public sealed class ReduceOnPlateau(double factor = 0.1, int patience = 10, double lowest = 0, Monitor monitor = Monitor.ValidationLoss) : Callback
{
    private const double SmallestFall = 1e-4;

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        var (waited, low) = (0, double.PositiveInfinity);
        foreach (var epoch in run.History.Epochs)
        {
            if (Watched(monitor, epoch) < low - SmallestFall)
                (waited, low) = (0, Watched(monitor, epoch));
            else if (++waited >= patience)
                waited = epoch.Number == run.History.Epochs[^1].Number ? patience : 0;
        }
        if (waited >= patience)
            run.Optimization.LearningRate = Math.Max(lowest, run.Optimization.LearningRate * factor);
    }
}
