using System.Globalization;
using System.Text;

namespace StockLab.Display;

/// <summary>Writes a table as HTML with styles in place: it takes its colours from the page around it.</summary>
internal static class TableHtml
{
    private const string Padding = "padding:3px 8px;border:0;", Cell = Padding + "white-space:nowrap;";

    // Where a page is too narrow for a table, headers and sentences are broken into lines first; numbers and names stay whole.
    private const string Header = Padding + "vertical-align:bottom;", Sentence = Padding + "min-width:14em;";
    private const int SentenceLength = 40;

    public static string Write(TableLayout table)
    {
        var html = new StringBuilder("<table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums;margin:6px 0\">\n");
        if (table.Title.Length > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<caption style=\"caption-side:top;text-align:left;font-weight:600;color:inherit;padding:3px 8px\">{SvgWriter.Escape(table.Title)}</caption>\n");
        }

        html.Append("<thead><tr>");
        foreach (var column in table.Columns)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th style=\"{Header}text-align:{Side(column)};border-bottom:1px solid currentColor\">{Breakable(column.Header)}</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        for (var row = 0; row < table.Rows; row++)
        {
            if (table.Hidden > 0 && row == table.Head)
            {
                AppendHidden(html, table);
            }

            html.Append("<tr>");
            foreach (var column in table.Columns)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td style=\"{(column.Cells[row].Length > SentenceLength ? Sentence : Cell)}text-align:{Side(column)}\">{SvgWriter.Escape(column.Cells[row])}</td>");
            }

            html.Append("</tr>\n");
        }

        if (table.Hidden > 0 && table.Rows == table.Head)
        {
            AppendHidden(html, table);
        }

        html.Append("</tbody>\n");
        // Where a table is wider than its page and is moved sideways, what stands below it can still be read as a whole.
        if (table.Below.Length > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tfoot><tr><td colspan=\"{table.Columns.Length}\" style=\"padding:3px 8px;border:0;text-align:left;opacity:.75;border-top:1px solid currentColor\"><div style=\"max-width:52rem\">{SvgWriter.Escape(table.Below)}</div></td></tr></tfoot>\n");
        }

        return html.Append("</table>").ToString();
    }

    private static void AppendHidden(StringBuilder html, TableLayout table) =>
        html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"{table.Columns.Length}\" style=\"{Cell}text-align:center;opacity:.6\">{table.HiddenText}</td></tr>\n");

    // A name like LEARNING_RATE holds no space at which a browser would break it.
    private static string Breakable(string header) => SvgWriter.Escape(header).Replace("_", "_<wbr/>");

    private static string Side(TableColumn column) => column.Align switch { Align.Right => "right", Align.Center => "center", _ => "left" };
}
