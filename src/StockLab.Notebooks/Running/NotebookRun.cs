using System.Collections.Immutable;

namespace StockLab.Notebooks;

/// <summary>What came of a cell.</summary>
public enum CellOutcome
{
    /// <summary>It ran to its end; a check found everything right.</summary>
    Passed,

    /// <summary>It is an exercise that is not solved yet, or the check of one.</summary>
    Open,

    /// <summary>It did not compile, threw, or was told to stop.</summary>
    Failed,

    /// <summary>It was not run: empty, tagged <c>skip-execution</c>, in want of packages, or behind a cell that failed.</summary>
    Skipped,
}

/// <summary>What came of one code cell.</summary>
/// <param name="Cell">The cell's place in the document, counted from 1 over all cells.</param>
/// <param name="Id">The cell's id; null in old documents.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record CellRun(int Cell, string? Id, CellOutcome Outcome, TimeSpan Elapsed, ErrorOutput? Error = null);

/// <summary>What came of a notebook.</summary>
/// <param name="Document">The executed document: a copy with new outputs.</param>
/// <param name="Cells">Its code cells, in order.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record NotebookRun(NotebookDocument Document, ImmutableArray<CellRun> Cells, TimeSpan Elapsed)
{
    /// <summary>The cell that ended the run; null when it went through.</summary>
    public CellRun? Failure => Cells.FirstOrDefault(cell => cell.Outcome == CellOutcome.Failed);

    /// <summary>True when no cell failed; open exercises are no failure.</summary>
    public bool Succeeded => Failure is null;

    /// <summary>How many checks found their exercise open.</summary>
    public int OpenExercises => Cells.Count(cell => cell.Outcome == CellOutcome.Open && Document.Cells[cell.Cell - 1].Tags.Contains(NotebookRunner.CheckTag));

    /// <summary>How many cells were left out because their packages cannot be had.</summary>
    public int LeftOut => Cells.Count(cell => cell.Outcome == CellOutcome.Skipped && Document.Cells[cell.Cell - 1].Tags.Contains(NotebookRunner.NeedsRegistryTag));

    /// <summary>How many cells were run.</summary>
    public int Executed => Cells.Count(cell => cell.Outcome != CellOutcome.Skipped);

    /// <summary>The failure in words that name notebook, cell and error; the empty string when there is none.</summary>
    public string DescribeFailure() => Failure is { } failure
        ? $"{Document.Name}, cell {failure.Cell}{(failure.Id is null ? "" : $" ({failure.Id})")}: {failure.Error?.Name}: {failure.Error?.Message}"
        : "";
}

/// <summary>A cell begins or has ended.</summary>
/// <param name="Notebook">The document's name.</param>
/// <param name="Cell">The cell's place, counted from 1 over all cells.</param>
/// <param name="Cells">How many cells the document has.</param>
/// <param name="Run">What came of it; null when it begins.</param>
public sealed record CellProgress(string Notebook, int Cell, int Cells, CellRun? Run);
