namespace StockLab.Display;

/// <summary>Words at a point.</summary>
internal sealed class NoteMark(double x, double y, string text) : Mark
{
    public override Extent XExtent => Extent.Of([x]);

    public override Extent YExtent(bool positiveOnly) => Extent.Of([y], positiveOnly);

    public override void Draw(Plot plot)
    {
        if (!plot.Shows(x, y))
        {
            return;
        }

        var (px, py) = (plot.X(x), plot.Y(y));
        var width = TextWidth.Pixels(text, 11);
        var anchor = px - width / 2 < plot.Left ? "start" : px + width / 2 > plot.Right ? "end" : "middle";
        plot.Svg.Circle(px, py, 2.5, Ink);
        plot.Svg.Text(px, py < plot.Top + 20 ? py + 16 : py - 7, text, 11, Palette.Text, anchor, halo: true);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.AddNote(x, y, text);
}
