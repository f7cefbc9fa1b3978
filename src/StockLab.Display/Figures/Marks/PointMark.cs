using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Separate points.</summary>
internal sealed class PointMark(double[] x, double[] y) : Mark
{
    public double Radius { get; init; } = 2.5;

    public override Extent XExtent => Extent.Of(x);

    public override Extent YExtent(bool positiveOnly) => Extent.Of(y, positiveOnly);

    private double Opacity => x.Length > 200 ? 0.5 : 0.85;

    public override void Draw(Plot plot)
    {
        // One path of dots (a stroke of no length with round ends); points that fall on the same half pixel are drawn once.
        var path = new PathData();
        var seen = new HashSet<(int, int)>();
        for (var i = 0; i < x.Length; i++)
        {
            if (!plot.Shows(x[i], y[i]))
            {
                continue;
            }

            var (px, py) = (plot.X(x[i]), plot.Y(y[i]));
            if (seen.Add(((int)(px * 2), (int)(py * 2))))
            {
                path.Move(px, py).Line(px, py);
            }
        }

        plot.Svg.Path(path.ToString(), stroke: Ink, width: Radius * 2, opacity: Opacity, round: true);
    }

    public override void DrawKey(SvgWriter svg, double keyX, double keyY) => svg.Circle(keyX + 10, keyY, 3.5, Ink);

    public override void AddTo(PlotlyFigure plotly) => plotly.Add(this, "scatter", new JsonObject
    {
        ["mode"] = "markers",
        ["x"] = plotly.X(x),
        ["y"] = plotly.Numbers(y),
        ["marker"] = new JsonObject { ["color"] = Ink.Light, ["size"] = Radius * 2, ["opacity"] = Opacity },
    });

    public override string Describe(Figure figure) => Sparkline.Describe(y);
}
