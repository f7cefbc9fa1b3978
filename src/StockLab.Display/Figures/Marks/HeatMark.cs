using System.Globalization;
using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>A grid of coloured cells: row 0 at the top, columns at the places of the horizontal axis.</summary>
internal sealed class HeatMark(double[] x, IReadOnlyList<string> rows, double[,] values, ColorScale scale, string? format, Extent? span = null) : Mark
{
    public const double BarRoom = 64;

    public Extent Colors { get; } = span ?? scale.Span(Extent.Of([.. values.Cast<double>()]));

    /// <summary>Whether a bar beside the panel explains the colours; cells with numbers in them need none.</summary>
    public bool HasColorBar => format is null && Name.Length > 0;

    public override bool InLegend => false;

    private double Left(int column) => column == 0 ? x[0] - (x.Length > 1 ? (x[1] - x[0]) / 2 : 0.5) : (x[column - 1] + x[column]) / 2;

    private double Right(int column) => column == x.Length - 1 ? x[^1] + (x.Length > 1 ? (x[^1] - x[^2]) / 2 : 0.5) : (x[column] + x[column + 1]) / 2;

    public override Extent XExtent => x.Length == 0 ? Extent.Empty : new(Left(0), Right(x.Length - 1));

    public override Extent YExtent(bool positiveOnly) => new(-0.5, rows.Count - 0.5);

    public override void Draw(Plot plot)
    {
        var paths = new PathData?[ColorScales.Levels];
        for (var row = 0; row < rows.Count; row++)
        {
            var (top, bottom) = (plot.Y(row - 0.5), plot.Y(row + 0.5));
            var gap = bottom - top > 6 ? 0.5 : 0;
            foreach (var (left, right, level) in Runs(plot, row))
            {
                (paths[level] ??= new PathData()).Rect(left, top + gap, right, bottom - gap);
            }
        }

        for (var level = 0; level < paths.Length; level++)
        {
            if (paths[level] is { } path)
            {
                plot.Svg.FixedPath(path.ToString(), scale.Hex(level));
            }
        }

        DrawNumbers(plot);
        if (HasColorBar)
        {
            DrawColorBar(plot);
        }
    }

    /// <summary>Neighbours of one colour become one rectangle; columns narrower than a pixel are joined (the largest of a count, the mean of anything else).</summary>
    private IEnumerable<(double Left, double Right, int Level)> Runs(Plot plot, int row)
    {
        var open = (Left: 0.0, Right: 0.0, Level: -1);
        for (var column = 0; column < x.Length;)
        {
            var left = plot.X(Left(column));
            var (sum, largest, seen) = (0.0, double.NegativeInfinity, 0);
            double right;
            do
            {
                var value = values[row, column];
                if (double.IsFinite(value))
                {
                    (sum, largest, seen) = (sum + value, Math.Max(largest, value), seen + 1);
                }

                right = plot.X(Right(column++));
            }
            while (column < x.Length && right - left < 1);

            var level = seen == 0 ? -1 : ColorScales.Level(scale == ColorScale.Count ? largest : sum / seen, Colors);
            if (level == open.Level)
            {
                open.Right = right;
                continue;
            }

            if (open.Level >= 0)
            {
                yield return open;
            }

            open = (left, right, level);
        }

        if (open.Level >= 0)
        {
            yield return open;
        }
    }

    private void DrawNumbers(Plot plot)
    {
        var room = plot.Width / Math.Max(1, x.Length);
        if (format is null || plot.Height / rows.Count < 13)
        {
            return;
        }

        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < x.Length; column++)
            {
                var value = values[row, column];
                var text = value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
                if (double.IsFinite(value) && TextWidth.Pixels(text, 11) <= room)
                {
                    plot.Svg.Text(plot.X(x[column]), plot.Y(row) + 4, text, 11, Palette.Text, "middle", fixedFill: scale.TextOn(ColorScales.Level(value, Colors)));
                }
            }
        }
    }

    private void DrawColorBar(Plot plot)
    {
        var height = Math.Min(plot.Height, 180);
        var left = plot.Right + 14;
        for (var level = 0; level < ColorScales.Levels; level++)
        {
            var bottom = plot.Top + height * (1 - (double)level / ColorScales.Levels);
            plot.Svg.FixedPath(new PathData().Rect(left, bottom - height / ColorScales.Levels, left + 10, bottom).ToString(), scale.Hex(level));
        }

        plot.Svg.Text(left + BarRoom - 14, plot.Top - 7, Name, 11, Palette.Quiet, "end");
        foreach (var tick in NumberTicks.Inside(Colors, Math.Max(2, (int)(height / 40))))
        {
            plot.Svg.Text(left + 14, plot.Top + height * (1 - (tick.Value - Colors.Min) / Colors.Length) + 4, tick.Label, 11, Palette.Quiet);
        }
    }

    public override void AddTo(PlotlyFigure plotly)
    {
        var stops = new JsonArray();
        for (var level = 0; level < ColorScales.Levels; level += ColorScales.Levels / 8)
        {
            stops.Add(new JsonArray(PlotlyFigure.Round((double)level / ColorScales.Levels), scale.Hex(level)));
        }

        stops.Add(new JsonArray(1.0, scale.Hex(ColorScales.Levels - 1)));
        var trace = new JsonObject
        {
            ["x"] = plotly.X(x),
            ["y"] = new JsonArray([.. rows.Select(row => (JsonNode)row)]),
            ["z"] = new JsonArray([.. Enumerable.Range(0, rows.Count).Select(row => (JsonNode)plotly.Numbers(Enumerable.Range(0, x.Length).Select(column => values[row, column])))]),
            ["zmin"] = PlotlyFigure.Round(Colors.Min),
            ["zmax"] = PlotlyFigure.Round(Colors.Max),
            ["colorscale"] = stops,
            ["showscale"] = HasColorBar,
            ["xgap"] = x.Length <= 60 ? 1 : 0,
            ["ygap"] = 1,
            ["hoverongaps"] = false,
        };
        for (var row = 0; format is not null && row < rows.Count; row++)
        {
            for (var column = 0; column < x.Length; column++)
            {
                if (double.IsFinite(values[row, column]))
                {
                    plotly.AddCell(x[column], rows[row], values[row, column].ToString(format, CultureInfo.InvariantCulture), scale.TextOn(ColorScales.Level(values[row, column], Colors)));
                }
            }
        }

        plotly.Add(this, "heatmap", trace);
    }

    public override string Describe(Figure figure) => string.Create(CultureInfo.InvariantCulture, $"{rows.Count} × {x.Length} cells, {Colors.Min:G6} … {Colors.Max:G6}");
}
