using System.Text;

namespace StockLab.Display;

/// <summary>Writes a table as text of fixed width.</summary>
internal static class TableText
{
    public static string Write(TableLayout table)
    {
        var widths = table.Columns.Select(column => column.Cells.Select(OneLine).Append(column.Header).Max(TextWidth.Columns)).ToArray();
        var total = widths.Sum() + 2 * Math.Max(0, widths.Length - 1);
        var lines = new List<string>();
        if (table.Title.Length > 0)
        {
            lines.Add(table.Title);
        }

        lines.Add(Line(table, widths, column => column.Header));
        lines.Add(new string('─', total));
        for (var row = 0; row < table.Rows; row++)
        {
            if (table.Hidden > 0 && row == table.Head)
            {
                lines.Add(table.HiddenText);
            }

            lines.Add(Line(table, widths, column => OneLine(column.Cells[row])));
        }

        if (table.Hidden > 0 && table.Rows == table.Head)
        {
            lines.Add(table.HiddenText);
        }

        if (table.Below.Length > 0)
        {
            lines.Add(table.Below);
        }

        return string.Join('\n', lines);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Line(TableLayout table, int[] widths, Func<TableColumn, string> cell)
    {
        var line = new StringBuilder();
        for (var c = 0; c < widths.Length; c++)
        {
            var text = cell(table.Columns[c]);
            var spare = widths[c] - TextWidth.Columns(text);
            var before = table.Columns[c].Align switch { Align.Right => spare, Align.Center => spare / 2, _ => 0 };
            line.Append(c > 0 ? "  " : "").Append(' ', before).Append(text).Append(' ', spare - before);
        }

        return line.ToString().TrimEnd();
    }
}
