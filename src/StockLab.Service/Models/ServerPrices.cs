using System.Collections.Concurrent;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service;

/// <summary>The rows that the server has: a folder of prices, each file read once and again when it changes. Files may come and go. All requests share the rows and none changes them.</summary>
internal sealed class ServerPrices(string? folder)
{
    private readonly ConcurrentDictionary<string, Known> read = new(StringComparer.Ordinal);
    private volatile Listing? listing = folder is null ? null : Listing.Of(folder);

    /// <summary>Whether there is a folder.</summary>
    public bool Exist => listing is not null;

    /// <summary>Whether the rows are generated, not real.</summary>
    public bool AreGenerated => listing is { Prices.IsGenerated: true };

    /// <summary>The rows of a symbol; null where there is no such file.</summary>
    /// <exception cref="PriceDataException">The file cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public PriceColumns? Find(string symbol)
    {
        if (read.TryGetValue(symbol, out var known) && known.IsPresent)
            return known.Rows;
        if (listing is { IsCurrent: false } before)
            listing = Listing.Of(before.Prices.FolderPath);
        if (listing?.Prices is not { } prices || !prices.Has(symbol))
            return null;
        var series = prices.Read(symbol);
        var rows = new PriceColumns();
        rows.Take(series, series.Count);
        if (series.Origin.Path is { } path && new FileInfo(path) is { Exists: true } file)
            read[symbol] = new(rows, path, file.LastWriteTimeUtc, file.Length);
        return rows;
    }

    // The folder's files, and when it had last changed as they were listed.
    private sealed record Listing(PriceFolder Prices, DateTime Changed, DateTime Taken)
    {
        // Changes that follow one another this closely may leave the folder with the same time.
        private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

        public bool IsCurrent => Taken - Changed > Grain && Directory.GetLastWriteTimeUtc(Prices.FolderPath) == Changed;

        public static Listing Of(string folder)
        {
            var (changed, taken) = (Directory.GetLastWriteTimeUtc(folder), DateTime.UtcNow);
            return new(new PriceFolder(folder), changed, taken);
        }
    }

    // Rows, and the file as it was when they were read.
    private sealed record Known(PriceColumns Rows, string Path, DateTime Written, long Length)
    {
        public bool IsPresent => new FileInfo(Path) is { Exists: true } file && (file.LastWriteTimeUtc, file.Length) == (Written, Length);
    }
}
