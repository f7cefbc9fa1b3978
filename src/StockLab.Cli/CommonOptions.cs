using System.CommandLine;

namespace StockLab.Cli;

/// <summary>What several verbs share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data")
    {
        Description = "Folder of price files, one CSV a symbol. Without it: STOCKLAB_DATA, then data/cache, then the generated data/sample.",
        HelpName = "DIR",
    };

    /// <summary>The dotnet command that runs us.</summary>
    public static string DotnetHost => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
