using StockLab.Forecasting;
using StockLab.Market;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Experiments;

/// <summary>
/// Source S2: a one-dimensional ResNet-18 tells from 560 days of a share and the channels beside it whether the share will rise, fall or hold over the eleven days after.
/// </summary>
public sealed class UpDownResNet : ClassifierRecipe
{
    /// <summary>Under this name a checkpoint keeps the channels that it was trained with, joined by commas.</summary>
    internal const string ChannelsKey = "channels";

    private const string SamplesKey = "samples";

    /// <summary>The models to choose from.</summary>
    public static IReadOnlyList<string> Models { get; } = ["resnet18", "resnet34", "conv", "lstm"];

    /// <inheritdoc/>
    public override string Name => "updown-resnet";

    /// <inheritdoc/>
    public override string Summary => "S2: a one-dimensional ResNet-18 tells up, down and hold apart";

    /// <summary>How the recipe trains. S2 says nothing of its epochs and its rate; honest mode ends by the validation loss, faithful mode, which has no period to stop by that it does not report, after the last epoch.</summary>
    public static TrainingSettings Training(ClassifierOptions options) => new()
    {
        Epochs = options.Epochs ?? 15,
        BatchSize = options.Batch ?? 32,
        Seed = options.Seed,
        Optimizer = new OptimizerSettings { LearningRate = options.LearningRate ?? 1e-3, Epsilon = 1e-8 },      // torch's epsilon: S2 is a PyTorch program
    };

    /// <summary>Builds a model by its name.</summary>
    /// <exception cref="ArgumentException">There is no such model, or its width is none.</exception>
    public static SeriesClassifier Create(string model, int channels, int? width, long seed) => (model, width) switch
    {
        (_, < 1) => throw new ArgumentException($"A network of width {width} has no maps. Take one or more; the source has 64."),
        ("resnet18", _) => ResNet1d.Create18(channels, width: width ?? 64, seed: seed),
        ("resnet34", _) => ResNet1d.Create34(channels, width: width ?? 64, seed: seed),
        ("conv", _) => ConvClassifier.Create(channels, width: width ?? 16, seed: seed),
        ("lstm", _) => LstmClassifier.Create(channels, hidden: width ?? 32, seed: seed),
        _ => throw new ArgumentException($"There is no model '{model}'. Choose one of: {string.Join(", ", Models)}."),
    };

    /// <inheritdoc/>
    public override IClassifierResult Run(
        PriceFolder prices, ClassifierOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ClassifierOptions.RequireUnused(Name, (nameof(options.SoftLabels), options.SoftLabels), (nameof(options.Interval), options.Interval), (nameof(options.Seeds), options.Seeds));
        var data = UpDownData.Prepare(prices, options);
        foreach (var note in data.Notes)
            say?.Report(note);
        return Run(data, options, progress, cancel);
    }

    /// <summary>Trains and judges on data that are prepared already.</summary>
    /// <inheritdoc cref="ClassifierRecipe.Run"/>
    /// <param name="data">The samples and their split.</param>
    /// <param name="options">The model and how to train it.</param>
    /// <param name="progress">Told where training stands.</param>
    /// <param name="cancel">Checked before every step of training.</param>
    public static UpDownResult Run(UpDownData data, ClassifierOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        if (options.Device == "cuda" && !cuda.is_available())
            throw new NotSupportedException("There is no CUDA device that this libtorch can use. Choose the device cpu, or install a CUDA build of libtorch.");
        var (samples, split, model) = (data.Samples, data.Split, options.Model ?? "resnet18");
        var device = options.Device == "cpu" || !cuda.is_available() ? "cpu" : "cuda";
        using var network = Create(model, samples.Channels.Length, options.Width, options.Seed);
        network.to(new Device(device));

        var patience = options.Patience ?? (options.Mode == Mode.Honest ? 5 : 0);
        List<Callback> callbacks = [];
        var (last, best) = (CheckpointFile(options, model, ""), CheckpointFile(options, model, "_best"));
        var about = last is null ? null : new Dictionary<string, string> { [SamplesKey] = SamplesFingerprint.Of(samples, [split.Training, split.Validation]), [ChannelsKey] = string.Join(',', samples.Channels) };
        if (last is not null)
            callbacks.AddRange([new ModelCheckpoint(last, StockLab.Forecasting.Monitor.Loss, saveBestOnly: false) { About = about }, new ModelCheckpoint(best!) { About = about }]);
        if (patience > 0)
            callbacks.Add(new EarlyStopping(patience));
        var resume = options.Resume && File.Exists(last) ? Checkpoint.Load(last) : null;
        // Otherwise samples that are to judge the network may have trained it.
        if (resume?.About.GetValueOrDefault(SamplesKey) is { } earlier && earlier != about![SamplesKey])
            throw new ArgumentException($"{last} was trained on other samples: other prices, shares, channels, days or embargo. Resume with those of the first time, or save to another folder.");
        var history = new ClassifierTrainer(Training(options), callbacks).Fit(network, samples, split.Training, split.Validation, resume, progress, cancel);
        // Where the best epoch lies before the interruption, only its checkpoint knows the weights.
        if (patience > 0 && resume is not null && history.Epochs.MinBy(epoch => epoch.ValidationLoss).Number <= resume.Epochs.Count)
            network.LoadWeights(Checkpoint.Load(best!).Weights);

        var name = model switch { "resnet18" => "ResNet-18", "resnet34" => "ResNet-34", "conv" => "plain CNN", _ => "LSTM" };
        var validation = DirectionForecast.Of(network, samples, split.Validation, name);
        // The faithful split reports the samples that it validates on, and S2 asked for no least number of calls.
        var threshold = DirectionThreshold.Choose(validation, options.Mode == Mode.Faithful ? 1 : null);
        var logistic = DirectionThreshold.Choose(DirectionBaselines.Logistic(samples, split.Training, split.Validation), options.Mode == Mode.Faithful ? 1 : null);
        return new UpDownResult
        {
            Mode = options.Mode,
            Seed = options.Seed,
            Model = model,
            Data = data,
            Parameters = network.ParameterCount,
            History = history,
            Device = device,
            Validation = validation,
            Threshold = threshold,
            Forecast = DirectionForecast.Of(network, samples, split.Test, name),
            Baselines = [.. DirectionBaselines.All(samples, split.Training, split.Test).Select(baseline => new DirectionBaseline(baseline, baseline.Name == "logistic regression" ? logistic.Value : DirectionThreshold.Default))],
            Weights = network.ReadWeights(),
        };
    }

    private static string? CheckpointFile(ClassifierOptions options, string model, string suffix) => options.SaveTo is null
        ? options.Resume ? throw new ArgumentException("To resume a training, name the folder that its checkpoints were saved to.") : null
        : Path.Combine(options.SaveTo, FormattableString.Invariant($"updown_{options.Mode}_{model}_{options.Seed}{suffix}.safetensors").ToLowerInvariant());
}
