namespace StockLab.Cli;

/// <summary>The folder that holds Notebooks.sln: where lessons, sample data and built files lie.</summary>
internal static class Repository
{
    private static readonly string? Found = Search();

    /// <summary>The root, as <c>./stocklab</c> names it in STOCKLAB_ROOT, else the nearest folder above the command that holds Notebooks.sln.</summary>
    /// <exception cref="DirectoryNotFoundException">The command runs outside a checkout.</exception>
    public static string Root => Found
        ?? throw new DirectoryNotFoundException($"No Notebooks.sln in or above {AppContext.BaseDirectory}. Start StockLab through ./stocklab in its checkout, or set STOCKLAB_ROOT to that folder.");

    /// <summary>Where everything generated goes: builds, executed notebooks, the site, test results.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>True where there is a checkout; false for a command that was published into a folder of its own.</summary>
    public static bool IsCheckout => Found is not null && File.Exists(Path.Combine(Found, "Notebooks.sln"));

    private static string? Search()
    {
        if (Environment.GetEnvironmentVariable("STOCKLAB_ROOT") is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Notebooks.sln")))
                return folder.FullName;
        }
        return null;
    }
}
