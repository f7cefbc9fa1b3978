namespace StockLab.Forecasting;

/// <summary>An optimizer in the middle of its work: the rate of its next step, and what it remembers.</summary>
public interface IOptimizerState
{
    /// <summary>The learning rate of the next step.</summary>
    double LearningRate { get; set; }

    /// <summary>A copy of what the optimizer remembers, by name, in the order in which <see cref="LoadState"/> wants it.</summary>
    IReadOnlyList<NamedArray> ReadState();

    /// <summary>Takes up what an optimizer of the same settings remembered.</summary>
    /// <exception cref="ArgumentException">It is not the memory of this optimizer and network.</exception>
    void LoadState(IReadOnlyList<NamedArray> state);
}
