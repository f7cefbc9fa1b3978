using System.Collections.Concurrent;
using StockLab.Market;

namespace StockLab.Service;

/// <summary>The rows that the server has: a folder of prices, each file read once and again when it changes.</summary>
internal sealed class ServerPrices(string? folder)
{
    private readonly PriceFolder? prices = folder is null ? null : new PriceFolder(folder);
    private readonly ConcurrentDictionary<string, (PriceSeries Prices, DateTime Written, long Length)> read = new(StringComparer.Ordinal);

    /// <summary>Whether there is a folder.</summary>
    public bool Exist => prices is not null;

    /// <summary>The rows of a symbol; null where there is no such file.</summary>
    /// <exception cref="PriceDataException">The file cannot be used.</exception>
    public PriceSeries? Find(string symbol)
    {
        if (prices is null || !prices.Has(symbol))
            return null;
        if (read.TryGetValue(symbol, out var known) && known.Prices.Origin.Path is { } path && new FileInfo(path) is { Exists: true } now && (now.LastWriteTimeUtc, now.Length) == (known.Written, known.Length))
            return known.Prices;
        var series = prices.Read(symbol);
        if (series.Origin.Path is { } file && new FileInfo(file) is { Exists: true } info)
            read[symbol] = (series, info.LastWriteTimeUtc, info.Length);
        return series;
    }
}
