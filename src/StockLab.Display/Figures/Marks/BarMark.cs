using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Upright bars from zero; bars of several series at the same place stand side by side.</summary>
internal sealed class BarMark(double[] x, double[] y) : Mark
{
    /// <summary>The place of this series among those of its panel.</summary>
    public int Slot { get; set; }

    public int Slots { get; set; } = 1;

    /// <summary>The smallest distance between two places, in data units.</summary>
    private double Gap
    {
        get
        {
            var sorted = x.Where(double.IsFinite).Distinct().Order().ToArray();
            return sorted.Length < 2 ? 1 : sorted.Zip(sorted.Skip(1), (a, b) => b - a).Min();
        }
    }

    public override Extent XExtent
    {
        get
        {
            var extent = Extent.Of(x);
            return extent.IsEmpty ? extent : new(extent.Min - Gap / 2, extent.Max + Gap / 2);
        }
    }

    public override Extent YExtent(bool positiveOnly) => positiveOnly ? Extent.Of(y, true) : Extent.Of(y).Include(0);

    public override void Draw(Plot plot)
    {
        var gap = Gap;
        var path = new PathData();
        var floor = plot.LogY ? plot.YExtent.Min : Math.Clamp(0, plot.YExtent.Min, plot.YExtent.Max);
        for (var i = 0; i < x.Length; i++)
        {
            if (!plot.Shows(x[i], y[i]))
            {
                continue;
            }

            var whole = plot.X(x[i] + gap / 2) - plot.X(x[i] - gap / 2);
            var room = whole * (whole < 4 ? 1 : 0.8);
            var left = plot.X(x[i]) - room / 2 + room * Slot / Slots;
            path.Rect(left, Math.Min(plot.Y(floor), plot.Y(y[i])), left + Math.Max(room / Slots, 0.5), Math.Max(plot.Y(floor), plot.Y(y[i])));
        }

        plot.Svg.Path(path.ToString(), fill: Ink);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.Add(this, "bar", new JsonObject
    {
        ["x"] = plotly.X(x),
        ["y"] = plotly.Numbers(y),
        ["marker"] = new JsonObject { ["color"] = Ink.Light },
    });

    public override string Describe(Figure figure) => Sparkline.Describe(y);
}
