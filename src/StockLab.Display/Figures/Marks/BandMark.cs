using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>The area between two lines: Bollinger's bands, a prediction interval, an area above zero.</summary>
internal sealed class BandMark(double[] x, double[] lower, double[] upper) : Mark
{
    private const double Opacity = 0.22;

    public override Extent XExtent => Extent.Of(x);

    public override Extent YExtent(bool positiveOnly) => Extent.Of(lower, positiveOnly).Include(Extent.Of(upper, positiveOnly));

    public override void Draw(Plot plot)
    {
        var path = new PathData();
        foreach (var (start, end) in plot.Runs(x, lower, upper))
        {
            path.Move(plot.X(x[start]), plot.Y(upper[start]));
            foreach (var i in plot.Visible(x, upper, start, end).Skip(1))
            {
                path.Line(plot.X(x[i]), plot.Y(upper[i]));
            }

            foreach (var i in plot.Visible(x, lower, start, end).Reverse())
            {
                path.Line(plot.X(x[i]), plot.Y(lower[i]));
            }

            path.Close();
        }

        plot.Svg.Path(path.ToString(), fill: Ink, opacity: Opacity);
    }

    public override void DrawKey(SvgWriter svg, double keyX, double keyY) => svg.Rect(keyX + 2, keyY - 5, 16, 10, Ink, Opacity + 0.1);

    public override void AddTo(PlotlyFigure plotly)
    {
        // One closed outline a run, with a gap between runs: "tonexty" would join across missing values.
        var xs = new List<double>();
        var ys = new List<double>();
        for (var i = 0; i < x.Length;)
        {
            bool Has(int k) => double.IsFinite(x[k]) && double.IsFinite(lower[k]) && double.IsFinite(upper[k]);
            for (; i < x.Length && !Has(i); i++)
            {
            }

            var start = i;
            for (; i < x.Length && Has(i); i++)
            {
            }

            if (i == start)
            {
                continue;
            }

            if (xs.Count > 0)
            {
                xs.Add(double.NaN);
                ys.Add(double.NaN);
            }

            xs.AddRange(x[start..i].Concat(x[start..i].Reverse()));
            ys.AddRange(upper[start..i].Concat(lower[start..i].Reverse()));
        }

        plotly.Add(this, "scatter", new JsonObject
        {
            ["mode"] = "lines",
            ["x"] = plotly.X(xs),
            ["y"] = plotly.Numbers(ys),
            ["fill"] = "toself",
            ["fillcolor"] = Ink.Rgba(Opacity),
            ["line"] = new JsonObject { ["width"] = 0, ["color"] = Ink.Light },
            ["hoverinfo"] = "skip",
        });
    }

    public override string Describe(Figure figure) => Sparkline.Describe(upper);
}
