using System.Globalization;
using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Bars that lie down, one a name, the first at the top, each with its number.</summary>
internal sealed class RankingMark(IReadOnlyList<string> names, double[] values, string format) : Mark
{
    public override bool InLegend => false;

    public override Extent XExtent
    {
        get
        {
            // Room for the numbers at the ends of the bars.
            var extent = Extent.Of(values).Include(0);
            var room = extent.Length * 0.12;
            return new(extent.Min < 0 ? extent.Min - room : 0, extent.Max > 0 ? extent.Max + room : 0);
        }
    }

    public override Extent YExtent(bool positiveOnly) => new(-0.5, names.Count - 0.5);

    public override void Draw(Plot plot)
    {
        var path = new PathData();
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                continue;
            }

            var (a, b) = (plot.X(0), plot.X(values[i]));
            path.Rect(Math.Min(a, b), plot.Y(i - 0.36), Math.Max(a, b), plot.Y(i + 0.36));
            plot.Svg.Text(b + (values[i] < 0 ? -4 : 4), plot.Y(i) + 4, values[i].ToString(format, CultureInfo.InvariantCulture).Replace('-', '−'), 11, Palette.Quiet, values[i] < 0 ? "end" : "start");
        }

        plot.Svg.Path(path.ToString(), fill: Ink);
    }

    public override void AddTo(PlotlyFigure plotly) => plotly.Add(this, "bar", new JsonObject
    {
        ["orientation"] = "h",
        ["x"] = plotly.Numbers(values),
        ["y"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
        ["marker"] = new JsonObject { ["color"] = Ink.Light },
    });

    public override string Describe(Figure figure) => string.Join(", ", names.Zip(values, (name, value) => $"{name} {value.ToString(format, CultureInfo.InvariantCulture)}").Take(12));
}
