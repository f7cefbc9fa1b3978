namespace StockLab.Forecasting;

/// <summary>
/// Trains a network on windows. It knows no engine, and draws the order of the windows from its own seed, so that every engine sees the same batches.
/// </summary>
/// <param name="settings">How to train.</param>
/// <param name="callbacks">What to do between the epochs, in this order.</param>
public sealed class Trainer(TrainingSettings settings, params IReadOnlyList<Callback> callbacks)
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">The network; it continues from its present weights.</param>
    /// <param name="train">The windows to learn from.</param>
    /// <param name="validation">Windows whose loss is measured after each epoch; nothing is learnt from them.</param>
    /// <param name="resume">Where an earlier training stood; it goes on from there as if it had never stopped, bit for bit.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancel">Checked before every step.</param>
    /// <returns>What happened, epoch by epoch.</returns>
    /// <exception cref="ArgumentException">The shape of the windows is not the network's.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> asked for it.</exception>
    public History Fit(
        INetwork network, Samples train, Samples? validation = null, Checkpoint? resume = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        RequireFit(network.Settings, train);
        if (validation is not null)
            RequireFit(network.Settings, validation);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.BatchSize);

        using var optimization = network.Optimize(settings.Optimizer, settings.Loss);
        var batch = Math.Min(settings.BatchSize, train.Count);
        var x = new float[batch * train.Length * train.Features];     // (B, T, F)
        var y = new float[batch * train.Targets];                     // (B, K)
        return new TrainingLoop(settings, callbacks, train.Count, Step, validation is null ? null : () => LossOn(network, validation))
        {
            BeginEpoch = optimization.BeginEpoch,
            Finish = optimization.Finish,
        }.Run(network, optimization, resume, progress, cancel);

        float Step(ReadOnlySpan<int> indices)
        {
            var xs = x.AsSpan(0, indices.Length * train.Length * train.Features);
            var ys = y.AsSpan(0, indices.Length * train.Targets);
            train.Gather(indices, xs, ys);
            return optimization.Step(xs, ys, indices.Length, train.Length);
        }
    }

    /// <summary>The order in which an epoch sees the windows; each epoch has its own, and it does not depend on the epochs before.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="count">The number of windows.</param>
    public int[] OrderOf(int epoch, int count) => TrainingLoop.OrderOf(settings, epoch, count);

    /// <summary>The loss of a network on windows, without learning from them.</summary>
    public double LossOn(INetwork network, Samples samples)
    {
        double sum = 0;
        foreach (var windows in samples.Parts)
        {
            var predicted = Forecast.Predict(network, windows);
            var actual = new float[predicted.Length];
            for (var i = 0; i < windows.Count; i++)
            {
                for (var k = 0; k < windows.Targets; k++)
                    actual[(i * windows.Targets) + k] = (float)windows.ScaledTarget(i, k);
            }
            sum += settings.Loss.Of(predicted, actual) * windows.Count;
        }
        return sum / samples.Count;
    }

    private static void RequireFit(NetworkSettings network, Samples samples)
    {
        if (samples.Features != network.Features || samples.Targets != network.Outputs)
        {
            throw new ArgumentException(
                $"The network takes {network.Features} features and forecasts {network.Outputs} values, but the windows hold {samples.Features} features and {samples.Targets} targets. " +
                "Build the network with the windows' numbers.");
        }
    }
}
