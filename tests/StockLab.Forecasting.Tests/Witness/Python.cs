using System.Diagnostics;
using System.Text.Json;

namespace StockLab.Forecasting.Tests;

/// <summary>Runs the scripts of this folder: independent witnesses of what the library computes.</summary>
internal static class Python
{
    /// <summary>Sends <paramref name="input"/> as JSON to a script and reads its JSON answer; skips the test where the module is not installed.</summary>
    public static JsonElement Run(string script, string module, string package, object? input = null)
    {
        var python = Array.Find(["/usr/bin/python3", "python3", "python"], candidate => Has(candidate, module));
        Assert.SkipWhen(python is null, $"needs {package}");
        var (code, output, error) = Start(python!, [Path.Combine(AppContext.BaseDirectory, "Witness", script)], JsonSerializer.Serialize(input));
        Assert.True(code == 0, $"{script} failed: {error}");
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>An answer's array of numbers.</summary>
    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetDouble())];

    private static bool Has(string python, string module)
    {
        try
        {
            return Start(python, ["-c", $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{module}') is None)"], "").Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)    // no such program
        {
            return false;
        }
    }

    private static (int Code, string Output, string Error) Start(string python, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }
}
