using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>The generated sample market of the repository.</summary>
internal static class Sample
{
    public static PriceFolder Open()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Notebooks.sln")))
                return new PriceFolder(Path.Combine(at.FullName, "data", "sample"));
        }
        throw new DirectoryNotFoundException("Notebooks.sln was not found above the tests.");
    }
}
