using System.Diagnostics;

namespace StockLab.Forecasting;

/// <summary>The training loop: epochs, batches, callbacks, progress. It knows neither networks nor data, only the numbers of the samples.</summary>
/// <param name="settings">How to train.</param>
/// <param name="callbacks">What to do between the epochs, in this order.</param>
/// <param name="count">N, the samples.</param>
/// <param name="step">Learns from a batch.</param>
/// <param name="validate">Measures the validation loss; null where there is none.</param>
internal sealed class TrainingLoop(TrainingSettings settings, IReadOnlyList<Callback> callbacks, int count, TrainingLoop.BatchStep step, Func<double>? validate)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Learns from the samples of these numbers and returns their mean loss before.</summary>
    internal delegate float BatchStep(ReadOnlySpan<int> indices);

    /// <summary>Told the seed of each epoch before its first step.</summary>
    internal Action<long> BeginEpoch { get; init; } = _ => { };

    /// <summary>Called after the last step of a training that was not cut short.</summary>
    internal Action Finish { get; init; } = () => { };

    /// <summary>The order in which an epoch sees the samples.</summary>
    internal static int[] OrderOf(TrainingSettings settings, int epoch, int count) =>
        settings.Shuffle ? new SeededRandom(settings.Seed, stream: epoch).Permutation(count) : Enumerable.Range(0, count).ToArray();

    /// <summary>Trains.</summary>
    internal History Run(IWeights network, IOptimizerState optimization, Checkpoint? resume, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        var batch = Math.Min(settings.BatchSize, count);
        var steps = (count + batch - 1) / batch;
        var history = new History(resume?.Epochs ?? [], settings.Epochs * steps);
        var run = new TrainingRun(network, optimization, history);
        if (resume is not null)
            network.LoadWeights(resume.Weights);
        foreach (var callback in callbacks)
            callback.OnTrainingBegin(run);
        if (resume is not null)
        {
            optimization.LoadState(resume.OptimizerState);
            optimization.LearningRate = resume.LearningRate;
        }

        try
        {
            var clock = Stopwatch.StartNew();
            for (var epoch = history.Epochs.Count + 1; epoch <= settings.Epochs && !run.Stop; epoch++)
            {
                foreach (var callback in callbacks)
                    callback.OnEpochBegin(run, epoch);
                var began = clock.Elapsed;
                var loss = RunEpoch(epoch);
                var seconds = (clock.Elapsed - began).TotalSeconds;
                var validationLoss = validate?.Invoke();
                history.AddEpoch(new Epoch(epoch, loss, validationLoss, optimization.LearningRate, seconds));
                progress?.Report(new TrainingProgress(epoch, settings.Epochs, steps, steps, loss, validationLoss, clock.Elapsed));
                foreach (var callback in callbacks)
                    callback.OnEpochEnd(run);
            }
            Finish();
            return history;

            // One pass over the samples; returns the mean of their losses.
            double RunEpoch(int epoch)
            {
                var order = OrderOf(settings, epoch, count);
                BeginEpoch(settings.Seed + epoch);
                var (sum, reported) = (0.0, clock.Elapsed);
                for (var number = 1; number <= steps; number++)
                {
                    cancel.ThrowIfCancellationRequested();
                    var indices = order.AsSpan((number - 1) * batch, Math.Min(batch, count - ((number - 1) * batch)));
                    var loss = step(indices);
                    if (!float.IsFinite(loss))
                        throw new TrainingDivergedException(loss, epoch, number, optimization.LearningRate);

                    history.AddStep(loss);
                    sum += (double)loss * indices.Length;
                    if (progress is not null && number < steps && clock.Elapsed - reported > ReportEvery)
                    {
                        reported = clock.Elapsed;
                        progress.Report(new TrainingProgress(epoch, settings.Epochs, number, steps, sum / ((double)number * batch), null, reported));
                    }
                }
                return sum / count;
            }
        }
        finally
        {
            foreach (var callback in callbacks)
                callback.OnTrainingEnd(run);
        }
    }
}
