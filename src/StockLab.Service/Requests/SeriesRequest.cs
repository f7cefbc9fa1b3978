using StockLab.Experiments;

namespace StockLab.Service;

/// <summary>One series of a request: rows that the client sends, or a ticker and a date of rows that the server has. Used again from request to request.</summary>
internal sealed class SeriesRequest
{
    /// <summary>The ticker; null where the request names none.</summary>
    public string? Symbol { get; set; }

    /// <summary>The last day, where the server's rows are asked for; null for the latest.</summary>
    public DateOnly? Date { get; set; }

    /// <summary>Whether the client sent rows.</summary>
    public bool HasRows { get; set; }

    /// <summary>The rows.</summary>
    public PriceColumns Rows { get; } = new();

    /// <summary>Closes of the indexes among a model's features, in <see cref="IndexColumn.All"/>'s order; empty where the client sent none.</summary>
    public PriceColumns[] Indexes { get; } = [.. IndexColumn.All.Select(_ => new PriceColumns())];

    public void Clear()
    {
        (Symbol, Date, HasRows) = (null, null, false);
        Rows.Clear();
        foreach (var index in Indexes)
            index.Clear();
    }
}
