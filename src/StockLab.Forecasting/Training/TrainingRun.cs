namespace StockLab.Forecasting;

/// <summary>A training in progress, as a <see cref="Callback"/> sees it.</summary>
/// <param name="network">The network that learns.</param>
/// <param name="optimization">Its optimizer.</param>
/// <param name="history">The epochs so far.</param>
public sealed class TrainingRun(IWeights network, IOptimizerState optimization, History history)
{
    /// <summary>The network that learns.</summary>
    public IWeights Network { get; } = network;

    /// <summary>Its optimizer.</summary>
    public IOptimizerState Optimization { get; } = optimization;

    /// <summary>The epochs so far.</summary>
    public History History { get; } = history;

    /// <summary>Set it to end training after this epoch.</summary>
    public bool Stop { get; set; }
}

/// <summary>What is watched.</summary>
public enum Monitor
{
    /// <summary>The loss on the training windows.</summary>
    Loss,

    /// <summary>The loss on the validation windows.</summary>
    ValidationLoss,
}
