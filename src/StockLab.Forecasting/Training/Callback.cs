namespace StockLab.Forecasting;

/// <summary>Something to do between the epochs of a training.</summary>
public abstract class Callback
{
    /// <summary>Before the first step.</summary>
    public virtual void OnTrainingBegin(TrainingRun run)
    {
    }

    /// <summary>Before the first step of an epoch.</summary>
    /// <param name="run">The training.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public virtual void OnEpochBegin(TrainingRun run, int epoch)
    {
    }

    /// <summary>After an epoch and its validation.</summary>
    public virtual void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>After the last step, also where training was cancelled or diverged.</summary>
    public virtual void OnTrainingEnd(TrainingRun run)
    {
    }

    /// <summary>The watched number of an epoch.</summary>
    /// <exception cref="InvalidOperationException">The validation loss is watched and there are no validation windows.</exception>
    protected static double Watched(Monitor monitor, Epoch epoch) => monitor == Monitor.Loss
        ? epoch.Loss
        : epoch.ValidationLoss ?? throw new InvalidOperationException("The validation loss is watched, but there are no validation windows. Give some to Fit, or watch the training loss.");
}
