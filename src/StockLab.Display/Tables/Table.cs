using System.Globalization;

namespace StockLab.Display;

/// <summary>
/// A table of typed cells that shows itself in notebooks (HTML), in Markdown and, aligned, in terminals. Numbers of a column share their decimals and lean to the right;
/// a long table shows its head and its tail and says what it leaves out.
/// <code>
/// new Table("Errors", "model", "RMSE").Row("naive", 5.5065).Row("LSTM", 7.91).Format("RMSE", "0.000")
/// </code>
/// </summary>
[TypeFormatterSource(typeof(Shows<Table>))]
public sealed class Table : IDisplayable
{
    private readonly List<(int Count, Func<int, IReadOnlyList<object?>> Read)> parts = [];
    private readonly string?[] formats;
    private readonly Align[] aligns;
    private readonly string[] headers;

    /// <summary>A table without rows.</summary>
    /// <param name="title">What it shows, or null.</param>
    /// <param name="headers">The names of its columns.</param>
    public Table(string? title, params string[] headers)
    {
        Title = title ?? "";
        this.headers = [.. headers];
        formats = new string?[this.headers.Length];
        aligns = new Align[this.headers.Length];
    }

    /// <summary>What the table shows; empty if nobody said.</summary>
    public string Title { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Headers => headers;

    /// <summary>The number of rows, shown or not.</summary>
    public int Count { get; private set; }

    internal string Below { get; private set; } = "";

    internal int Head { get; private set; } = 20;

    internal int Tail { get; private set; } = 10;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">Numbers, dates, text, truth values; null and NaN are missing. Fewer cells than columns leave the rest empty.</param>
    /// <exception cref="ArgumentException">More cells than columns.</exception>
    public Table Row(params object?[] cells)
    {
        if (cells.Length > headers.Length)
        {
            throw new ArgumentException($"A row of {cells.Length} cells does not fit the {headers.Length} columns {string.Join(", ", headers)}.", nameof(cells));
        }

        return Rows(1, _ => cells);
    }

    /// <summary>Adds many rows that are asked for only if they are shown.</summary>
    /// <param name="count">How many.</param>
    /// <param name="read">The cells of the row with this index, counted from 0.</param>
    public Table Rows(int count, Func<int, IReadOnlyList<object?>> read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        parts.Add((count, read));
        Count += count;
        return this;
    }

    /// <summary>The number or date format of a column, as .NET writes it: <c>"0.00"</c>, <c>"0.0 %"</c>, <c>"#,0"</c>.</summary>
    /// <exception cref="ArgumentException">No such column.</exception>
    public Table Format(string column, string format)
    {
        formats[IndexOf(column)] = format;
        return this;
    }

    /// <summary>To which side a column leans.</summary>
    /// <exception cref="ArgumentException">No such column.</exception>
    public Table Lean(string column, Align align)
    {
        aligns[IndexOf(column)] = align;
        return this;
    }

    /// <summary>A line under the table: where the numbers come from, what they mean.</summary>
    public Table Caption(string text)
    {
        Below = text;
        return this;
    }

    /// <summary>Shows only the first and the last rows. Without a call: 20 and 10.</summary>
    public Table Limit(int head, int tail)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfNegative(tail);
        (Head, Tail) = (head, tail);
        return this;
    }

    /// <summary>Shows every row.</summary>
    public Table All() => Limit(int.MaxValue / 2, int.MaxValue / 2);

    /// <summary>The table as HTML that reads on light and dark pages.</summary>
    public string ToHtml() => TableHtml.Write(Layout());

    /// <summary>The table as aligned text; East Asian characters count as two columns.</summary>
    public string ToText() => TableText.Write(Layout());

    /// <summary>The table in GitHub's Markdown.</summary>
    public string ToMarkdown() => TableMarkdown.Write(Layout());

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();

    /// <inheritdoc/>
    public static IReadOnlyList<string> PreferredMimeTypes => ["text/html", "text/plain"];

    /// <inheritdoc/>
    public static IReadOnlyList<string> MimeTypes => [.. PreferredMimeTypes, "text/markdown"];

    /// <inheritdoc/>
    public string Render(string mimeType) => mimeType switch
    {
        "text/html" => ToHtml(),
        "text/plain" => ToText(),
        "text/markdown" => ToMarkdown(),
        _ => throw new ArgumentException($"A table cannot show itself as '{mimeType}'; it knows {string.Join(", ", MimeTypes)}.", nameof(mimeType)),
    };

    private TableLayout Layout()
    {
        var whole = Count <= (long)Head + Tail + 1;
        var shown = whole ? Cells(0, Count) : [.. Cells(0, Head), .. Cells(Count - Tail, Count)];
        var columns = headers.Select((header, c) => TableColumn.Of(header, [.. shown.Select(row => c < row.Count ? row[c] : "")], formats[c], aligns[c])).ToArray();
        var hidden = whole ? 0 : Count - Head - Tail;
        var size = hidden > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Count:#,0} rows × {headers.Length} columns") : "";
        return new(Title, columns, shown.Count, whole ? shown.Count : Head, hidden, string.Join(" · ", ((string[])[size, Below]).Where(part => part.Length > 0)));
    }

    private List<IReadOnlyList<object?>> Cells(int from, int to)
    {
        var cells = new List<IReadOnlyList<object?>>();
        var first = 0;
        foreach (var (count, read) in parts)
        {
            for (var i = Math.Max(from, first); i < Math.Min(to, first + count); i++)
            {
                cells.Add(read(i - first));
            }

            first += count;
        }

        return cells;
    }

    private int IndexOf(string column) => Array.IndexOf(headers, column) is var index and >= 0
        ? index
        : throw new ArgumentException($"No column is named '{column}'; the table has {string.Join(", ", headers)}.", nameof(column));
}
