using System.Globalization;

namespace StockLab.Market;

/// <summary>Feature tables as CSV, as pandas writes them: a header, ISO dates, the shortest text that reads back to the same number, an empty cell for a missing one.</summary>
public static class FeatureTableCsv
{
    /// <summary>Writes the table to a file, whole or not at all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="IOException">The file cannot be written; what stood there before still does.</exception>
    public static void WriteCsv(this FeatureTable table, string path)
    {
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            table.WriteCsv(writer);
        });
    }

    /// <summary>Writes the table as CSV.</summary>
    public static void WriteCsv(this FeatureTable table, TextWriter text)
    {
        text.Write("Date");
        foreach (var name in table.Names)
            text.Write("," + (name.AsSpan().ContainsAny(",\"\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name));
        text.Write('\n');
        for (var row = 0; row < table.Rows; row++)
        {
            text.Write(PriceSeries.Iso(table.Dates[row]));
            foreach (var value in table.Row(row))
            {
                text.Write(',');
                if (!double.IsNaN(value))
                    text.Write(value.ToString("R", CultureInfo.InvariantCulture));
            }
            text.Write('\n');
        }
    }
}
