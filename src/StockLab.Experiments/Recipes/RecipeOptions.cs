using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>What can be chosen when a recipe runs; what is null stays as the recipe has it.</summary>
public sealed record RecipeOptions
{
    /// <summary>The ticker.</summary>
    public string? Symbol { get; init; }

    /// <summary>Honest or faithful.</summary>
    public Mode Mode { get; init; } = Mode.Honest;

    /// <summary>The seed of the initial weights and of the order of the windows.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How often every window is seen.</summary>
    public int? Epochs { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Who does the arithmetic.</summary>
    public Engine Engine { get; init; } = Engine.Auto;

    /// <summary>The column set of S0, for example <c>M1</c>; only the Korean recipes have one.</summary>
    public string? Columns { get; init; }

    /// <summary>Days a window.</summary>
    public int? Window { get; init; }

    /// <summary>Windows a step.</summary>
    public int? Batch { get; init; }

    /// <summary>The step size of the optimizer.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Units of each recurrent layer.</summary>
    public int? Hidden { get; init; }

    /// <summary>What training makes small.</summary>
    public Loss? Loss { get; init; }

    /// <summary>Adam or AdamW.</summary>
    public OptimizerKind? Optimizer { get; init; }

    /// <summary>The folder that receives the trained network as a model (see <see cref="ModelFolder"/>); null writes none.</summary>
    public string? SaveTo { get; init; }

    /// <summary>Into how many stretches the test rows are cut, each forecast by a network fitted afresh on all rows before it; null fits once.</summary>
    public int? WalkForward { get; init; }

    /// <summary>Ends training after so many epochs without a new low on the last tenth of the training windows; null trains all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the last tenth of the training windows is kept aside and its loss measured after every epoch, also where nothing stops by it.</summary>
    public bool Validate { get; init; }

    /// <summary>The days to judge on.</summary>
    public Period JudgeOn { get; init; } = Period.Test;
}
