using System.Diagnostics;

namespace StockLab.Notebooks.Tests;

/// <summary>An independent witness: a Python that has a module.</summary>
internal static class Python
{
    /// <summary>The interpreter that can import a module; skips the test where there is none.</summary>
    public static string With(string module)
    {
        foreach (var candidate in new[] { "/usr/bin/python3", "python3", "python" })
        {
            try
            {
                if (Start(candidate, ["-c", $"import {module}"]).Code == 0)
                    return candidate;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                continue;
            }
        }
        Assert.Skip($"This test needs python3-{module.Replace('_', '-')}.");
        throw new UnreachableException();
    }

    /// <summary>Runs a program text and gives its standard output.</summary>
    public static string Run(string module, string program, params string[] arguments)
    {
        var (code, output, error) = Start(With(module), ["-c", program, .. arguments]);
        Assert.True(code == 0, error);
        return output;
    }

    /// <summary>Runs a program and gives its exit code and streams.</summary>
    public static (int Code, string Output, string Error) Start(string file, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
