namespace StockLab.Display;

/// <summary>One plotting area of a figure; panels stand above one another and share the horizontal axis.</summary>
internal sealed class Panel
{
    public string YTitle { get; set; } = "";

    /// <summary>The panel's part of the figure's height, relative to the other panels'.</summary>
    public double Weight { get; init; } = 1;

    public bool LogY { get; set; }

    public Extent? YRange { get; set; }

    public List<Mark> Marks { get; } = [];

    /// <summary>The names of the rows, from the top, where the vertical axis holds names and not numbers.</summary>
    public IReadOnlyList<string>? Rows { get; set; }

    /// <summary>Whether the panel's quantities each bring an axis of their own, so that it has none.</summary>
    public bool IsParallel => Marks is [ParallelMark];

    /// <summary>The title of the vertical axis; a panel with one unexplained series takes that series' name.</summary>
    public string Caption => YTitle.Length > 0 ? YTitle : Marks.Count(mark => mark.InLegend) == 1 ? Marks.First(mark => mark.InLegend).Name : "";

    /// <summary>Whether a mark needs an entry in the legend: not if the panel's caption names it already.</summary>
    public bool InLegend(Mark mark, bool first) =>
        mark.InLegend && mark.Name != Caption && (first || Caption.Length == 0 || Marks.Count(other => other.InLegend) > 1);

    public Tick[] Ticks(double pixels)
    {
        var intervals = (int)Math.Clamp(pixels / 38, 1, 8);
        if (YRange is { } chosen)
        {
            return LogY ? [.. NumberTicks.Log(chosen, intervals).Where(tick => tick.Value >= chosen.Min && tick.Value <= chosen.Max)] : NumberTicks.Inside(chosen, intervals);
        }

        var extent = Extent.Empty;
        foreach (var mark in Marks)
        {
            extent = extent.Include(mark.YExtent(LogY));
        }

        if (LogY)
        {
            extent = extent.IsEmpty ? new(1, 10) : extent.Min == extent.Max ? new(extent.Min * 0.9, extent.Max * 1.1) : extent;
            return NumberTicks.Log(extent, intervals);
        }

        return NumberTicks.Covering(extent.Widened(), intervals);
    }
}
