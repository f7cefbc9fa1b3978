namespace StockLab.Cli;

/// <summary>The folder that holds Notebooks.sln: where lessons, sample data and built files lie.</summary>
internal static class Repository
{
    /// <summary>The root, as <c>./stocklab</c> names it in STOCKLAB_ROOT, else the nearest folder above the command that holds Notebooks.sln.</summary>
    /// <exception cref="DirectoryNotFoundException">The command runs outside a checkout.</exception>
    public static string Root { get; } = Find();

    /// <summary>Where everything generated goes: builds, executed notebooks, the site, test results.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("STOCKLAB_ROOT") is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Notebooks.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No Notebooks.sln in or above {AppContext.BaseDirectory}. Start StockLab through ./stocklab in its checkout, or set STOCKLAB_ROOT to that folder.");
    }
}
