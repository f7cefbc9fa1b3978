namespace StockLab.Display;

/// <summary>A stretch of the horizontal axis, tinted from top to bottom: a test period, a crisis.</summary>
internal sealed class ShadeMark(double from, double to, string label) : Mark
{
    public const double Opacity = 0.13;

    public override Extent XExtent => Extent.Of([from, to]);

    public override void Draw(Plot plot)
    {
        var (left, right) = (plot.X(from), plot.X(to));
        plot.Svg.Rect(left, plot.Top, right - left, plot.Height, Ink, Opacity);
        if (label.Length == 0)
        {
            return;
        }

        // Inside the stretch if it is wide enough, else to whichever side has room.
        var width = TextWidth.Pixels(label, 11) + 4;
        var start = right - left >= width || right + width > plot.Right && left - width < plot.Left ? left : right + width <= plot.Right ? right : left - width;
        plot.Svg.Text(start + 4, plot.TopRow(start, start + width), label, 11, Palette.Quiet, halo: true);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.AddShade(from, to, label, Ink, Opacity);
}
