using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>A line through points, broken where a height is missing.</summary>
internal sealed class LineMark(double[] x, double[] y) : Mark
{
    public Dash Dash { get; init; }

    public double Width { get; init; } = 1.5;

    public bool Markers { get; init; }

    public override Extent XExtent => Extent.Of(x);

    public override Extent YExtent(bool positiveOnly) => Extent.Of(y, positiveOnly);

    public override void Draw(Plot plot)
    {
        var path = new PathData();
        foreach (var (start, end) in plot.Runs(x, y))
        {
            path.Move(plot.X(x[start]), plot.Y(y[start]));
            if (end == start + 1)
            {
                path.Line(plot.X(x[start]), plot.Y(y[start]));
            }

            foreach (var i in plot.Visible(x, y, start, end).Skip(1))
            {
                path.Line(plot.X(x[i]), plot.Y(y[i]));
            }

            for (var i = start; Markers && i < end; i++)
            {
                plot.Svg.Circle(plot.X(x[i]), plot.Y(y[i]), Width + 1.2, Ink);
            }
        }

        plot.Svg.Path(path.ToString(), stroke: Ink, width: Width, dash: Dash, round: true);
    }

    public override void DrawKey(SvgWriter svg, double keyX, double keyY)
    {
        svg.Path(new PathData().Move(keyX, keyY).Line(keyX + 20, keyY).ToString(), stroke: Ink, width: Math.Max(2, Width), dash: Dash);
        if (Markers)
        {
            svg.Circle(keyX + 10, keyY, Width + 1.2, Ink);
        }
    }

    public override void AddTo(PlotlyFigure plotly)
    {
        var kept = plotly.Thin(x, y);
        plotly.Add(this, "scatter", new JsonObject
        {
            ["mode"] = Markers ? "lines+markers" : "lines",
            ["x"] = plotly.X(kept.Select(i => x[i])),
            ["y"] = plotly.Numbers(kept.Select(i => y[i])),
            ["connectgaps"] = false,
            ["line"] = new JsonObject
            {
                ["color"] = Ink.Light,
                ["width"] = Width,
                ["dash"] = Dash switch { Dash.Dashed => "dash", Dash.Dotted => "dot", _ => "solid" },
            },
        });
    }

    public override string Describe(Figure figure) => Sparkline.Describe(y);
}
