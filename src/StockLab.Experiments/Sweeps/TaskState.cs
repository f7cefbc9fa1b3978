namespace StockLab.Experiments;

/// <summary>Where a task of a sweep stands. Source S4 knows the first, the third and the fourth; its table keeps these names.</summary>
public enum TaskState
{
    /// <summary>In the queue: nobody has it.</summary>
    NotExecuted,

    /// <summary>A worker has claimed it and still gives signs of life.</summary>
    Running,

    /// <summary>Trained and judged; its result is in the table.</summary>
    Completed,

    /// <summary>Failed as often as was allowed; the note says why.</summary>
    Error,

    /// <summary>Taken out of the queue by a person.</summary>
    Cancelled,

    /// <summary>Ended before its time because it had no prospect; the note says by which rule.</summary>
    Pruned,
}
