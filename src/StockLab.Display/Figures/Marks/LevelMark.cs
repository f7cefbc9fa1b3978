namespace StockLab.Display;

/// <summary>A horizontal line right across the panel: a threshold, zero, a baseline's error.</summary>
internal sealed class LevelMark(double y, string label) : Mark
{
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
        plot.Svg.Text(plot.Right - 4, height < plot.Top + 14 ? height + 13 : height - 4, label, 11, Palette.Quiet, "end", halo: true);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.AddLevel(y, label, Ink, Dash);
}
