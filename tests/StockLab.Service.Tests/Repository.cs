using System.Runtime.CompilerServices;

namespace StockLab.Service.Tests;

/// <summary>Where things lie in the checkout.</summary>
internal static class Repository
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("STOCKLAB_ROOT") is { Length: > 0 } named ? named : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public static string Tests { get; } = Path.Combine(Root, "tests", "StockLab.Service.Tests");

    public static string Sample { get; } = Path.Combine(Root, "data", "sample");

    public static string Command { get; } = Path.Combine(Root, "artifacts", "lib", "StockLab.Cli.dll");

    private static string Here([CallerFilePath] string path = "") => path;
}
