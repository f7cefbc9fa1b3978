using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>The real prices of the tests, which are not part of the repository.</summary>
internal static class RealPrices
{
    /// <summary>The folder that STOCKLAB_DATA names, else ../shared/market beside the repository; skips the test where there is neither.</summary>
    public static PriceFolder Open()
    {
        var folder = Environment.GetEnvironmentVariable("STOCKLAB_DATA");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); string.IsNullOrEmpty(folder) && at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Notebooks.sln")))
                folder = Path.Combine(at.FullName, "..", "shared", "market");
        }
        Assert.SkipUnless(folder is not null && File.Exists(Path.Combine(folder, "TSLA.csv")), "needs real prices (TSLA.csv) in the folder that STOCKLAB_DATA names");
        return new PriceFolder(folder!);
    }

    /// <summary>A folder with one series, for tests that change prices.</summary>
    public static PriceFolder Folder(string directory, PriceSeries prices)
    {
        File.WriteAllLines(Path.Combine(directory, $"{prices.Symbol}.csv"),
        [
            "Date,Open,High,Low,Close,Volume",
            .. Enumerable.Range(0, prices.Count).Select(i => prices[i]).Select(bar =>
                FormattableString.Invariant($"{bar.Date:yyyy-MM-dd},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R}")),
        ]);
        return new PriceFolder(directory);
    }
}
