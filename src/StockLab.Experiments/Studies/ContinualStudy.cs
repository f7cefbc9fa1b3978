using System.Globalization;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Recurrent;

namespace StockLab.Experiments;

/// <summary>What a study of continual learning covers.</summary>
public sealed record ContinualOptions
{
    /// <summary>The network: a name of <see cref="UpDownResNet.Models"/>.</summary>
    public string Network { get; init; } = "resnet18";

    /// <summary>Maps of the first convolution.</summary>
    public int Width { get; init; } = 16;

    /// <summary>How often every sample is seen at the start, and by every network that starts from scratch.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Samples a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's step size at the start.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How often an update sees each of its samples.</summary>
    public int UpdateEpochs { get; init; } = 3;

    /// <summary>How many old samples are kept for replay.</summary>
    public int Memory { get; init; } = 200;

    /// <summary>How often the networks are updated.</summary>
    public UpdateInterval Interval { get; init; } = UpdateInterval.Quarterly;

    /// <summary>Trading days of the rolling year.</summary>
    public int Days { get; init; } = 252;

    /// <summary>The strategies.</summary>
    public IReadOnlyList<UpdateStrategy> Strategies { get; init; } = [.. Enum.GetValues<UpdateStrategy>()];

    /// <summary>The first seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many seeds.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>Networks at a time; 0 takes every core.</summary>
    public int Cores { get; init; }

    /// <summary>A folder that keeps finished years, so that an interrupted study goes on; null keeps none.</summary>
    public string? Folder { get; init; }
}

/// <summary>A rolling year of one strategy and seed.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Accuracies">The accuracy of each stretch's forecasts, made before it was learnt.</param>
/// <param name="R">R[i][j] of the <see cref="TransferMatrix"/>.</param>
/// <param name="Untrained">The accuracy on each period before anything was learnt.</param>
/// <param name="HeldOut">The samples behind each column of <paramref name="R"/>.</param>
/// <param name="Seconds">What training took: at the start, then at each update.</param>
public sealed record ContinualRow(
    UpdateStrategy Strategy, long Seed, IReadOnlyList<double> Accuracies, IReadOnlyList<IReadOnlyList<double>> R, IReadOnlyList<double> Untrained, IReadOnlyList<int> HeldOut, IReadOnlyList<double> Seconds)
{
    /// <summary>What was known of each period.</summary>
    public TransferMatrix Matrix() => new(R, Untrained, HeldOut);
}

/// <summary>
/// Should a forecaster in service go on learning? A rolling year, forecast stretch by stretch by networks that never learn again, that learn on from the new samples alone, with replay of old ones, with the head alone, or
/// that are trained from scratch each time; several seeds each. It reports how well each forecasts days that it has not learnt yet, what it forgets, and what it costs.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class ContinualStudy : IDisplaysAs<Table>
{
    private readonly ContinualOptions options;
    private readonly string origin;

    private ContinualStudy(IReadOnlyList<ContinualRow> rows, UpdateSchedule schedule, IReadOnlyList<double> majority, IReadOnlyList<double> alwaysUp, ContinualOptions options, string origin) =>
        (Rows, Schedule, Majority, AlwaysUp, this.options, this.origin) = (rows, schedule, majority, alwaysUp, options, origin);

    /// <summary>Every strategy with every seed.</summary>
    public IReadOnlyList<ContinualRow> Rows { get; }

    /// <summary>The strategies, in order.</summary>
    public IReadOnlyList<UpdateStrategy> Strategies => options.Strategies;

    /// <summary>The stretches of the year.</summary>
    public UpdateSchedule Schedule { get; }

    /// <summary>The accuracy, stretch by stretch, of always saying the commonest direction of the labels known by then.</summary>
    public IReadOnlyList<double> Majority { get; }

    /// <summary>The share of each stretch's forecast samples that rose: the accuracy of always saying up.</summary>
    public IReadOnlyList<double> AlwaysUp { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="options">What it covers.</param>
    /// <param name="progress">Told how many years are done.</param>
    /// <param name="cancel">Checked before every step of every training.</param>
    /// <exception cref="ArgumentException">The samples do not reach back beyond the rolling year.</exception>
    public static ContinualStudy Run(DirectionSamples samples, ContinualOptions? options = null, IProgress<StudyProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new ContinualOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 2);
        var schedule = UpdateSchedule.Of(samples, UpdateSchedule.LastYear(samples, options.Days), options.Interval);
        var print = SamplesFingerprint.Of(samples, schedule.Blocks.Select(block => (IReadOnlyList<int>)block.Forecast));
        var study = new ParallelStudy<Task, ContinualRow>(
            from strategy in options.Strategies
            from i in Enumerable.Range(0, options.Seeds)
            select new Task(strategy, options.Seed + i, options.Network, options.Width, options.Epochs, options.BatchSize, options.LearningRate, options.UpdateEpochs, options.Memory, print),
            task => $"continual-{task.Strategy}-seed{task.Seed}",
            (task, stop) => Year(task, samples, schedule, stop))
        {
            Cores = options.Cores,
            Folder = options.Folder,
            OnProgress = progress is null ? null : progress.Report,
        };
        using var single = new SingleThreadedTorch();
        var rows = study.Run(cancel);
        var came = schedule.Blocks.Select(block => samples.Balance(block.Forecast)).ToList();
        var majority = schedule.Blocks.Select((block, b) => came[b].Share(samples.Balance(block.Known).Majority)).ToList();
        return new ContinualStudy(rows, schedule, majority, [.. came.Select(balance => balance.Share(Direction.Up))], options, samples.Origin.ToString());
    }

    /// <summary>A strategy's accuracy over the year's forecasts, one a seed.</summary>
    public IReadOnlyList<double> Accuracies(UpdateStrategy strategy) => [.. Of(strategy).Select(row => OverTheYear(row.Accuracies))];

    /// <summary>The mean over the seeds of a measure of a strategy's matrix, and its standard deviation.</summary>
    public (double Mean, double Deviation) Measure(UpdateStrategy strategy, Func<TransferMatrix, double> measure)
    {
        double[] values = [.. Of(strategy).Select(row => measure(row.Matrix()))];
        return (values.Average(), Spread.Of(values));
    }

    /// <summary>
    /// A strategy's accuracy over the year less another one's, one a seed; empty where the other one did not take part. Against <see cref="UpdateStrategy.Scratch"/> it is forward transfer, against
    /// <see cref="UpdateStrategy.Never"/> what updating is good for.
    /// </summary>
    public IReadOnlyList<double> Against(UpdateStrategy other, UpdateStrategy strategy) =>
        options.Strategies.Contains(other) ? [.. Accuracies(strategy).Zip(Accuracies(other), (a, b) => a - b)] : [];

    /// <summary>The accuracy of each strategy over the stretches of the year, the mean over the seeds, beside the commonest direction.</summary>
    public Figure Figure()
    {
        DateOnly[] days = [.. Schedule.Blocks.Select(block => block.AskedOn)];
        var figure = new Figure("A year in service").Subtitle($"accuracy of forecasts made before the days were learnt, mean of {options.Seeds} seeds · {origin}").YTitle("accuracy");
        foreach (var strategy in options.Strategies)
            figure.Line(days, [.. Enumerable.Range(0, days.Length).Select(b => Of(strategy).Average(row => row.Accuracies[b]))], Name(strategy), markers: true);
        return figure.Line(days, Majority, "commonest direction", Tone.Muted, Dash.Dashed);
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table($"A rolling year, updated {options.Interval.ToString().ToLowerInvariant()}: {options.Seeds} seeds",
                "Strategy", "Accuracy", "against never", "against scratch", "Change on old periods", "BWT", "FWT", "ACC", "Seconds")
            .Format("Change on old periods", "P1").Format("BWT", "P1").Format("FWT", "P1").Format("ACC", "P1")
            .Format("Seconds", "0.0")
            .Caption(string.Create(CultureInfo.InvariantCulture,
                $"{options.Network} of width {options.Width}, {options.Epochs} epochs at the start, {options.UpdateEpochs} an update, {options.Memory} samples of memory · {Schedule.Blocks.Sum(block => block.Forecast.Length)} forecasts · {origin}")).All();
        foreach (var strategy in options.Strategies)
        {
            var accuracies = Accuracies(strategy);
            table.Row(Name(strategy), $"{Percent(accuracies.Average())} ± {Percent(Spread.Of(accuracies))} %", Points(UpdateStrategy.Never, strategy), Points(UpdateStrategy.Scratch, strategy),
                Measure(strategy, m => m.ChangeOnOldPeriods).Mean, Measure(strategy, m => m.BackwardTransfer).Mean, Measure(strategy, m => m.ForwardTransfer).Mean, Measure(strategy, m => m.Accuracy).Mean,
                Of(strategy).Average(row => row.Seconds.Sum()));
        }
        return table.Row("commonest direction", $"{Percent(OverTheYear(Majority))} %").Row("always up", $"{Percent(OverTheYear(AlwaysUp))} %");

        static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
    }

    /// <summary>A strategy's name in tables.</summary>
    public static string Name(UpdateStrategy strategy) => strategy switch
    {
        UpdateStrategy.Never => "never",
        UpdateStrategy.FineTune => "fine-tuning",
        UpdateStrategy.Replay => "replay",
        UpdateStrategy.FrozenFeatures => "frozen features",
        _ => "from scratch",
    };

    private static ContinualRow Year(Task task, DirectionSamples samples, UpdateSchedule schedule, CancellationToken cancel)
    {
        var settings = new ContinualSettings
        {
            Strategy = task.Strategy,
            Training = new TrainingSettings { Epochs = task.Epochs, BatchSize = task.BatchSize, Seed = task.Seed, Optimizer = new OptimizerSettings { LearningRate = task.LearningRate, Epsilon = 1e-8 } },
            UpdateEpochs = task.UpdateEpochs,
            Memory = task.Memory,
        };
        var year = new ContinualLearner(seed => UpDownResNet.Create(task.Network, samples.Channels.Length, task.Width, seed), settings).Run(samples, schedule, cancel);
        var periods = Enumerable.Range(0, year.Matrix.Periods).ToList();
        return new ContinualRow(task.Strategy, task.Seed, [.. year.Forecasts.Select(forecast => forecast.Metrics().LikeliestAccuracy)],
            [.. periods.Select(i => (IReadOnlyList<double>)[.. periods.Select(j => year.Matrix[i, j])])], year.Matrix.Untrained, year.Matrix.Counts, year.Seconds);
    }

    private IEnumerable<ContinualRow> Of(UpdateStrategy strategy) => Rows.Where(row => row.Strategy == strategy).OrderBy(row => row.Seed);

    // The mean difference and its standard deviation over the seeds, in percentage points.
    private string? Points(UpdateStrategy other, UpdateStrategy strategy) =>
        other != strategy && Against(other, strategy) is { Count: > 0 } gains ? FormattableString.Invariant($"{100 * gains.Average():+0.0;-0.0} ± {100 * Spread.Of(gains):0.0}") : null;

    private double OverTheYear(IReadOnlyList<double> accuracies) =>
        Schedule.Blocks.Select((block, b) => block.Forecast.Length * accuracies[b]).Sum() / Schedule.Blocks.Sum(block => block.Forecast.Length);

    private sealed record Task(
        UpdateStrategy Strategy, long Seed, string Network, int Width, int Epochs, int BatchSize, double LearningRate, int UpdateEpochs, int Memory, string Data);
}
