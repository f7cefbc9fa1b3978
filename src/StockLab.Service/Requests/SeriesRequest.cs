using StockLab.Experiments;

namespace StockLab.Service;

/// <summary>One series of a request: rows that the client sends, or a ticker and a date of rows that the server has. Used again from request to request.</summary>
internal sealed class SeriesRequest
{
    /// <summary>The most rows that room is kept for between requests: what a client usually sends. Many requests at once, each of them long, leave little behind.</summary>
    private const int RowsKept = 512;

    private readonly PriceColumns sent = new();
    private readonly PriceColumns[] sentIndexes = [.. IndexColumn.All.Select(_ => new PriceColumns())];

    public SeriesRequest()
    {
        Indexes = new PriceColumns[sentIndexes.Length];
        Clear();
    }

    /// <summary>The ticker; null where the request names none.</summary>
    public string? Symbol { get; set; }

    /// <summary>The last day, where the server's rows are asked for; null for the latest.</summary>
    public DateOnly? Date { get; set; }

    /// <summary>Whether the client sent rows.</summary>
    public bool HasRows { get; set; }

    /// <summary>The rows: room for those that the client sends, or the server's own, which many requests share and nobody changes.</summary>
    public PriceColumns Rows { get; private set; } = null!;

    /// <summary>How many of <see cref="Rows"/> are known on the day that is asked about.</summary>
    public int Count { get; private set; }

    /// <summary>Closes of the indexes among a model's features, in <see cref="IndexColumn.All"/>'s order; empty where the client sent none and the server's are not needed.</summary>
    public PriceColumns[] Indexes { get; }

    /// <summary>All rows that the client sent have been read.</summary>
    public void HasSent() => (HasRows, Count) = (true, sent.Count);

    /// <summary>Takes the server's rows, as many as were known on the day that is asked about.</summary>
    public void Take(PriceColumns known, int count) => (Rows, Count) = (known, count);

    /// <summary>Takes the server's closes of an index.</summary>
    /// <param name="index">Its place in <see cref="IndexColumn.All"/>.</param>
    /// <param name="known">The closes.</param>
    public void TakeIndex(int index, PriceColumns known) => Indexes[index] = known;

    /// <summary>Forgets everything, and gives back room that one long series took.</summary>
    public void Clear()
    {
        (Symbol, Date, HasRows, Rows, Count) = (null, null, false, sent, 0);
        sent.Clear(RowsKept);
        for (var i = 0; i < sentIndexes.Length; i++)
        {
            sentIndexes[i].Clear(RowsKept);
            Indexes[i] = sentIndexes[i];
        }
    }
}
