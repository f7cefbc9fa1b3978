namespace StockLab.Market;

/// <summary>What a cleaning step did about something it found.</summary>
public enum CleaningAction
{
    /// <summary>Nothing: the row is as it was, and a person should look at it.</summary>
    Flagged,

    /// <summary>The row was left out.</summary>
    Dropped,

    /// <summary>A missing value was filled in.</summary>
    Filled,

    /// <summary>A value was replaced by a consistent one.</summary>
    Repaired,
}
