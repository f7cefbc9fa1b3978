using System.Globalization;
using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>Parallel coordinates (A. Inselberg, 1985): an upright axis a quantity, each with its own scale, and a line a case across all of them.</summary>
/// <param name="names">The quantities.</param>
/// <param name="values">Values [case, quantity].</param>
/// <param name="ticks">Words at values of a quantity, one list a quantity.</param>
internal sealed class ParallelMark(IReadOnlyList<string> names, double[,] values, IReadOnlyList<IReadOnlyList<(double Value, string Label)>>? ticks) : Mark
{
    private const ColorScale Colors = ColorScale.Contrast;

    public static readonly Extent Room = new(-0.09, 1.09);

    public override bool InLegend => false;

    public override Extent XExtent => new(-0.5, names.Count - 0.5);

    public override Extent YExtent(bool positiveOnly) => Room;

    private int[] Complete => [.. Enumerable.Range(0, values.GetLength(0)).Where(row => Enumerable.Range(0, names.Count).All(column => Extent.Holds(values[row, column])))];

    private Extent[] Extents => [.. Enumerable.Range(0, names.Count).Select(column => Extent.Of([.. Complete.Select(row => values[row, column]), .. Ticks(column).Select(tick => tick.Value)]).Widened())];

    /// <summary>
    /// The cases by the level of their colour; the highest first, so that the lowest lie on top. It follows from a case's place by the last quantity, not from the quantity: one case far above the others would leave
    /// them one colour.
    /// </summary>
    private IEnumerable<IGrouping<int, int>> Levels()
    {
        double[] sorted = [.. Complete.Select(row => values[row, names.Count - 1]).Order()];
        var places = new Extent(0, Math.Max(1, sorted.Length - 1));
        return Complete.GroupBy(row => ColorScales.Level(Array.IndexOf(sorted, values[row, names.Count - 1]), places)).OrderByDescending(level => level.Key);
    }

    private IEnumerable<(double Value, string Label)> Ticks(int column) => ticks?[column].Where(tick => Extent.Holds(tick.Value)) ?? [];

    /// <summary>The words along an axis, by how far up they stand: those that were given, else the numbers at its ends.</summary>
    private List<(double Part, string Label)> Words(int column, Extent extent)
    {
        List<(double Part, string Label)> given = [.. Ticks(column).Select(tick => ((tick.Value - extent.Min) / extent.Length, tick.Label))];
        return given.Count > 0 ? given : [(0, Text(extent.Min)), (1, Text(extent.Max))];
    }

    public override void Draw(Plot plot)
    {
        var extents = Extents;
        double Height(int row, int column) => plot.Y((values[row, column] - extents[column].Min) / extents[column].Length);
        foreach (var level in Levels())
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
            foreach (var (part, label) in Words(column, extents[column]))
            {
                var atEnd = part is 0 or 1;
                var words = TextWidth.Clip(label, 11, plot.Width / names.Count / (atEnd ? 1 : 2) - 6);
                if (atEnd)
                {
                    plot.Svg.Text(x, plot.Y(part) + (part == 1 ? -5 : 13), words, 11, Palette.Quiet, "middle");
                    continue;
                }

                plot.Svg.Path(new PathData().Move(x - 3, plot.Y(part)).Line(x + 3, plot.Y(part)).ToString(), stroke: Palette.Axis);
                plot.Svg.Text(x + 6, plot.Y(part) + 4, words, 11, Palette.Text, halo: true);
            }
        }
    }

    public override void AddTo(PlotlyFigure plotly)
    {
        var extents = Extents;
        foreach (var level in Levels())
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
            foreach (var (part, label) in Words(column, extents[column]))
            {
                plotly.AddWords(column, part switch { 0 => -0.05, 1 => 1.05, _ => part }, label);
            }
        }
    }

    public override string Describe(Figure figure) => string.Create(CultureInfo.InvariantCulture, $"{values.GetLength(0)} cases of {string.Join(", ", names)}");

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
}
