using System.Text.Json;
using Dapper;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>The prices in a sweep's store. Read when they are first asked for.</summary>
internal sealed class StoredPrices(StoreConnection store, string symbol, PriceOrigin origin) : ISweepPrices, IDisposable
{
    private PriceSeries? adjusted;
    private string? folder;

    /// <inheritdoc/>
    public PriceSeries Adjusted => adjusted ??= store.Read(connection => PriceRows.Read(store.Dialect, connection, "TB_ASSETVALUE_ADJ", symbol, origin));

    /// <inheritdoc/>
    public PriceFolder Folder => new(folder ??= Write());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    // Recipes read folders of CSV files, so they get one.
    private string Write()
    {
        var path = Directory.CreateTempSubdirectory("stocklab-sweep-").FullName;
        if (origin.IsGenerated)
            File.WriteAllText(Path.Combine(path, PriceFolder.GeneratedMarker), JsonSerializer.Serialize(new { source = origin.Source }));
        foreach (var ticker in store.Read(connection => connection.Query<string>("SELECT DISTINCT TICKER FROM TB_ASSETVALUE_RAW").ToList()))
            PriceCsv.Write(store.Read(connection => PriceRows.Read(store.Dialect, connection, "TB_ASSETVALUE_RAW", ticker, origin)), Path.Combine(path, $"{ticker.Replace("/", "", StringComparison.Ordinal)}.csv"));
        return path;
    }
}
