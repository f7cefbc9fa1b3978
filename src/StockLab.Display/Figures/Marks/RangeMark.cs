using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Upright whiskers from a low to a high value: a confidence interval, a mean ± a standard deviation.</summary>
internal sealed class RangeMark(double[] x, double[] low, double[] high) : Mark
{
    public override Extent XExtent => Extent.Of(x);

    public override Extent YExtent(bool positiveOnly) => Extent.Of(low, positiveOnly).Include(Extent.Of(high, positiveOnly));

    public override void Draw(Plot plot)
    {
        var path = new PathData();
        for (var i = 0; i < x.Length; i++)
        {
            if (plot.Shows(x[i], low[i]) && plot.Shows(x[i], high[i]))
            {
                var (px, top, bottom) = (plot.X(x[i]), plot.Y(high[i]), plot.Y(low[i]));
                path.Move(px, top).Line(px, bottom).Move(px - 3, top).Line(px + 3, top).Move(px - 3, bottom).Line(px + 3, bottom);
            }
        }

        plot.Svg.Path(path.ToString(), stroke: Ink, width: 1.25);
    }

    public override void DrawKey(SvgWriter svg, double keyX, double keyY) => svg.Path(
        new PathData().Move(keyX + 10, keyY - 5).Line(keyX + 10, keyY + 5).Move(keyX + 7, keyY - 5).Line(keyX + 13, keyY - 5).Move(keyX + 7, keyY + 5).Line(keyX + 13, keyY + 5).ToString(),
        stroke: Ink, width: 1.25);

    public override void AddTo(PlotlyFigure plotly) => plotly.Add(this, "scatter", new JsonObject
    {
        ["mode"] = "markers",
        ["x"] = plotly.X(x),
        ["y"] = plotly.Numbers(low.Zip(high, (a, b) => (a + b) / 2)),
        ["marker"] = new JsonObject { ["size"] = 1, ["color"] = Ink.Light },
        ["error_y"] = new JsonObject { ["type"] = "data", ["array"] = plotly.Numbers(low.Zip(high, (a, b) => (b - a) / 2)), ["color"] = Ink.Light, ["thickness"] = 1.25 },
    });
}
