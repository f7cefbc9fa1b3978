namespace StockLab.Forecasting;

/// <summary>How to train a network. The defaults are those of source S1: three epochs, one window a step, Adam, mean squared error.</summary>
public sealed record TrainingSettings
{
    /// <summary>How often every window is seen.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Windows a step; the last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>The seed of the order of the windows.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether each epoch sees the windows in a new random order, as Keras does, or oldest first.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What training makes small.</summary>
    public Loss Loss { get; init; } = Loss.Mse;

    /// <summary>How the weights move.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();
}
