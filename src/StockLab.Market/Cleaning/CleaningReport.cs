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

    /// <summary>A table of the findings; what a step found in the same words again and again stands in one line, with its first and last day.</summary>
    public Table ToDisplay()
    {
        var table = new Table($"Cleaning of {Symbol}", "step", "what", "first", "last", "times", "reason");
        foreach (var group in Notes.GroupBy(note => (note.Step, note.Action, note.Reason)))
            table.Row(group.Key.Step, group.Key.Action.ToString().ToLowerInvariant(), group.First().Date, group.Last().Date, group.Count(), group.Key.Reason);
        return table.Limit(head: 20, tail: 10).Caption($"{RowsBefore} rows, {RowsAfter} after cleaning · {Origin}");
    }

    /// <summary>One line: rows before and after, findings a step, origin.</summary>
    public override string ToString()
    {
        var found = Steps.Select(step => $"{step}: {Count(step)}");
        return $"{Symbol} · {RowsBefore} rows, {RowsAfter} after cleaning · {string.Join(" · ", found)} · {Origin}";
    }
}
