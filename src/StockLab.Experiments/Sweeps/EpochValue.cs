namespace StockLab.Experiments;

/// <summary>The losses of one epoch of a trial.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">The mean loss over the epoch's windows, each measured just before the step that learnt from it; scaled units.</param>
/// <param name="ValidationLoss">The loss on windows that training does not see, after the epoch; scaled units; NaN where it was not measured.</param>
public sealed record EpochValue(int Epoch, double TrainingLoss, double ValidationLoss);
