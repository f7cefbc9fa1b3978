using System.ComponentModel;
using System.Diagnostics;

namespace StockLab.Market.Tests;

/// <summary>A Python that has the modules a witness script needs; where there is none the test is skipped, by the name of what is missing.</summary>
internal static class Python
{
    private static readonly Dictionary<string, string?> Found = [];

    /// <summary>The interpreter that imports <paramref name="module"/>, first of STOCKLAB_PYTHON, /usr/bin/python3, python3, python.</summary>
    internal static string With(string module, string debianPackage)
    {
        lock (Found)
        {
            if (!Found.TryGetValue(module, out var python))
            {
                python = new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3", "python" }
                    .FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate) && Imports(candidate, module));
                Found[module] = python;
            }
            if (python is null)
                Assert.Skip($"needs {debianPackage}: a Python that can import {module}");
            return python;
        }
    }

    /// <summary>Runs a script of this project to its end.</summary>
    internal static void Run(string python, string script, params string[] arguments)
    {
        using var process = Process.Start(Info(python, [Path.Combine(RealPrices.RepositoryRoot, "tests", "StockLab.Market.Tests", script), .. arguments]))!;
        process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}: {errors}");
    }

    private static bool Imports(string python, string module)
    {
        try
        {
            using var process = Process.Start(Info(python, ["-c", $"import {module}"]))!;
            process.StandardOutput.ReadToEndAsync();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;   // there is no such program
        }
    }

    private static ProcessStartInfo Info(string python, string[] arguments)
    {
        var info = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["OPENBLAS_NUM_THREADS"] = "1";
        info.Environment["OMP_NUM_THREADS"] = "1";
        return info;
    }
}
