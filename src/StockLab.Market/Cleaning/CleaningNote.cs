namespace StockLab.Market;

/// <summary>One thing that a cleaning step found.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Action">What was done about it.</param>
/// <param name="Date">The row concerned; for missing rows, the first missing day.</param>
/// <param name="Reason">What was found there, with the values.</param>
public readonly record struct CleaningNote(string Step, CleaningAction Action, DateOnly Date, string Reason)
{
    /// <summary>One line: day, action, reason, step.</summary>
    public override string ToString() => $"{PriceSeries.Iso(Date)} {Action.ToString().ToLowerInvariant()}: {Reason} ({Step})";
}
