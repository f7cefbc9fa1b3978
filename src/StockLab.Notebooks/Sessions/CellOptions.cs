namespace StockLab.Notebooks;

/// <summary>How a cell is run.</summary>
public sealed record CellOptions
{
    /// <summary>Receives what the cell shows, as it shows it, never two at a time; also what it shows after its end. Null to show nothing.</summary>
    public Action<CellOutput>? Output { get; init; }

    /// <summary>Asks the reader for a line, given a prompt; null where nobody can be asked.</summary>
    public Func<string, CancellationToken, string?>? Input { get; init; }

    /// <summary>False for a cell that does not count as an execution.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary>False to keep the value of the last expression from being shown.</summary>
    public bool ShowsResult { get; init; } = true;
}
