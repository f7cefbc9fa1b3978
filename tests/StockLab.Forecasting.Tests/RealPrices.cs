using StockLab.Market;

namespace StockLab.Forecasting.Tests;

/// <summary>The real prices of the tests, which are not part of the repository.</summary>
internal static class RealPrices
{
    /// <summary>The folder that STOCKLAB_DATA names, else ../shared/market beside the repository; skips the test where there is neither.</summary>
    public static PriceFolder Open()
    {
        var folder = Environment.GetEnvironmentVariable(PriceFolder.Variable);
        if (string.IsNullOrEmpty(folder))
            folder = Path.Combine(Repository, "..", "shared", "market");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "TSLA.csv")), $"needs real prices (TSLA.csv) in the folder that {PriceFolder.Variable} names");
        return new PriceFolder(folder);
    }

    /// <summary>The generated market, which is.</summary>
    public static PriceFolder Sample() => new(Path.Combine(Repository, "data", "sample"));

    private static string Repository
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
