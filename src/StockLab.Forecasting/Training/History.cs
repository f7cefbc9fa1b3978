using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>One epoch of training.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Loss">The mean loss over the epoch's windows, each measured just before the step that learnt from it, as Keras reports it.</param>
/// <param name="ValidationLoss">The loss on the validation windows after the epoch; null where there are none.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Seconds">What the epoch's steps took, without the validation.</param>
public readonly record struct Epoch(int Number, double Loss, double? ValidationLoss, double LearningRate, double Seconds);

/// <summary>What happened in training: the loss of every epoch and step, and the time they took.</summary>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class History : IDisplaysAs<Figure>
{
    private readonly List<Epoch> epochs;
    private readonly List<float> stepLosses;
    private double seconds;     // since training was last taken up

    internal History(IEnumerable<Epoch> earlier, int steps) => (epochs, stepLosses) = ([.. earlier], new List<float>(steps));

    /// <summary>The epochs, in order; where a training was taken up again, from its very first.</summary>
    public IReadOnlyList<Epoch> Epochs => epochs;

    /// <summary>The loss of every step since training was last taken up, in order.</summary>
    public IReadOnlyList<float> StepLosses => stepLosses;

    /// <summary>What the steps of all epochs took, without validation.</summary>
    public double Seconds => epochs.Sum(epoch => epoch.Seconds);

    /// <summary>The mean time of a step since training was last taken up; NaN where no epoch was finished.</summary>
    public double MillisecondsPerStep { get; private set; } = double.NaN;

    /// <summary>The loss of the last epoch.</summary>
    public double FinalLoss => epochs[^1].Loss;

    internal void AddStep(float loss) => stepLosses.Add(loss);

    internal void AddEpoch(Epoch epoch)
    {
        epochs.Add(epoch);
        seconds += epoch.Seconds;
        MillisecondsPerStep = 1000 * seconds / stepLosses.Count;
    }

    /// <summary>The loss curve: training and, where it was measured, validation, over the epochs.</summary>
    public Figure Figure()
    {
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Number)];
        var figure = new Figure("Loss after each epoch").XTitle("epoch").YTitle("loss").Line(numbers, [.. epochs.Select(epoch => epoch.Loss)], "training", markers: true);
        return epochs.Any(epoch => epoch.ValidationLoss is not null)
            ? figure.Line(numbers, [.. epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)], "validation", markers: true)
            : figure;
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => Figure();

    /// <summary>For example <c>3 epochs, 6069 steps, 1.23 ms a step, loss 0.0012</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{epochs.Count} epochs, {stepLosses.Count} steps, {MillisecondsPerStep:G3} ms a step, loss {(epochs.Count == 0 ? double.NaN : FinalLoss):G4}");
}
