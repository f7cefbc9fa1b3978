using System.Globalization;
using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Parallel coordinates (A. Inselberg, 1985): an upright axis a quantity, each with its own scale, and a line a case across all of them.</summary>
/// <param name="names">The quantities.</param>
/// <param name="values">Values [case, quantity].</param>
internal sealed class ParallelMark(IReadOnlyList<string> names, double[,] values) : Mark
{
    private const ColorScale Colors = ColorScale.Contrast;

    public static readonly Extent Room = new(-0.09, 1.09);

    public override bool InLegend => false;

    public override Extent XExtent => new(-0.5, names.Count - 0.5);

    public override Extent YExtent(bool positiveOnly) => Room;

    private int[] Complete => [.. Enumerable.Range(0, values.GetLength(0)).Where(row => Enumerable.Range(0, names.Count).All(column => Extent.Holds(values[row, column])))];

    private Extent[] Extents => [.. Enumerable.Range(0, names.Count).Select(column => Extent.Of([.. Complete.Select(row => values[row, column])]).Widened())];

    /// <summary>The cases by the level of the last quantity, which colours the lines; the highest first, so that the lowest lie on top.</summary>
    private IEnumerable<IGrouping<int, int>> Levels(Extent last) => Complete
        .GroupBy(row => ColorScales.Level(values[row, names.Count - 1], last)).OrderByDescending(level => level.Key);

    public override void Draw(Plot plot)
    {
        var extents = Extents;
        double Height(int row, int column) => plot.Y((values[row, column] - extents[column].Min) / extents[column].Length);
        foreach (var level in Levels(extents[^1]))
        {
            var path = new PathData();
            foreach (var row in level)
            {
                path.Move(plot.X(0), Height(row, 0));
                for (var column = 1; column < names.Count; column++)
                {
                    path.Line(plot.X(column), Height(row, column));
                }
            }

            plot.Svg.FixedLine(path.ToString(), Colors.Hex(level.Key), 1.25, 0.75);
        }

        for (var column = 0; column < names.Count; column++)
        {
            var x = plot.X(column);
            plot.Svg.Path(new PathData().Move(x, plot.Y(0)).Line(x, plot.Y(1)).ToString(), stroke: Palette.Axis);
            plot.Svg.Text(x, plot.Y(1) - 5, Text(extents[column].Max), 11, Palette.Quiet, "middle");
            plot.Svg.Text(x, plot.Y(0) + 13, Text(extents[column].Min), 11, Palette.Quiet, "middle");
        }
    }

    public override void AddTo(PlotlyFigure plotly)
    {
        var extents = Extents;
        foreach (var level in Levels(extents[^1]))
        {
            var x = level.SelectMany(_ => Enumerable.Range(0, names.Count).Select(column => (double)column).Append(double.NaN));
            var y = level.SelectMany(row => Enumerable.Range(0, names.Count).Select(column => (values[row, column] - extents[column].Min) / extents[column].Length).Append(double.NaN));
            plotly.Add(this, "scatter", new JsonObject
            {
                ["mode"] = "lines",
                ["x"] = plotly.X(x),
                ["y"] = plotly.Numbers(y),
                ["line"] = new JsonObject { ["color"] = Colors.Hex(level.Key), ["width"] = 1.25 },
                ["hoverinfo"] = "skip",
            });
        }

        for (var column = 0; column < names.Count; column++)
        {
            plotly.AddWords(column, 1.05, Text(extents[column].Max));
            plotly.AddWords(column, -0.05, Text(extents[column].Min));
        }
    }

    public override string Describe(Figure figure) => string.Create(CultureInfo.InvariantCulture, $"{values.GetLength(0)} cases of {string.Join(", ", names)}");

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
}
