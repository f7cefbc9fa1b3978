using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>What cleaning found and did, row by row. Shows itself as a table.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class CleaningReport : IDisplaysAs<Table>
{
    internal CleaningReport(string symbol, PriceOrigin origin, int rowsBefore, int rowsAfter, ImmutableArray<string> steps, ImmutableArray<CleaningNote> notes)
        => (Symbol, Origin, RowsBefore, RowsAfter, Steps, Notes) = (symbol, origin, rowsBefore, rowsAfter, steps, notes);

    /// <summary>The ticker.</summary>
    public string Symbol { get; }

    /// <summary>Where the prices come from.</summary>
    public PriceOrigin Origin { get; }

    /// <summary>Rows before cleaning.</summary>
    public int RowsBefore { get; }

    /// <summary>Rows after cleaning.</summary>
    public int RowsAfter { get; }

    /// <summary>The names of the steps that ran, whether they found anything or not.</summary>
    public ImmutableArray<string> Steps { get; }

    /// <summary>Everything found, in the order of the steps and then of the dates.</summary>
    public ImmutableArray<CleaningNote> Notes { get; }

    /// <summary>True if no step found anything.</summary>
    public bool IsClean => Notes.IsEmpty;

    /// <summary>How many findings a step had.</summary>
    public int Count(string step) => Notes.Count(note => note.Step == step);

    /// <inheritdoc/>
    public Table ToDisplay() => new Table($"Cleaning of {Symbol}", "date", "what", "step", "reason")
        .Rows(Notes.Length, i => [Notes[i].Date, Notes[i].Action.ToString().ToLowerInvariant(), Notes[i].Step, Notes[i].Reason])
        .Limit(head: 20, tail: 5)
        .Caption(ToString());

    /// <summary>One line: rows before and after, findings a step, origin.</summary>
    public override string ToString()
    {
        var found = Steps.Select(step => $"{step}: {Count(step)}");
        return $"{Symbol} · {RowsBefore} rows, {RowsAfter} after cleaning · {string.Join(" · ", found)} · {Origin}";
    }
}
