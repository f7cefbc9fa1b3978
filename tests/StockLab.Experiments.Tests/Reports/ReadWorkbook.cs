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

    public static ReadWorkbook Of(string path) => JsonSerializer.Deserialize<ReadWorkbook>(Python.Output("zipfile", "python3", "Reports/read_workbook.py", path), JsonSerializerOptions.Web)!;
}
