using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>What a collection did. Shows itself as a table.</summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class CollectionReport : IDisplaysAs<Table>
{
    internal CollectionReport(string folder, ImmutableArray<Collected> results) => (Folder, Results) = (folder, results);

    /// <summary>The folder of the files.</summary>
    public string Folder { get; }

    /// <summary>The results in the order of the symbols.</summary>
    public ImmutableArray<Collected> Results { get; }

    /// <summary>True if every symbol has all its finished days.</summary>
    public bool IsComplete => Results.All(result => result.Outcome != CollectionOutcome.Failed);

    /// <inheritdoc/>
    public Table ToDisplay() => new Table("Collection", "symbol", "outcome", "rows", "new", "source", "problem")
        .Rows(Results.Length, i => Cells(Results[i]))
        .Caption(ToString());

    private static object?[] Cells(Collected result) =>
        [result.Symbol, result.Outcome.ToString(), result.Rows, result.NewRows, result.Source ?? "", result.Failure?.Message ?? ""];

    /// <summary>One line: how many symbols had which outcome.</summary>
    public override string ToString()
    {
        var outcomes = Results.GroupBy(result => result.Outcome).OrderBy(group => group.Key).Select(group => $"{group.Key}: {group.Count()}");
        return $"{Results.Length} symbols · {string.Join(" · ", outcomes)} · {Folder}";
    }
}
