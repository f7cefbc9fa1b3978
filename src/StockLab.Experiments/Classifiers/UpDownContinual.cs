using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>What source S2 announced and did not build: a classifier in service that learns on from newly collected days. The recipe is a study over several seeds: <see cref="ContinualStudy"/>.</summary>
public sealed class UpDownContinual : ClassifierRecipe
{
    /// <inheritdoc/>
    public override string Name => "updown-continual";

    /// <inheritdoc/>
    public override string Summary => "S2: a year in service, learning on with and without replay, from scratch, or never";

    /// <inheritdoc/>
    public override bool RepeatsSeeds => true;

    /// <summary>The study's options that the recipe's options ask for. The folder to save to keeps finished years, so that an interrupted study goes on there.</summary>
    public static ContinualOptions Study(ClassifierOptions options)
    {
        var usual = new ContinualOptions();
        return usual with
        {
            Network = options.Model ?? usual.Network,
            Width = options.Width ?? usual.Width,
            Epochs = options.Epochs ?? usual.Epochs,
            BatchSize = options.Batch ?? usual.BatchSize,
            LearningRate = options.LearningRate ?? usual.LearningRate,
            Interval = options.Interval ?? usual.Interval,
            Seed = options.Seed,
            Seeds = options.Seeds ?? usual.Seeds,
            Folder = options.SaveTo,
        };
    }

    /// <inheritdoc/>
    public override IClassifierResult Run(
        PriceFolder prices, ClassifierOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        if (options.Mode == Mode.Faithful)
            throw new ArgumentException("Source S2 announced continual learning and never built it, so there is nothing to be faithful to. Run it in honest mode.");
        ClassifierOptions.RequireUnused(Name, (nameof(options.Patience), options.Patience), (nameof(options.SoftLabels), options.SoftLabels), (nameof(options.Resume), options.Resume ? true : null), (nameof(options.Embargo), options.Embargo),
            (nameof(options.Device), options.Device == "cuda" ? "cuda" : null));
        var data = UpDownData.Prepare(prices, options);
        foreach (var note in data.Notes)
            say?.Report(note);
        say?.Report("The split is not used: in a rolling year every label trains once it has ended, and no sooner.");
        var study = Study(options);
        if (study.Seeds < 2)
            throw new ArgumentException($"{study.Seeds} seeds have no spread. Take two or more.");
        return new ContinualYearResult(data, ContinualStudy.Run(data.Samples, study, new StudySteps(say), cancel));
    }
}
