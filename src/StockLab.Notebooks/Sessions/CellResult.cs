using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StockLab.Notebooks;

/// <summary>How a cell ended.</summary>
public enum CellStatus
{
    /// <summary>It ran to its end.</summary>
    Ok,

    /// <summary>It did not compile, or threw.</summary>
    Failed,

    /// <summary>It was told to stop, and did, or was left behind.</summary>
    Interrupted,
}

/// <summary>A message of the compiler about a cell.</summary>
/// <param name="Id">The compiler's number of it, for example <c>CS0103</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What it says.</param>
/// <param name="Line">The cell's line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
public sealed record CellDiagnostic(string Id, DiagnosticSeverity Severity, string Message, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"({Line},{Column}): {Severity.ToString().ToLowerInvariant()} {Id}: {Message}";
}

/// <summary>What came of running a cell.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="ExecutionCount">The number of the execution.</param>
/// <param name="Elapsed">How long it took, compilation included.</param>
public sealed record CellResult(CellStatus Status, int ExecutionCount, TimeSpan Elapsed)
{
    /// <summary>The value of the last expression; null when the cell ended with a statement, too.</summary>
    public object? Value { get; init; }

    /// <summary>True when the cell ended with an expression that has a value.</summary>
    public bool HasValue { get; init; }

    /// <summary>The error as it was shown; null when there was none.</summary>
    public ErrorOutput? Error { get; init; }

    /// <summary>The exception that ended the cell; null when there was none.</summary>
    public Exception? Exception { get; init; }

    /// <summary>What the compiler said, warnings included.</summary>
    public ImmutableArray<CellDiagnostic> Diagnostics { get; init; } = [];
}
