using System.Collections.Immutable;
using System.Diagnostics;

namespace StockLab.Forecasting;

/// <summary>How a network learns as time goes on.</summary>
public sealed record ContinualSettings
{
    /// <summary>What it does when new days have passed.</summary>
    public UpdateStrategy Strategy { get; init; } = UpdateStrategy.Replay;

    /// <summary>How it learns at the start, and, from scratch, every time.</summary>
    public TrainingSettings Training { get; init; } = new() { Epochs = 8, BatchSize = 32 };

    /// <summary>How often an update sees each of its samples.</summary>
    public int UpdateEpochs { get; init; } = 3;

    /// <summary>The step size of an update, as a share of that at the start.</summary>
    public double UpdateRate { get; init; } = 0.3;

    /// <summary>How many old samples are kept for replay.</summary>
    public int Memory { get; init; } = 200;

    /// <summary>One sample in so many of each period never trains: on these it is measured what is known of the period.</summary>
    public int HoldOut { get; init; } = 5;
}

/// <summary>What became of a network that learnt as time went on.</summary>
/// <param name="Forecasts">The forecast of each stretch, made before anything of it was learnt.</param>
/// <param name="Matrix">What it knew of each period, from the held-out samples; period 0 is all that was known at the start.</param>
/// <param name="Seconds">What training took, at the start and at each update.</param>
public sealed record ContinualResult(IReadOnlyList<DirectionForecast> Forecasts, TransferMatrix Matrix, ImmutableArray<double> Seconds)
{
    /// <summary>The share of all forecasts whose likeliest direction came.</summary>
    public double Accuracy => Forecasts.Sum(forecast => forecast.Count * forecast.Metrics().LikeliestAccuracy) / Forecasts.Sum(forecast => forecast.Count);
}

/// <summary>
/// A classifier in service: it forecasts a stretch of days, then learns from them once their labels are known, and goes on. It never sees a label before the label has ended (<see cref="UpdateSchedule"/>).
/// </summary>
/// <param name="build">Builds the network from a seed.</param>
/// <param name="settings">How it learns.</param>
public sealed class ContinualLearner(Func<long, SeriesClassifier> build, ContinualSettings settings)
{
    /// <summary>Runs through a schedule.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="schedule">When to forecast, and what to know by then.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    public ContinualResult Run(DirectionSamples samples, UpdateSchedule schedule, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.HoldOut, 2, nameof(settings.HoldOut));
        // Period 0 is what is known at the start; period b + 1 is what the forecasts of stretch b will have taught: its samples.
        List<int[]> periods = [[.. schedule.Blocks[0].Known], .. schedule.Blocks.Select(block => block.Forecast.ToArray())];
        List<int[]> heldOut = [.. periods.Select(period => period.Where((_, place) => place % settings.HoldOut == 0).ToArray())];
        HashSet<int> neverLearnt = [.. heldOut.SelectMany(period => period)];
        var seconds = ImmutableArray.CreateBuilder<double>();
        var (forecasts, rows) = (new List<DirectionForecast>(), new List<double[]>());
        var memory = new ReservoirSample(settings.Memory, settings.Training.Seed);

        var network = build(settings.Training.Seed);
        try
        {
            var untrained = Accuracies();
            Learn(schedule.Blocks[0].New, settings.Training);
            rows.Add(Accuracies());
            for (var b = 0; b < schedule.Blocks.Length; b++)
            {
                forecasts.Add(DirectionForecast.Of(network, samples, schedule.Blocks[b].Forecast));
                var last = b + 1 == schedule.Blocks.Length;
                Update(last ? schedule.Afterwards : schedule.Blocks[b + 1].New, last ? [.. Enumerable.Range(0, samples.Count)] : schedule.Blocks[b + 1].Known, b + 1);
                rows.Add(Accuracies());
            }
            return new ContinualResult(forecasts, new TransferMatrix(rows, untrained, [.. heldOut.Select(period => period.Length)]), seconds.ToImmutable());
        }
        finally
        {
            network.Dispose();
        }

        double[] Accuracies() => [.. heldOut.Select(period => DirectionForecast.Of(network, samples, period).Metrics().LikeliestAccuracy)];

        void Update(IReadOnlyList<int> fresh, IReadOnlyList<int> known, int number)
        {
            var update = settings.Training with
            {
                Epochs = settings.UpdateEpochs,
                Seed = settings.Training.Seed + (1_000_000L * number),      // its own order of the samples
                Optimizer = settings.Training.Optimizer with { LearningRate = settings.Training.Optimizer.LearningRate * settings.UpdateRate },
            };
            switch (settings.Strategy)
            {
                case UpdateStrategy.Never:
                    seconds.Add(0);
                    break;
                case UpdateStrategy.FineTune:
                    Learn(fresh, update);
                    break;
                case UpdateStrategy.Replay or UpdateStrategy.FrozenFeatures:
                    Learn(fresh, update, [.. memory.Items], settings.Strategy == UpdateStrategy.FrozenFeatures);
                    break;
                default:
                    network.Dispose();
                    network = build(settings.Training.Seed);
                    Learn(known, settings.Training);
                    break;
            }
        }

        void Learn(IReadOnlyList<int> fresh, TrainingSettings training, IReadOnlyList<int>? replayed = null, bool headOnly = false)
        {
            var clock = Stopwatch.StartNew();
            int[] learnt = [.. fresh.Where(i => !neverLearnt.Contains(i))];
            if (learnt.Length > 0)
                new ClassifierTrainer(training) { FrozenFeatures = headOnly }.Fit(network, samples, [.. learnt, .. replayed ?? []], cancel: cancel);
            foreach (var i in learnt)
                memory.Add(i);
            seconds.Add(clock.Elapsed.TotalSeconds);
        }
    }
}
