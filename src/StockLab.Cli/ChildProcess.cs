using System.Diagnostics;

namespace StockLab.Cli;

/// <summary>A built .NET program, run in a process of its own that shares our console.</summary>
internal static class ChildProcess
{
    /// <summary>Runs an assembly to its end; where it is cancelled, it and its own children are stopped.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string assembly, IEnumerable<string> arguments, string? workingDirectory, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(CommonOptions.DotnetHost, [assembly, .. arguments]) { WorkingDirectory = workingDirectory ?? "" })!;
        try
        {
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;
    }
}
