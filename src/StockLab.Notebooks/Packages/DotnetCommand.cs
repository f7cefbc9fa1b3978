namespace StockLab.Notebooks;

/// <summary>The <c>dotnet</c> to start for restores and builds: the one that runs us or that we were installed by, which need not be the one on the path.</summary>
internal static class DotnetCommand
{
    /// <summary>The variable that names it, of the SDK's own making; the kernelspec sets it.</summary>
    public const string Variable = "DOTNET_HOST_PATH";

    /// <summary>Its path, or its bare name where only the path can tell.</summary>
    public static string Path =>
        Environment.GetEnvironmentVariable(Variable) is { } named && File.Exists(named) ? named
        : System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : "dotnet";
}
