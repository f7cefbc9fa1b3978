using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>What can be chosen when a classifier's recipe runs; what is null stays as the recipe has it.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Honest or faithful.</summary>
    public Mode Mode { get; init; } = Mode.Honest;

    /// <summary>The seed of the initial weights and of the order of the samples.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many seeds a recipe trains with that is itself a study over seeds; as the recipe has it when null.</summary>
    public int? Seeds { get; init; }

    /// <summary>A file of soft labels as a further teacher (<see cref="FileTeacher"/>); distillation only.</summary>
    public string? SoftLabels { get; init; }

    /// <summary>How often a classifier in service is updated; continual learning only.</summary>
    public UpdateInterval? Interval { get; init; }

    /// <summary>How often every sample is seen.</summary>
    public int? Epochs { get; init; }

    /// <summary>Samples a step.</summary>
    public int? Batch { get; init; }

    /// <summary>The step size of the optimizer.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Ends training after so many epochs without a new low of the validation loss; 0 trains all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary><c>resnet18</c>, <c>resnet34</c>, <c>conv</c> or <c>lstm</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Maps of the network's first stage; units, for an LSTM.</summary>
    public int? Width { get; init; }

    /// <summary>Only the first so many shares of the folder, in the order of their codes.</summary>
    public int? Tickers { get; init; }

    /// <summary>The channels beside the share's own close; those of source S2 that cover the period when null.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>The first day; that of source S2 when null.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; that of source S2 when null.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Trading days between the labels of training, validation and test; honest mode only.</summary>
    public int? Embargo { get; init; }

    /// <summary>How samples are cut and labelled; as source S2 when null.</summary>
    public DirectionSettings? Samples { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The folder that receives the network after every epoch, and after the best one so far once more; null writes none.</summary>
    public string? SaveTo { get; init; }

    /// <summary>Whether a training of the same mode, model and seed that left its checkpoints in <see cref="SaveTo"/> is taken up again where it stood.</summary>
    public bool Resume { get; init; }

    /// <summary>Refuses what a recipe would silently leave out of account.</summary>
    /// <exception cref="ArgumentException">One of the values is set.</exception>
    internal static void RequireUnused(string recipe, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (value is not null)
                throw new ArgumentException($"{name} ({value}) means nothing to {recipe}: leave it out.");
        }
    }
}
