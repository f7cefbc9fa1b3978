namespace StockLab.Notebooks;

/// <summary>The <c>dotnet</c> to start for restores and builds: the one that runs us, which need not be the one on the path.</summary>
internal static class DotnetCommand
{
    /// <summary>Its path, or its bare name where we are not run by one.</summary>
    public static string Path =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");
}
