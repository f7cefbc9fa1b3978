using System.Globalization;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;
using StockLab.Recurrent;

namespace StockLab.Experiments;

/// <summary>What a study of distillation covers.</summary>
public sealed record DistillationOptions
{
    /// <summary>The students' network, and that of the network teacher: a name of <see cref="UpDownResNet.Models"/>.</summary>
    public string Network { get; init; } = "resnet18";

    /// <summary>Maps of the first convolution.</summary>
    public int Width { get; init; } = 16;

    /// <summary>How often every sample is seen, by teachers and students alike.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Samples a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Temperatures of Hinton's loss; S2's own loss, with T = 0.1, is always there too.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [1, 4];

    /// <summary>The share of the teacher in Hinton's loss.</summary>
    public double Weight { get; init; } = 0.5;

    /// <summary>A file of soft labels as a further teacher; null for none.</summary>
    public string? TeacherFile { get; init; }

    /// <summary>The first seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many seeds, at least 5.</summary>
    public int Seeds { get; init; } = 10;

    /// <summary>Seeds at a time; 0 takes every core.</summary>
    public int Cores { get; init; }

    /// <summary>A folder that keeps finished seeds, so that an interrupted study goes on; null keeps none.</summary>
    public string? Folder { get; init; }
}

/// <summary>One student of the study.</summary>
/// <param name="Teacher">Its teacher; <see cref="DistillationStudy.NoTeacher"/> for the baseline.</param>
/// <param name="Loss">Its loss in words.</param>
/// <param name="Seed">The seed of its weights, of the samples' order and of its teacher.</param>
/// <param name="Accuracy">The share of test samples whose likeliest direction came.</param>
/// <param name="LogLoss">The mean cross-entropy on the test samples.</param>
/// <param name="TrainAccuracy">The accuracy on the samples it learnt from.</param>
public sealed record DistillationRow(string Teacher, string Loss, long Seed, double Accuracy, double LogLoss, double TrainAccuracy);

/// <summary>A teacher and a loss over all seeds, beside students of the same seeds without a teacher.</summary>
/// <param name="Teacher">The teacher.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Accuracies">One a seed.</param>
/// <param name="LogLoss">The mean over the seeds.</param>
/// <param name="Gain">The accuracy less the baseline's of the same seed, one a seed.</param>
/// <param name="T">The paired t-test of the gains.</param>
/// <param name="Wilcoxon">Wilcoxon's signed-rank test of the gains.</param>
/// <param name="CorrectedP">The t-test's p-value after Holm's correction for all teachers and losses of the study.</param>
public sealed record DistillationCell(string Teacher, string Loss, IReadOnlyList<double> Accuracies, double LogLoss, IReadOnlyList<double> Gain, PairedTTest T, WilcoxonTest Wilcoxon, double CorrectedP)
{
    /// <summary>The mean accuracy.</summary>
    public double Mean => Accuracies.Average();

    /// <summary>The standard deviation of the accuracy over the seeds.</summary>
    public double Deviation => Spread.Of(Accuracies);

    /// <summary>The mean gain over the baseline.</summary>
    public double MeanGain => Gain.Average();

    /// <summary>The standard deviation of the gain over the seeds.</summary>
    public double GainDeviation => Spread.Of(Gain);
}

/// <summary>
/// Does a teacher help? Students of one network with several teachers and temperatures, and several seeds each, beside the same students without a teacher. It tests source S2's claims, +2 % over the baseline and
/// +1 % over distillation from a network, and says plainly what became of them.
/// </summary>
/// <remarks>
/// <para>S2's own teacher, predictions from brain scans, is not public; a file of soft labels takes its place where there is one. The uniform and the random teacher are controls: what they give, no knowledge gave.</para>
/// <para>The tests compare seeds on one test period. They say whether the training's chance explains a difference, not whether another period would show it.</para>
/// </remarks>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class DistillationStudy : IDisplaysAs<Table>
{
    /// <summary>What has to be said beside the results of a study without a file of soft labels.</summary>
    public const string WithoutScans = "S2's own teacher, predictions from brain scans, is not public: its claim of +1 % over a network as teacher is not tested";

    /// <summary>The teacher of the baseline.</summary>
    public const string NoTeacher = "none";

    private const string Labels = "labels only";
    private readonly DistillationOptions options;
    private readonly string origin;

    private DistillationStudy(IReadOnlyList<DistillationRow> rows, DistillationOptions options, string origin, double majority, double alwaysUp, int trained, int tested)
    {
        (Rows, this.options, this.origin, Majority, AlwaysUp, TrainSamples, TestSamples) = (rows, options, origin, majority, alwaysUp, trained, tested);
        Baseline = Of(NoTeacher, Labels);
        var pairs = rows.Where(row => row.Teacher != NoTeacher).Select(row => (row.Teacher, row.Loss)).Distinct().Select(pair => Of(pair.Teacher, pair.Loss)).ToList();
        var corrected = HolmCorrection.Of([.. pairs.Select(cell => cell.T.PValue)]);
        Cells = [.. pairs.Select((cell, i) => cell with { CorrectedP = corrected[i] })];
        Claims = Judge();
    }

    /// <summary>Every student.</summary>
    public IReadOnlyList<DistillationRow> Rows { get; }

    /// <summary>The students without a teacher.</summary>
    public DistillationCell Baseline { get; }

    /// <summary>Every teacher with every loss.</summary>
    public IReadOnlyList<DistillationCell> Cells { get; }

    /// <summary>S2's claims and what became of them.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>The share of the test samples that the commonest direction of the training samples would get right.</summary>
    public double Majority { get; }

    /// <summary>The share of the test samples that rose: what always saying up gets right.</summary>
    public double AlwaysUp { get; }

    /// <summary>Samples that train.</summary>
    public int TrainSamples { get; }

    /// <summary>Samples that are reported.</summary>
    public int TestSamples { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="split">Which of them train, and which are reported.</param>
    /// <param name="options">What it covers.</param>
    /// <param name="progress">Told how many seeds are done.</param>
    /// <param name="cancel">Checked before every step of every training.</param>
    /// <exception cref="SoftLabelException">The file of soft labels cannot be used.</exception>
    public static DistillationStudy Run(DirectionSamples samples, DirectionSplit split, DistillationOptions? options = null, IProgress<StudyProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new DistillationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 5);
        var file = options.TeacherFile is { } path ? FileTeacher.Read(path, samples, split.Training) : null;
        var print = SamplesFingerprint.Of(samples, [split.Training, split.Test], options.TeacherFile);
        var seeds = Enumerable.Range(0, options.Seeds).Select(i => options.Seed + i);
        var study = new ParallelStudy<Task, IReadOnlyList<DistillationRow>>(
            seeds.Select(seed => new Task(seed, options.Network, options.Width, options.Epochs, options.BatchSize, options.LearningRate, options.Temperatures, options.Weight, print)),
            task => $"distillation-seed{task.Seed}", (task, stop) => Seed(task.Seed, samples, split, options, file, stop))
        {
            Cores = options.Cores,
            Folder = options.Folder,
            OnProgress = progress is null ? null : progress.Report,
        };
        using var single = new SingleThreadedTorch();
        var rows = study.Run(cancel).SelectMany(row => row).ToList();
        var test = samples.Balance(split.Test);
        return new DistillationStudy(rows, options, samples.Origin.ToString(), test.Share(samples.Balance(split.Training).Majority), test.Share(Direction.Up), split.Training.Length, split.Test.Length);
    }

    /// <summary>The mean gain of every teacher with every loss over the students without one, in percentage points, with ± one standard deviation over the seeds.</summary>
    public Figure Figure()
    {
        var figure = new Figure("Accuracy gained over students without a teacher").Subtitle($"percentage points, mean ± sd over {options.Seeds} seeds{(options.TeacherFile is null ? " · S2's own teacher not among them" : "")} · {origin}").YTitle("percentage points");
        foreach (var teacher in Cells.GroupBy(cell => cell.Teacher))
        {
            figure.Bars([.. teacher.Select(cell => cell.Loss)], [.. teacher.Select(cell => 100 * cell.MeanGain)], teacher.Key,
                low: [.. teacher.Select(cell => 100 * (cell.MeanGain - cell.GainDeviation))], high: [.. teacher.Select(cell => 100 * (cell.MeanGain + cell.GainDeviation))]);
        }
        return figure.HorizontalLine(2, "S2's claim");
    }

    /// <summary>The claims as a table.</summary>
    public Table ClaimsTable()
    {
        var table = new Table("The claims of S2", "Claim", "Verdict", "Numbers").All();
        foreach (var claim in Claims)
            table.Row(claim.Text, claim.Verdict switch { Verdict.Confirmed => "confirmed", Verdict.Refuted => "not confirmed", _ => "not tested" }, claim.Numbers);
        return table;
    }

    /// <inheritdoc/>
    public Table ToDisplay()
    {
        var table = new Table($"Distillation: {options.Seeds} seeds", "Teacher", "Loss", "Accuracy", "± sd", "Gain", "± sd of gain", "p (t)", "p (Wilcoxon)", "p (t, Holm)", "Log loss")
            .Format("Accuracy", "P1").Format("± sd", "P1").Format("Gain", "P1").Format("± sd of gain", "P1").Format("p (t)", "0.000").Format("p (Wilcoxon)", "0.000").Format("p (t, Holm)", "0.000").Format("Log loss", "0.000")
            .Caption(string.Create(CultureInfo.InvariantCulture,
                $"{options.Network} of width {options.Width}, {options.Epochs} epochs, {TrainSamples} samples train, {TestSamples} test · right: the commonest direction of the training {Majority:P1}, always up {AlwaysUp:P1} · {origin}{(options.TeacherFile is null ? $" · {WithoutScans}" : "")}")).All();
        table.Row(Baseline.Teacher, Baseline.Loss, Baseline.Mean, Baseline.Deviation, null, null, null, null, null, Baseline.LogLoss);
        foreach (var cell in Cells)
            table.Row(cell.Teacher, cell.Loss, cell.Mean, cell.Deviation, cell.MeanGain, cell.GainDeviation, cell.T.PValue, cell.Wilcoxon.PValue, cell.CorrectedP, cell.LogLoss);
        return table;
    }

    // All students of a seed, beginning with the one without a teacher; the teacher network is of the same kind, from a seed of its own.
    private static List<DistillationRow> Seed(long seed, DirectionSamples samples, DirectionSplit split, DistillationOptions options, FileTeacher? file, CancellationToken cancel)
    {
        var training = new TrainingSettings { Epochs = options.Epochs, BatchSize = options.BatchSize, Seed = seed, Optimizer = new OptimizerSettings { LearningRate = options.LearningRate, Epsilon = 1e-8 } };
        List<ITeacher> teachers = [Network(), new UniformTeacher(), new RandomTeacher(seed), .. file is null ? [] : (ITeacher[])[file]];
        List<(string Name, SoftTarget Loss)> losses =
        [
            ("S2, T = 0.1", SoftTarget.S2),
            .. options.Temperatures.Select(t => (string.Create(CultureInfo.InvariantCulture, $"Hinton, T = {t:0.##}"), SoftTarget.Weighted(t, options.Weight))),
        ];
        return [Student(NoTeacher, Labels, ClassifierTrainer.CrossEntropy), .. from teacher in teachers from loss in losses select Student(teacher.Name, loss.Name, loss.Loss.From(teacher))];

        NetworkTeacher Network()
        {
            using var network = UpDownResNet.Create(options.Network, samples.Channels.Length, options.Width, seed + 1_000_000);
            new ClassifierTrainer(training with { Seed = seed + 1_000_000 }).Fit(network, samples, split.Training, cancel: cancel);
            return new NetworkTeacher(network, samples);
        }

        DistillationRow Student(string teacher, string name, ClassifierLoss loss)
        {
            using var network = UpDownResNet.Create(options.Network, samples.Channels.Length, options.Width, seed);
            new ClassifierTrainer(training) { Loss = loss }.Fit(network, samples, split.Training, cancel: cancel);
            return new DistillationRow(teacher, name, seed, DirectionForecast.Of(network, samples, split.Test).Metrics().LikeliestAccuracy, ClassifierTrainer.LossOn(network, samples, split.Test),
                DirectionForecast.Of(network, samples, split.Training).Metrics().LikeliestAccuracy);
        }
    }

    private DistillationCell Of(string teacher, string loss)
    {
        var rows = Rows.Where(row => row.Teacher == teacher && row.Loss == loss).OrderBy(row => row.Seed).ToList();
        double[] without = [.. Rows.Where(row => row.Teacher == NoTeacher).OrderBy(row => row.Seed).Select(row => row.Accuracy)];
        double[] accuracies = [.. rows.Select(row => row.Accuracy)];
        var t = PairedTTest.Of(accuracies, without);
        return new DistillationCell(teacher, loss, accuracies, rows.Average(row => row.LogLoss), [.. accuracies.Zip(without, (a, b) => a - b)], t, WilcoxonTest.Of(accuracies, without), t.PValue);
    }

    private List<Claim> Judge()
    {
        var best = Cells.MaxBy(cell => cell.MeanGain)!;
        var network = Cells.Where(cell => cell.Teacher == "network").MaxBy(cell => cell.MeanGain)!;
        var controls = Cells.Where(cell => cell.Teacher is "uniform" or "random").MaxBy(cell => cell.MeanGain)!;
        var file = Cells.Where(cell => cell.Teacher is not ("network" or "uniform" or "random")).MaxBy(cell => cell.MeanGain);
        var rival = file ?? controls;
        var over = PairedTTest.Of([.. rival.Accuracies], [.. network.Accuracies]);
        return
        [
            new("Distillation gains 2 % over the baseline", Say(best.MeanGain >= 0.02 && best.CorrectedP < 0.05), $"the best of {Cells.Count}{(file is null ? ", S2's own teacher not among them" : "")}, {Words(best)}"),
            new("Distillation from a network gains 1 % over the baseline", Say(network.MeanGain >= 0.01 && network.CorrectedP < 0.05), Words(network)),
            new("S2's teacher, a file of soft labels, gains 1 % over distillation from a network",
                file is null ? Verdict.NotTested : Say(over.MeanDifference >= 0.01 && over.PValue < 0.05),
                FormattableString.Invariant($"{(file is null ? "no such file is public; the better control" : "the file")}, {rival.Teacher} with {rival.Loss}: {100 * over.MeanDifference:+0.0;-0.0} points against the network, p = {over.PValue:0.000}")),
            new("The gain comes from what the teacher knows", Say(network.MeanGain > 0 && network.MeanGain > controls.MeanGain && PairedTTest.Of([.. network.Accuracies], [.. controls.Accuracies]).PValue < 0.05),
                $"{Words(network)}; a teacher who knows nothing, {Words(controls)}"),
        ];

        static Verdict Say(bool holds) => holds ? Verdict.Confirmed : Verdict.Refuted;
        static string Words(DistillationCell cell) => FormattableString.Invariant($"{cell.Teacher} with {cell.Loss}: {100 * cell.MeanGain:+0.0;-0.0} ± {100 * cell.GainDeviation:0.0} points, p = {cell.T.PValue:0.000}, after Holm {cell.CorrectedP:0.000}");
    }

    private sealed record Task(
        long Seed, string Network, int Width, int Epochs, int BatchSize, double LearningRate, IReadOnlyList<double> Temperatures, double Weight, string Data);
}
