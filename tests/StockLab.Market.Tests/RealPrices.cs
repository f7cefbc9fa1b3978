using StockLab.Market;

namespace StockLab.Market.Tests;

/// <summary>The folder of real prices, which is not part of the repository: STOCKLAB_DATA, else ../shared/market beside the repository root.</summary>
internal static class RealPrices
{
    internal static PriceFolder Folder
    {
        get
        {
            if (FolderPath is null)
                Assert.Skip($"needs real prices: set {PriceFolder.Variable} to a folder that holds TSLA.csv");
            return new PriceFolder(FolderPath);
        }
    }

    /// <summary>Where the folder is; null if there is none.</summary>
    internal static string? FolderPath
    {
        get
        {
            var path = Environment.GetEnvironmentVariable(PriceFolder.Variable);
            if (string.IsNullOrEmpty(path))
                path = Path.Combine(RepositoryRoot, "..", "shared", "market");
            return File.Exists(Path.Combine(path, "TSLA.csv")) ? path : null;
        }
    }

    internal static PriceSeries Read(string symbol) => Folder.Read(symbol);

    internal static string RepositoryRoot
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Notebooks.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
            return folder;
        }
    }
}
