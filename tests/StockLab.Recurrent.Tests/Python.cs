using System.Diagnostics;

namespace StockLab.Recurrent.Tests;

/// <summary>A Python interpreter that has the modules a witness script needs; the test is skipped, by name, where there is none.</summary>
internal static class Python
{
    private static readonly Dictionary<string, string?> Found = [];

    /// <summary>The folder of the witness scripts.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Witnesses", name);

    /// <summary>The first interpreter that imports <paramref name="module"/>.</summary>
    public static string With(string module, string debianPackage)
    {
        lock (Found)
        {
            if (!Found.TryGetValue(module, out var python))
            {
                python = new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3", "python" }
                    .FirstOrDefault(candidate => candidate is not null && Imports(candidate, module));
                Found[module] = python;
            }
            if (python is null)
                Assert.Skip($"needs {debianPackage} (a Python that can import {module})");
            return python;
        }
    }

    private static bool Imports(string python, string module)
    {
        try
        {
            using var process = Process.Start(Info(python, "-c", $"import {module}"))!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }

    /// <summary>Runs a script to its end and returns what it printed.</summary>
    public static string Run(string python, params string[] arguments)
    {
        using var process = Process.Start(Info(python, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }

    private static ProcessStartInfo Info(string python, params string[] arguments)
    {
        var info = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["OPENBLAS_NUM_THREADS"] = "1";
        info.Environment["OMP_NUM_THREADS"] = "1";
        return info;
    }
}
