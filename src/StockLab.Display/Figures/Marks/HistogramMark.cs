using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>How many values fall into each of some intervals of equal width.</summary>
internal sealed class HistogramMark(double[] edges, double[] counts) : Mark
{
    private const double Opacity = 0.65;

    public double BinWidth => edges[1] - edges[0];

    public override Extent XExtent => Extent.Of(edges);

    public override Extent YExtent(bool positiveOnly) => positiveOnly ? Extent.Of(counts, true) : Extent.Of(counts).Include(0);

    /// <summary>Sorts values into intervals with round edges; as many as Freedman and Diaconis (1981) advise unless <paramref name="bins"/> says about how many.</summary>
    public static (double[] Edges, double[] Counts) Count(IReadOnlyList<double> values, int? bins, double? binWidth = null)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        var extent = Extent.Of(sorted).Widened();
        var spread = sorted.Length == 0 ? 0 : sorted[(int)(sorted.Length * 0.75)] - sorted[(int)(sorted.Length * 0.25)];
        var advised = spread > 0 ? extent.Length / (2 * spread / Math.Cbrt(sorted.Length)) : Math.Sqrt(sorted.Length);
        var wanted = bins ?? (int)Math.Clamp(advised, 5, 120);
        // Of values on another scale the other histogram's intervals would be millions.
        var width = binWidth is { } same && extent.Length / same <= 5000 ? same : NumberTicks.Step(extent.Length, wanted);
        var first = Math.Floor(extent.Min / width);
        var edges = Enumerable.Range(0, (int)(Math.Floor(extent.Max / width) - first) + 2).Select(i => (first + i) * width).ToArray();
        var counts = new double[edges.Length - 1];
        foreach (var value in sorted)
        {
            counts[(int)Math.Clamp(Math.Floor(value / width) - first, 0, counts.Length - 1)]++;
        }

        return (edges, counts);
    }

    public override void Draw(Plot plot)
    {
        var path = new PathData();
        var floor = plot.LogY ? plot.YExtent.Min : 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                path.Rect(plot.X(edges[i]) + 0.3, plot.Y(counts[i]), plot.X(edges[i + 1]) - 0.3, plot.Y(floor));
            }
        }

        plot.Svg.Path(path.ToString(), fill: Ink, opacity: Opacity);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.Add(this, "bar", new JsonObject
    {
        ["x"] = plotly.Numbers(counts.Select((_, i) => (edges[i] + edges[i + 1]) / 2)),
        ["y"] = plotly.Numbers(counts),
        ["width"] = PlotlyFigure.Round(BinWidth),
        ["offset"] = PlotlyFigure.Round(-BinWidth / 2),
        ["opacity"] = Opacity,
        ["marker"] = new JsonObject { ["color"] = Ink.Light },
    });

    public override string Describe(Figure figure) => Sparkline.Describe(counts);
}
