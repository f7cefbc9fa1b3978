using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StockLab.Cli.Tests;

/// <summary>Starts the built command as a person would, in a process of its own.</summary>
internal static class CommandLine
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public static string[] Lessons { get; } = [.. Directory.EnumerateFiles(Path.Combine(Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    /// <summary>The real prices of this machine; null where there are none.</summary>
    public static string? RealPrices { get; } =
        new[] { Environment.GetEnvironmentVariable("STOCKLAB_DATA"), Path.Combine(Root, "..", "shared", "market") }.FirstOrDefault(folder => File.Exists(Path.Combine(folder ?? "", "TSLA.csv")));

    public static string Sample { get; } = Path.Combine(Root, "data", "sample");

    public static Outcome Run(params string[] arguments) => Run([], arguments);

    /// <summary>The same with variables added to the environment.</summary>
    public static Outcome Run((string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(Root, "artifacts", "lib", "StockLab.Cli.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Root,
            },
        };
        process.StartInfo.Environment["STOCKLAB_ROOT"] = Root;
        process.StartInfo.Environment.Remove("STOCKLAB_DATA");
        foreach (var (name, value) in environment)
            process.StartInfo.Environment[name] = value;
        process.Start();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.Result);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}

internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public void RequireSuccess() => Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
}
