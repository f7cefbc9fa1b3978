namespace StockLab.Forecasting;

/// <summary>The loss became infinite or not a number: the weights are lost, and training on would only hide it.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Says where it happened and what usually helps.</summary>
    public TrainingDivergedException(double loss, int epoch, int step, double learningRate)
        : base(FormattableString.Invariant(
            $"Training diverged: the loss is {loss} at epoch {epoch}, step {step} (learning rate {learningRate}). ") +
            "Lower the learning rate, clip the gradients, or look for huge or missing values in the features.")
    {
    }
}
