using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>Source S2's distillation: does a student learn more from a teacher's probabilities than from labels alone? The recipe is a study over several seeds: <see cref="DistillationStudy"/>.</summary>
public sealed class UpDownDistill : ClassifierRecipe
{
    /// <inheritdoc/>
    public override string Name => "updown-distill";

    /// <inheritdoc/>
    public override string Summary => "S2: students of several teachers at several temperatures beside students without one";

    /// <inheritdoc/>
    public override bool RepeatsSeeds => true;

    /// <summary>The study's options that the recipe's options ask for. The folder to save to keeps finished seeds, so that an interrupted study goes on there.</summary>
    public static DistillationOptions Study(ClassifierOptions options)
    {
        var usual = new DistillationOptions();
        return usual with
        {
            Network = options.Model ?? usual.Network,
            Width = options.Width ?? usual.Width,
            Epochs = options.Epochs ?? usual.Epochs,
            BatchSize = options.Batch ?? usual.BatchSize,
            LearningRate = options.LearningRate ?? usual.LearningRate,
            TeacherFile = options.SoftLabels,
            Seed = options.Seed,
            Seeds = options.Seeds ?? usual.Seeds,
            Folder = options.SaveTo,
        };
    }

    /// <inheritdoc/>
    public override IClassifierResult Run(
        PriceFolder prices, ClassifierOptions options, IProgress<string>? say = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        ClassifierOptions.RequireUnused(Name, (nameof(options.Patience), options.Patience), (nameof(options.Interval), options.Interval), (nameof(options.Resume), options.Resume ? true : null), (nameof(options.Device), options.Device == "cuda" ? "cuda" : null));
        var data = UpDownData.Prepare(prices, options);
        if (options.SoftLabels is null)
            data = data with { Notes = [.. data.Notes, $"{DistillationStudy.WithoutScans}. A file of soft labels would take its place."] };
        foreach (var note in data.Notes)
            say?.Report(note);
        var study = Study(options);
        if (study.Seeds < 5)
            throw new ArgumentException($"{study.Seeds} seeds cannot tell a gain from chance. Take five or more.");
        return new DistillationResult(data, options.Mode, DistillationStudy.Run(data.Samples, data.Split, study, new StudySteps(say), cancel));
    }
}
