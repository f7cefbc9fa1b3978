using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace StockLab.Experiments.Tests;

/// <summary>A workbook as read_workbook.py sees it, which knows the file format and nothing of our code.</summary>
internal sealed record ReadWorkbook(ReadWorkbook.Page[] Sheets)
{
    internal sealed record Cell(string Kind, JsonElement Value, string Format)
    {
        public double Number => Kind == "n" ? Value.GetDouble() : double.NaN;

        public string? Words => Kind == "inlineStr" ? Value.GetString() : null;
    }

    internal sealed record Chart(string Title, string[][] Lines, bool Dates);

    internal sealed record Page(string Name, Cell?[][] Rows, string? Frozen, string? Filter, Chart[] Charts)
    {
        public int Column(string header) => Array.FindIndex(Rows[0], cell => cell!.Words == header) is var at and >= 0 ? at : throw new InvalidOperationException($"no column {header}");

        public double[] Numbers(string header) => [.. Rows[1..].Select(row => row[Column(header)]!.Number)];
    }

    public Page this[string name] => Sheets.Single(sheet => sheet.Name == name);

    public static ReadWorkbook Of(string path, [CallerFilePath] string here = "")
    {
        var start = new ProcessStartInfo(Python(), [Path.Combine(Path.GetDirectoryName(here)!, "read_workbook.py"), path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return JsonSerializer.Deserialize<ReadWorkbook>(output, JsonSerializerOptions.Web)!;
    }

    private static string Python()
    {
        var python = ((string[])["/usr/bin/python3", "python3", "python"]).FirstOrDefault(Starts);
        Assert.SkipWhen(python is null, "needs python3");
        return python!;
    }

    private static bool Starts(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
