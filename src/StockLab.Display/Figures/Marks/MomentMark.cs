namespace StockLab.Display;

/// <summary>A vertical line right across the panel: the day where the test period begins, the best epoch.</summary>
internal sealed class MomentMark(double x, string label) : Mark
{
    public Dash Dash { get; init; } = Dash.Dashed;

    public override Extent XExtent => Extent.Of([x]);

    public override void Draw(Plot plot)
    {
        var at = plot.X(x);
        plot.Svg.Path(new PathData().Move(at, plot.Top).Line(at, plot.Bottom).ToString(), stroke: Ink, width: 1, dash: Dash);
        var width = TextWidth.Pixels(label, 11) + 4;
        var left = at + width > plot.Right;
        plot.Svg.Text(at + (left ? -4 : 4), plot.TopRow(left ? at - width : at, left ? at : at + width), label, 11, Palette.Quiet, left ? "end" : "start", halo: true);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.AddMoment(x, label, Ink, Dash);
}
