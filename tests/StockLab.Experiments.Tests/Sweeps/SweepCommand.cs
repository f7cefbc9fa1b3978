using System.Diagnostics;

namespace StockLab.Experiments.Tests;

/// <summary>The built command, started as a person would.</summary>
internal static class SweepCommand
{
    /// <summary>artifacts/lib/StockLab.Cli.dll; skips the test where it has not been built.</summary>
    public static string Assembly
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (at is not null && !File.Exists(Path.Combine(at.FullName, "Notebooks.sln")))
                at = at.Parent;
            var assembly = Path.Combine(at!.FullName, "artifacts", "lib", "StockLab.Cli.dll");
            Assert.SkipUnless(File.Exists(assembly), "the command is not built: dotnet build src/StockLab.Cli -c Release");
            return assembly;
        }
    }

    /// <summary>Runs <c>stocklab sweep …</c> on a store to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(StorePlace? place, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, "sweep", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("STOCKLAB_STORE");
        if (place is not null)
            start.Environment["STOCKLAB_STORE"] = place.ToParseable();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
