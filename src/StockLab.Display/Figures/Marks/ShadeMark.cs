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
        var fits = right - left >= TextWidth.Pixels(label, 11) + 8;
        plot.Svg.Text(fits ? left + 4 : Math.Max(plot.Left, left - 4), plot.Top + 11, label, 11, Palette.Quiet, fits ? "start" : "end", halo: true);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.AddShade(from, to, label, Ink, Opacity);
}
