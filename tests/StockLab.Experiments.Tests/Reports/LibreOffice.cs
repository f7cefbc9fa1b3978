using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace StockLab.Experiments.Tests;

/// <summary>LibreOffice without a window: the spreadsheet program that every Linux has.</summary>
internal static class LibreOffice
{
    /// <summary>Opens a workbook and saves every sheet as CSV, numbers in full: rows of cells by the sheet's name.</summary>
    public static Dictionary<string, List<string[]>> Open(string workbook)
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-office-").FullName;
        try
        {
            // Filter options: comma, quote, UTF-8, from line 1, columns as they are, language, quote text, numbers not as shown, no formulas, spaces kept, all sheets.
            Convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1", workbook, folder, Path.Combine(folder, "csv"));
            var stem = Path.GetFileNameWithoutExtension(workbook) + "-";
            return Directory.GetFiles(Path.Combine(folder, "csv")).ToDictionary(file => Path.GetFileNameWithoutExtension(file)[stem.Length..], file => Rows(File.ReadAllText(file, Encoding.UTF8)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Opens a workbook and saves it as a workbook again.</summary>
    public static string SavedAnew(string workbook, string folder)
    {
        Convert("xlsx", workbook, Path.Combine(folder, "office"), Path.Combine(folder, "anew"));
        return Path.Combine(folder, "anew", Path.GetFileName(workbook));
    }

    private static void Convert(string format, string workbook, string profile, string output)
    {
        string[] arguments = [$"-env:UserInstallation={new Uri(Path.Combine(profile, "profile"))}", "--headless", "--convert-to", format, "--outdir", output, workbook];
        using var process = Process.Start(new ProcessStartInfo(Program(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(120_000) && process.ExitCode == 0, errors);
    }

    private static string Program()
    {
        foreach (var program in (string[])["soffice", "libreoffice"])
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                process.WaitForExit();
                return program;
            }
            catch (Win32Exception)
            {
                // Not under this name.
            }
        }
        Assert.Skip("needs libreoffice-calc");
        return "";
    }

    // RFC 4180.
    private static List<string[]> Rows(string csv)
    {
        var (rows, cells, cell, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                cell.Append(csv[i++]);
            else if (csv[i] == '"')
                quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (csv[i] == '\n')
                {
                    rows.Add([.. cells]);
                    cells.Clear();
                }
            }
            else
                cell.Append(csv[i]);
        }
        return rows;
    }
}
