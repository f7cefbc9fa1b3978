namespace StockLab.Display;

/// <summary>Text of several lines that is drawn again in its place where somebody watches; where the output is kept (a file, a pipe, a log), each look follows the one before.</summary>
public sealed class LiveText
{
    private readonly TextWriter writer;
    private readonly bool live;
    private readonly Func<int> width;
    private string shown = "";

    internal LiveText(TextWriter writer, bool live, Func<int> width) => (this.writer, this.live, this.width) = (writer, live, width);

    /// <summary>On standard output.</summary>
    public static LiveText OnOutput() => new(Console.Out, TerminalBar.IsWatched(Console.Out), () => Console.WindowWidth);

    /// <summary>Draws the text over what was drawn last.</summary>
    /// <param name="text">Lines.</param>
    public void Show(string text)
    {
        // Counted anew at each look, because the window may have another width by now.
        var rows = live ? shown.Split('\n')[..^1].Sum(Rows) : 0;
        shown = text.EndsWith('\n') ? text : text + "\n";
        writer.Write(rows > 0 ? $"\e[{rows}A\e[J{shown}" : shown);
        writer.Flush();
    }

    // A line that is wider than the window goes on in the next row.
    private int Rows(string line)
    {
        var columns = Math.Max(1, width());
        return Math.Max(1, (TextWidth.Columns(line) + columns - 1) / columns);
    }
}
