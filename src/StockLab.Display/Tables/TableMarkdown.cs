using System.Text;

namespace StockLab.Display;

/// <summary>Writes a table as GitHub Flavored Markdown (specification 0.29, section 4.10).</summary>
internal static class TableMarkdown
{
    public static string Write(TableLayout table)
    {
        var text = new StringBuilder();
        if (table.Title.Length > 0)
        {
            text.Append("**").Append(Escape(table.Title)).Append("**\n\n");
        }

        Append(text, table.Columns.Select(column => Escape(column.Header)));
        Append(text, table.Columns.Select(column => column.Align switch { Align.Right => "--:", Align.Center => ":-:", _ => ":--" }));
        for (var row = 0; row < table.Rows; row++)
        {
            if (table.Hidden > 0 && row == table.Head)
            {
                AppendHidden(text, table);
            }

            Append(text, table.Columns.Select(column => Escape(column.Cells[row])));
        }

        if (table.Hidden > 0 && table.Rows == table.Head)
        {
            AppendHidden(text, table);
        }

        return text.Append(table.Below.Length > 0 ? "\n" + Escape(table.Below) + "\n" : "").ToString();
    }

    private static void AppendHidden(StringBuilder text, TableLayout table) => Append(text, table.Columns.Select((_, c) => c == 0 ? table.HiddenText : ""));

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Escape(string text) =>
        text.ReplaceLineEndings(" ").Replace("\\", "\\\\").Replace("|", "\\|").Replace("<", "&lt;").Replace("*", "\\*").Replace("_", "\\_").Replace("`", "\\`");
}
