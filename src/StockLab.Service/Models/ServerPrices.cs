using System.Collections.Concurrent;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service;

/// <summary>The rows that the server has: a folder of prices, each file read once and again when it changes. All requests share them and none changes them.</summary>
internal sealed class ServerPrices(string? folder)
{
    private readonly PriceFolder? prices = folder is null ? null : new PriceFolder(folder);
    private readonly ConcurrentDictionary<string, Known> read = new(StringComparer.Ordinal);

    /// <summary>Whether there is a folder.</summary>
    public bool Exist => prices is not null;

    /// <summary>Whether the rows are generated, not real.</summary>
    public bool AreGenerated => prices is { IsGenerated: true };

    /// <summary>The rows of a symbol; null where there is no such file.</summary>
    /// <exception cref="PriceDataException">The file cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public PriceColumns? Find(string symbol)
    {
        if (read.TryGetValue(symbol, out var known) && known.IsPresent)
            return known.Rows;
        if (prices is null || !prices.Has(symbol))
            return null;
        var series = prices.Read(symbol);
        var rows = new PriceColumns();
        rows.Take(series, series.Count);
        if (series.Origin.Path is { } path && new FileInfo(path) is { Exists: true } file)
            read[symbol] = new(rows, path, file.LastWriteTimeUtc, file.Length);
        return rows;
    }

    // Rows, and the file as it was when they were read.
    private sealed record Known(PriceColumns Rows, string Path, DateTime Written, long Length)
    {
        public bool IsPresent => new FileInfo(Path) is { Exists: true } file && (file.LastWriteTimeUtc, file.Length) == (Written, Length);
    }
}
