namespace StockLab.Cli;

/// <summary>The lessons of this checkout.</summary>
internal static class Lessons
{
    /// <summary>Every notebook in <c>notebooks/</c>, in reading order.</summary>
    public static IReadOnlyList<string> All => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];
}
