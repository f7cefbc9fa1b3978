namespace StockLab.Experiments;

/// <summary>The rows of a ticker that a network and its scaler were fitted on.</summary>
/// <param name="Symbol">The ticker.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day; a forecast of a later day is one that the model has not seen.</param>
/// <param name="Rows">How many days.</param>
public sealed record TrainingSpan(string Symbol, DateOnly First, DateOnly Last, int Rows);
