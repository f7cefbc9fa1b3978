namespace StockLab.Display;

/// <summary>A horizontal line right across the panel: a threshold, zero, a baseline's error.</summary>
internal sealed class LevelMark(double y, string label) : Mark
{
    /// <summary>Longer words than this stand inside the panel instead of beside it.</summary>
    private const double Room = 120;

    public double Y => y;

    public string Label => label;

    /// <summary>The room that the words need beside the panel; zero if they stand inside it.</summary>
    public double RoomBeside => TextWidth.Pixels(label, 11) is var width and <= Room ? width : 0;

    public Dash Dash { get; init; } = Dash.Dashed;

    public override Extent YExtent(bool positiveOnly) => Extent.Of([y], positiveOnly);

    public override void Draw(Plot plot)
    {
        if (!plot.Shows(0, y))
        {
            return;
        }

        var height = plot.Y(y);
        plot.Svg.Path(new PathData().Move(plot.Left, height).Line(plot.Right, height).ToString(), stroke: Ink, width: 1, dash: Dash);
        if (RoomBeside == 0)
        {
            plot.Svg.Text(plot.Right - 4, height < plot.Top + 14 ? height + 13 : height - 4, label, 11, Palette.Quiet, "end", halo: true);
        }
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.AddLevel(y, label, Ink, Dash);
}
