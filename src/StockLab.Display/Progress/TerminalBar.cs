namespace StockLab.Display;

/// <summary>
/// Progress as one line of a terminal. A line that is drawn over and over where somebody watches; a new plain line now and then where the output is
/// kept (a file, a pipe, a log). Colour unless <c>NO_COLOR</c> is set (no-color.org).
/// </summary>
internal sealed class TerminalBar(TextWriter writer, bool live, bool color, Func<int> width)
{
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(live ? 0.1 : 5);

    public static TerminalBar On(TextWriter writer)
    {
        var live = IsWatched(writer);
        var color = live && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(writer, live, color, () => Console.WindowWidth);
    }

    /// <summary>Whether somebody watches who can be shown a line over a line: a terminal that knows how.</summary>
    public static bool IsWatched(TextWriter writer)
    {
        var kept = writer == Console.Error ? Console.IsErrorRedirected : writer != Console.Out || Console.IsOutputRedirected;
        return !kept && Environment.GetEnvironmentVariable("TERM") != "dumb";
    }

    public void Show(Progress progress, bool last)
    {
        var time = last ? $" ({Duration.Text(progress.Elapsed)})" : "";
        if (!live)
        {
            writer.WriteLine(progress + time);
            writer.Flush();
            return;
        }

        // One column stays free: some terminals wrap when the last one is written.
        var columns = Math.Max(20, width() - 1);
        var bar = progress.Total > 0 ? Bar(progress.Percent, Math.Clamp(columns / 5, 4, 24)) + " " : "";
        var room = columns - bar.Length;
        writer.Write("\r" + (color ? "\e[36m" + bar + "\e[0m" : bar) + TextWidth.Clip(progress + time, room) + "\e[K" + (last ? Environment.NewLine : ""));
        writer.Flush();
    }

    private static string Bar(double percent, int columns)
    {
        var full = (int)Math.Round(percent / 100 * columns);
        return new string('━', full) + new string('─', columns - full);
    }
}
