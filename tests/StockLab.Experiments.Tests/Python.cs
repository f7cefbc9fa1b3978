using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StockLab.Experiments.Tests;

/// <summary>A Python that has the modules a witness script needs; where there is none the test is skipped, by the name of what is missing.</summary>
internal static class Python
{
    /// <summary>What a script of this project writes to standard output.</summary>
    /// <param name="module">A module that the script imports.</param>
    /// <param name="debianPackage">The package that brings it.</param>
    /// <param name="script">The script, from this project's folder.</param>
    /// <param name="arguments">The script's arguments.</param>
    public static string Output(string module, string debianPackage, string script, params string[] arguments)
    {
        var python = ((string[])["/usr/bin/python3", "python3", "python"]).FirstOrDefault(candidate => Imports(candidate, module));
        Assert.SkipWhen(python is null, $"needs {debianPackage}: a Python that can import {module}");
        using var process = Process.Start(Info(python!, [Path.Combine(Path.GetDirectoryName(Here())!, script), .. arguments]))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}: {errors.Result}");
        return output;
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
            return false;       // there is no such program
        }
    }

    private static ProcessStartInfo Info(string python, string[] arguments)
    {
        var info = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["OPENBLAS_NUM_THREADS"] = "1";
        return info;
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
