using System.Text;
using System.Text.Json;
using StockLab.Display;
using StockLab.Forecasting;
using StockLab.Market;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Experiments;

/// <summary>
/// Which channels and which days an up, down, hold classifier goes by, in the eyes of Grad-CAM, of occlusion and of permutation, how far the three agree, and whether the explanation survives random weights, as it should not.
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class UpDownExplanation : IDisplaysAs<Table>
{
    /// <summary>The width of the network that is trained where neither a width nor weights are given: explaining one of the source's 64 maps takes sixteen times as long.</summary>
    public const int UsualWidth = 16;

    private readonly ExplanationOptions options;

    private UpDownExplanation(ExplanationOptions options, UpDownData data, IReadOnlyList<int> explained, double accuracy, double majority, double alwaysUp, GradCam gradients, Occlusion hidden, PermutationImportance shuffled, RandomWeightsCheck check)
    {
        (this.options, Data, Explained, Accuracy, Majority, AlwaysUp, Gradients, Hidden, Shuffled, Check) = (options, data, explained, accuracy, majority, alwaysUp, gradients, hidden, shuffled, check);
        Rankings = new ChannelRankings(gradients.Effect, hidden.Channels, shuffled.Channels, gradients.AbsoluteSum, gradients.Sum);
    }

    /// <summary>The samples.</summary>
    public UpDownData Data { get; }

    /// <summary>The numbers of the samples that were explained.</summary>
    public IReadOnlyList<int> Explained { get; }

    /// <summary>The share of them that the classifier gets right. An explanation of a classifier that knows nothing explains nothing about the market.</summary>
    public double Accuracy { get; }

    /// <summary>The share of them that the commonest direction of the training samples gets right.</summary>
    public double Majority { get; }

    /// <summary>The share of them that rose: what always saying up gets right.</summary>
    public double AlwaysUp { get; }

    /// <summary>Grad-CAM and the gradients by the input.</summary>
    public GradCam Gradients { get; }

    /// <summary>What hiding changes.</summary>
    public Occlusion Hidden { get; }

    /// <summary>What shuffling costs.</summary>
    public PermutationImportance Shuffled { get; }

    /// <summary>The check against random weights.</summary>
    public RandomWeightsCheck Check { get; }

    /// <summary>All rankings: gradient × input, occlusion, permutation, the absolute gradient, and last source S2's own, the summed gradient.</summary>
    public ChannelRankings Rankings { get; }

    /// <summary>Trains or loads a classifier, and explains it.</summary>
    /// <param name="prices">Where the prices are.</param>
    /// <param name="options">What to explain.</param>
    /// <param name="say">Told what a reader must know.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancel">Checked before every step.</param>
    /// <exception cref="ArgumentException">The share has too few samples in the test period, or the weights are of another network.</exception>
    public static UpDownExplanation Run(PriceFolder prices, ExplanationOptions? options = null, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new ExplanationOptions();
        var data = UpDownData.Prepare(prices, options.Classifier);
        foreach (var note in data.Notes)
            say?.Report(note);
        var checkpoint = options.Weights is { } file ? Checkpoint.Load(file) : null;
        var weights = checkpoint?.Weights;
        var shape = weights is null ? null : ClassifierShape.Of(weights);
        shape?.RequireFit(options.Weights!, options.Classifier, data.Samples.Channels, checkpoint!.About.GetValueOrDefault(UpDownResNet.ChannelsKey));
        var classifier = options.Classifier with { Model = options.Classifier.Model ?? shape?.Model, Width = options.Classifier.Width ?? shape?.Width ?? UsualWidth };
        using var network = Build(classifier, data, classifier.Seed);
        network.LoadWeights(weights ?? UpDownResNet.Run(data, classifier, progress, cancel).Weights);
        return Of(network, data, options with { Classifier = classifier }, cancel);
    }

    /// <summary>Explains a classifier that is there already.</summary>
    /// <param name="network">The classifier, on the CPU.</param>
    /// <param name="data">The samples.</param>
    /// <param name="options">What to explain.</param>
    /// <param name="cancel">Checked before every step.</param>
    /// <exception cref="ArgumentException">The share has too few samples in the test period.</exception>
    public static UpDownExplanation Of(SeriesClassifier network, UpDownData data, ExplanationOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new ExplanationOptions();
        var shape = ClassifierShape.Of(network.ReadWeights());
        options = options with { Classifier = options.Classifier with { Model = shape.Model, Width = shape.Width } };
        var samples = data.Samples;
        int[] there = [.. data.Split.Test.Where(i => options.Symbol is null || samples[i].Ticker == options.Symbol).OrderBy(i => samples[i].LastDay).ThenBy(i => i)];
        // Evenly over the test period: the newest samples of all shares would be one and the same fortnight.
        var count = Math.Min(options.Samples, there.Length);
        int[] chosen = [.. Enumerable.Range(0, Math.Max(0, count)).Select(i => there[(int)((long)i * there.Length / count)])];
        if (chosen.Length < 2)
        {
            throw new ArgumentException(options.Symbol is { } symbol
                ? $"{symbol} has {chosen.Length} samples in the test period, and shuffling needs 2. There are samples of {string.Join(", ", samples.Tickers)}."
                : $"{chosen.Length} samples are too few to explain. Take 2 or more.");
        }
        using var scope = NewDisposeScope();
        var (x, y) = samples.Batch(chosen);
        IReadOnlyList<string> names = samples.Channels;
        var forecast = DirectionForecast.Of(network, samples, chosen);
        return new UpDownExplanation(
            options, data, chosen, forecast.Metrics().LikeliestAccuracy, DirectionBaselines.Majority(samples, data.Split.Training, chosen).Metrics().LikeliestAccuracy, samples.Balance(chosen).Share(Direction.Up),
            GradCam.Of(network, x, names, options.Target, cancel: cancel),
            Occlusion.Of(network, x, names, options.Stretch, options.Target, cancel: cancel),
            PermutationImportance.Of(network, x, y, names, repeats: options.Repeats, stretch: options.Stretch, seed: options.Classifier.Seed, cancel: cancel),
            RandomWeightsCheck.Of(network, () => Build(options.Classifier, data, options.Classifier.Seed + 1_000_000), x, names, options.Target, cancel: cancel));
    }

    /// <summary>One JSON object on one line; a number that does not exist is null.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        Recipe = "updown-resnet",
        Source = Data.Samples.Origin.ToString(),
        Generated = Data.Samples.Origin.IsGenerated,
        Mode = options.Classifier.Mode.ToString().ToLowerInvariant(),
        options.Classifier.Seed,
        Model = options.Classifier.Model ?? "resnet18",
        options.Symbol,
        Target = options.Target.ToString().ToLowerInvariant(),
        Samples = Explained.Count,
        Accuracy,
        Majority,
        AlwaysUp,
        Channels = Rankings.Rankings[0].Ranked.Select(channel => new
        {
            Channel = channel,
            GradientTimesInput = Score(Gradients.Effect, channel),
            Occlusion = Score(Hidden.Channels, channel),
            Permutation = Score(Shuffled.Channels, channel),
            PermutationSd = Shuffled.Channels.Deviations!.Value[Data.Samples.Channels.IndexOf(channel)],
            GradientAbsolute = Score(Gradients.AbsoluteSum, channel),
            GradientSummed = Score(Gradients.Sum, channel),
            Ranks = Rankings.Rankings.Select(ranking => ranking.RankOf(channel)),
        }),
        Rankings = Rankings.Rankings.Select(ranking => ranking.Method),
        Agreement = Rankings.Agreements.Select(pair => new { pair.First, pair.Second, Spearman = pair.Spearman.Coefficient, SpearmanP = pair.Spearman.PValue, Kendall = pair.Kendall.Coefficient, KendallP = pair.Kendall.PValue }),
        RandomWeights = Check.Steps.Select(step => new { step.Randomized, step.Time, GradientTimesInput = step.Effect, GradientAbsolute = step.AbsoluteGradient }),
        Time = new { GradCam = Gradients.Time.Values, Occlusion = Hidden.Time.Values, Permutation = Shuffled.Time.Values },
        Data.Notes,
    }, ResultJson.Options);

    /// <summary>All tables and figures as one HTML page.</summary>
    public string ToHtml()
    {
        var origin = Data.Samples.Origin.ToString();
        var page = new ReportPage("What an up, down, hold classifier goes by").Text(FormattableString.Invariant(
            $"{Explained.Count} samples{(options.Symbol is null ? "" : $" of {options.Symbol}")} of the test period; {Accuracy:P0} of them right, the commonest direction of the training {Majority:P0}, always up {AlwaysUp:P0}. {origin}."));
        return page
            .Section("channels", "Channels").Table(ToDisplay()).Figure(Rankings.Figure(), "Each method's scores are divided by its largest, whatever its sign.").Table(Rankings.Agreement())
            .Section("days", "Days").Figure(TimeMap.Compare(Gradients.Time, Hidden.Time, Shuffled.Time), "Each map's mean is 1.").Figure(Hidden.Figure(), "Channels and days together, by occlusion.")
            .Section("check", "Random weights").Text("An explanation that stays alike while the weights become random shows the data, or the network's build, and not what it learnt.").Table(Check.ToDisplay())
            .ToHtml();
    }

    /// <summary>Writes the ranking as a drawing (<c>.svg</c>), or all tables and figures as a page (<c>.html</c>).</summary>
    /// <param name="path">The file; an existing one is replaced only when the new one is complete.</param>
    /// <exception cref="ArgumentException">The name ends in neither.</exception>
    public void Write(string path)
    {
        var text = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".svg" => Rankings.Figure().ToSvg(),
            ".html" => ToHtml(),
            var other => throw new ArgumentException($"A figure is written as .svg or .html, not as '{other}'. Name the file so.", nameof(path)),
        };
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
    }

    /// <inheritdoc/>
    public Table ToDisplay() => Rankings.ToDisplay().Caption(FormattableString.Invariant(
        $"{Explained.Count} samples, {100 * Accuracy:F0} % right; the commonest direction of the training {100 * Majority:F0} %, always up {100 * AlwaysUp:F0} % · {Data.Samples.Origin}"));

    private static SeriesClassifier Build(ClassifierOptions options, UpDownData data, long seed) => UpDownResNet.Create(options.Model ?? "resnet18", data.Samples.Channels.Length, options.Width, seed);

    private static double Score(ChannelImportance ranking, string channel) => ranking.Scores[ranking.Channels.IndexOf(channel)];
}
