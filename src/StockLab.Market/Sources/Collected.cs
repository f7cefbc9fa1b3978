namespace StockLab.Market;

/// <summary>What a collection did for a symbol.</summary>
public enum CollectionOutcome
{
    /// <summary>There was no file; now there is one.</summary>
    New,

    /// <summary>Days were added to the file.</summary>
    Extended,

    /// <summary>There are no finished days that the file lacks.</summary>
    UpToDate,

    /// <summary>
    /// The source has changed the past (a split, a correction), or a preferred source has come back: the whole history was fetched again and the old file kept
    /// in <c>replaced/</c>.
    /// </summary>
    Restated,

    /// <summary>Nothing could be fetched; the file, if there is one, is as it was.</summary>
    Failed,
}

/// <summary>The result of a collection for one symbol.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="Rows">The rows of its file now; 0 if there is none.</param>
/// <param name="NewRows">The days by which it is longer than before.</param>
/// <param name="Source">Where the file comes from; null if there is none.</param>
/// <param name="Failure">What went wrong, for <see cref="CollectionOutcome.Failed"/>.</param>
public sealed record Collected(string Symbol, CollectionOutcome Outcome, int Rows, int NewRows, string? Source, PriceDataException? Failure = null);

/// <summary>A step of a collection, for a progress display.</summary>
/// <param name="Done">Symbols that are done.</param>
/// <param name="Total">All symbols.</param>
/// <param name="Result">The symbol just tried. A failure that may pass is tried again later.</param>
/// <param name="Pause">Set when the collection waits until sources have recovered.</param>
public readonly record struct CollectionStep(int Done, int Total, Collected Result, TimeSpan? Pause = null);
