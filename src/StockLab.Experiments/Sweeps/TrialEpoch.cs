namespace StockLab.Experiments;

/// <summary>An epoch of a trial that has just ended, for whoever decides whether to go on.</summary>
/// <param name="Value">The losses.</param>
/// <param name="NaiveValidationLoss">The naive forecast's mean squared error on the validation windows, in the unit of the losses; NaN where the experiment does not know it.</param>
public readonly record struct TrialEpoch(EpochValue Value, double NaiveValidationLoss);
