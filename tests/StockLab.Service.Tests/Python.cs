using System.ComponentModel;
using System.Diagnostics;

namespace StockLab.Service.Tests;

/// <summary>Independent readers of what the service writes, in Python; where one is missing the test is skipped, by its name.</summary>
internal static class Python
{
    /// <summary>Runs a script of this project with some text on its standard input.</summary>
    public static void Run(string script, string input, params string[] modules)
    {
        var python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(candidate => modules.All(module => Ends(candidate, ["-c", $"import {module}"], "", out _) == 0));
        Assert.SkipWhen(python is null, $"needs a Python that imports {string.Join(" and ", modules)} (Debian: {string.Join(' ', modules.Select(module => "python3-" + module.Replace('_', '-')))})");
        var exit = Ends(python!, [Path.Combine(Repository.Tests, script)], input, out var error);
        Assert.True(exit == 0, error);
    }

    private static int Ends(string program, string[] arguments, string input, out string error)
    {
        error = "";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = process.StandardOutput.ReadToEndAsync();
            var said = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            error = said.Result;
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return -1;      // there is no such program
        }
    }
}
