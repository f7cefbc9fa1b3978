using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Upright bars from zero; bars of several series at the same place stand side by side.</summary>
internal sealed class BarMark(double[] x, double[] y, double[]? low, double[]? high) : Mark
{
    /// <summary>The place of this series among those of its panel.</summary>
    public int Slot { get; set; }

    public int Slots { get; set; } = 1;

    /// <summary>The room of one place, in data units: bars of one panel share the smallest distance between any two places.</summary>
    public double Gap { get; set; } = 1;

    public IReadOnlyList<double> Places => x;

    public override Extent XExtent
    {
        get
        {
            var extent = Extent.Of(x);
            return extent.IsEmpty ? extent : new(extent.Min - Gap / 2, extent.Max + Gap / 2);
        }
    }

    public override Extent YExtent(bool positiveOnly)
    {
        var extent = Extent.Of(y, positiveOnly).Include(Extent.Of(low ?? [], positiveOnly)).Include(Extent.Of(high ?? [], positiveOnly));
        return positiveOnly ? extent : extent.Include(0);
    }

    public override void Draw(Plot plot)
    {
        PathData path = new(), whiskers = new();
        var floor = plot.LogY ? plot.YExtent.Min : Math.Clamp(0, plot.YExtent.Min, plot.YExtent.Max);
        for (var i = 0; i < x.Length; i++)
        {
            if (!plot.Shows(x[i], y[i]))
            {
                continue;
            }

            var whole = plot.X(x[i] + Gap / 2) - plot.X(x[i] - Gap / 2);
            var room = whole * (whole < 4 ? 1 : 0.8);
            var left = plot.X(x[i]) - room / 2 + room * Slot / Slots;
            path.Rect(left, Math.Min(plot.Y(floor), plot.Y(y[i])), left + Math.Max(room / Slots, 0.5), Math.Max(plot.Y(floor), plot.Y(y[i])));
            if (low is not null && high is not null && plot.Shows(x[i], low[i]) && plot.Shows(x[i], high[i]))
            {
                var (middle, top, bottom) = (left + room / Slots / 2, plot.Y(high[i]), plot.Y(low[i]));
                whiskers.Move(middle, top).Line(middle, bottom).Move(middle - 3, top).Line(middle + 3, top).Move(middle - 3, bottom).Line(middle + 3, bottom);
            }
        }

        plot.Svg.Path(path.ToString(), fill: Ink);
        plot.Svg.Path(whiskers.ToString(), stroke: Palette.Text, width: 1.25);
    }

    public override void AddTo(PlotlyFigure plotly)
    {
        var trace = new JsonObject
        {
            ["x"] = plotly.X(x),
            ["y"] = plotly.Numbers(y),
            ["marker"] = new JsonObject { ["color"] = Ink.Light },
        };
        if (low is not null && high is not null)
        {
            trace["error_y"] = new JsonObject
            {
                ["type"] = "data",
                ["symmetric"] = false,
                ["array"] = plotly.Numbers(high.Zip(y, (a, b) => a - b)),
                ["arrayminus"] = plotly.Numbers(y.Zip(low, (a, b) => a - b)),
                ["color"] = Palette.Text.Light,
                ["thickness"] = 1.25,
            };
        }

        plotly.Add(this, "bar", trace);
    }

    public override string Describe(Figure figure) => Sparkline.Describe(y);
}
