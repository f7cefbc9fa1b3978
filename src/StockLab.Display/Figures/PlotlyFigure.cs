using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StockLab.Display;

/// <summary>A figure in the schema of plotly.js: <c>{ "data": [traces], "layout": { … } }</c>.</summary>
internal sealed class PlotlyFigure(Figure figure)
{
    private const int MostPoints = 6000, ThinColumns = 1500;
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly JsonArray data = [], shapes = [], annotations = [];
    private readonly HashSet<string> legend = new(StringComparer.Ordinal);
    private readonly WordRows[] words = [.. figure.Panels.Select(_ => new WordRows())];
    private readonly WordRows[] levels = [.. figure.Panels.Select(_ => new WordRows())];
    private int current;
    private double roomRight;

    public string ToJson()
    {
        for (current = 0; current < figure.Panels.Count; current++)
        {
            foreach (var mark in figure.Panels[current].Marks)
            {
                mark.AddTo(this);
            }
        }

        return new JsonObject { ["data"] = data, ["layout"] = Layout() }.ToJsonString(Written);
    }

    public void Add(Mark mark, string type, JsonObject trace)
    {
        trace.Insert(0, "type", type);
        trace.Insert(1, "name", mark.Name);
        trace["xaxis"] = "x";
        trace["yaxis"] = YName("y", current);
        trace["showlegend"] = figure.Panels[current].InLegend(mark, first: current == 0) && legend.Add(mark.Name);
        data.Add(trace);
    }

    public void AddLevel(double y, string label, Ink ink, Dash dash)
    {
        var panel = figure.Panels[current];
        if (panel.LogY && y <= 0)
        {
            return;
        }

        shapes.Add(Stroke("line", ink, dash, new JsonObject { ["xref"] = "paper", ["x0"] = 0, ["x1"] = 1, ["yref"] = YName("y", current), ["y0"] = Round(y), ["y1"] = Round(y) }));

        // Words of neighbouring levels keep a line's height apart. Annotations stand at the logarithm on a logarithmic axis; shapes do not.
        var extent = (panel.YRange ?? panel.Marks.Aggregate(Extent.Empty, (all, mark) => all.Include(mark.YExtent(panel.LogY)))).Widened();
        double Place(double value) => panel.LogY ? Math.Log10(value) : value;
        var height = figure.Height * panel.Weight / figure.Panels.Sum(each => each.Weight);
        var wanted = (Place(y) - Place(extent.Min)) / (Place(extent.Max) - Place(extent.Min)) * height;
        var shift = 13 * levels[current].Take(wanted - 6, wanted + 6);
        Words(label, new JsonObject { ["xref"] = "paper", ["x"] = 1, ["xanchor"] = "left", ["yref"] = YName("y", current), ["y"] = Round(Place(y)), ["yanchor"] = "middle", ["yshift"] = shift });
        roomRight = Math.Max(roomRight, TextWidth.Pixels(label, 11));
    }

    public void AddMoment(double x, string label, Ink ink, Dash dash)
    {
        var inPanel = YName("y", current) + " domain";
        shapes.Add(Stroke("line", ink, dash, new JsonObject { ["xref"] = "x", ["x0"] = XValue(x), ["x1"] = XValue(x), ["yref"] = inPanel, ["y0"] = 0, ["y1"] = 1 }));
        AddTopWords(x, label);
    }

    public void AddShade(double from, double to, string label, Ink ink, double opacity)
    {
        var inPanel = YName("y", current) + " domain";
        shapes.Add(new JsonObject
        {
            ["type"] = "rect", ["layer"] = "below", ["xref"] = "x", ["x0"] = XValue(from), ["x1"] = XValue(to), ["yref"] = inPanel, ["y0"] = 0, ["y1"] = 1,
            ["fillcolor"] = ink.Rgba(opacity), ["line"] = new JsonObject { ["width"] = 0 },
        });
        AddTopWords(from, label);
    }

    public void AddNote(double x, double y, string text) => Words(text, new JsonObject
    {
        ["xref"] = "x", ["x"] = XValue(x), ["yref"] = YName("y", current), ["y"] = Round(figure.Panels[current].LogY ? Math.Log10(y) : y), ["showarrow"] = true, ["arrowhead"] = 2, ["ax"] = 0, ["ay"] = -24,
    });

    /// <summary>Words at the top of the panel, right of a place or, near the edge, left of it, under the words that already stand there.</summary>
    private void AddTopWords(double x, string label)
    {
        var pixels = figure.Width - 80.0;
        var at = figure.X.Part(x, figure.XExtent()) * pixels;
        var width = TextWidth.Pixels(label, 11);
        var toLeft = at + width > pixels;
        var row = label.Length == 0 ? 0 : words[current].Take(toLeft ? at - width : at, toLeft ? at : at + width);
        Words(label, new JsonObject
        {
            ["xref"] = "x", ["x"] = XValue(x), ["xanchor"] = toLeft ? "right" : "left", ["yref"] = YName("y", current) + " domain", ["y"] = 1, ["yanchor"] = "top", ["yshift"] = -13 * row,
        });
    }

    public void AddWords(double x, double y, string text) => Words(text, new JsonObject { ["xref"] = "x", ["x"] = XValue(x), ["yref"] = YName("y", current), ["y"] = Round(y) });

    /// <summary>A number in a cell of a heat map. (The trace's own texttemplate is unknown to plotly.js before 2.8.)</summary>
    public void AddCell(double x, string row, string text, string color) => annotations.Add(new JsonObject
    {
        ["xref"] = "x", ["x"] = XValue(x), ["yref"] = YName("y", current), ["y"] = row, ["text"] = text, ["showarrow"] = false, ["font"] = new JsonObject { ["size"] = 11, ["color"] = color },
    });

    /// <summary>Which points to send: all, or of a very long line what 1,500 columns can show.</summary>
    public IReadOnlyList<int> Thin(double[] x, double[] y)
    {
        var extent = Extent.Of(x);
        var all = Enumerable.Range(0, x.Length).ToArray();
        if (x.Length <= MostPoints || y.Any(value => !double.IsFinite(value)) || all.Skip(1).Any(i => !(x[i] >= x[i - 1])))
        {
            return all;
        }

        return Decimation.Keep(i => (int)((x[i] - extent.Min) / extent.Length * ThinColumns), y, 0, y.Length);
    }

    public JsonArray X(IEnumerable<double> values) => new([.. values.Select(XValue)]);

    public JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Round)]);

    /// <summary>Eight significant digits: more than a screen shows, half the size. What is not a number is null.</summary>
    public static JsonNode? Round(double value) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString("G8", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    private JsonNode? XValue(double value) => !double.IsFinite(value) ? null : figure.X.Kind is XAxis.Scale.Date or XAxis.Scale.Name ? figure.X.Text(value) : Round(value);

    private static string YName(string prefix, int panel) => panel == 0 ? prefix : string.Create(CultureInfo.InvariantCulture, $"{prefix}{panel + 1}");

    private JsonObject Layout()
    {
        var title = TextWidth.Wrap(figure.Title, 17.6, figure.Width - 24).Select(Escape).ToArray();
        var head = $"<b>{string.Join("<br>", title)}</b>" + (figure.Under.Length > 0 ? $"<br><sub>{Escape(figure.Under)}</sub>" : "");
        var headroom = 24 + 22 * title.Length + (figure.Under.Length > 0 ? 18 : 0) + (legend.Count > 1 ? 4 + 20 * LegendRows() : 0);
        var layout = new JsonObject
        {
            ["title"] = new JsonObject { ["text"] = head, ["x"] = 0.01, ["xanchor"] = "left", ["y"] = 1, ["yanchor"] = "top", ["pad"] = new JsonObject { ["t"] = 14 }, ["font"] = new JsonObject { ["size"] = 16 } },
            ["width"] = figure.Width,
            ["height"] = figure.Height + 40,
            ["margin"] = new JsonObject { ["l"] = 60, ["r"] = 20 + (int)roomRight, ["t"] = headroom, ["b"] = 50 },
            ["font"] = new JsonObject { ["family"] = SvgWriter.Font, ["size"] = 12, ["color"] = Palette.Text.Light },
            ["paper_bgcolor"] = Palette.Paper.Light,
            ["plot_bgcolor"] = Palette.Paper.Light,
            ["colorway"] = new JsonArray([.. Enumerable.Range(0, 8).Select(i => (JsonNode)Palette.Of(Palette.Nth(i)).Light)]),
            ["hovermode"] = figure.X.Kind == XAxis.Scale.Date && figure.Panels[0].Rows is null ? "x unified" : "closest",
            ["showlegend"] = legend.Count > 1,
            ["xaxis"] = XLayout(),
        };
        if (legend.Count > 1)
        {
            layout["legend"] = new JsonObject { ["orientation"] = "h", ["x"] = 0, ["xanchor"] = "left", ["y"] = 1.02, ["yanchor"] = "bottom" };
        }

        if (figure.Panels.SelectMany(panel => panel.Marks).Any(mark => mark is BarMark or HistogramMark))
        {
            layout["barmode"] = figure.Panels.Any(panel => panel.Marks.Any(mark => mark is HistogramMark)) ? "overlay" : "group";
        }

        // Domains count from the bottom; a twentieth of the height separates two panels.
        const double Gap = 0.05;
        var unit = (1 - Gap * (figure.Panels.Count - 1)) / figure.Panels.Sum(panel => panel.Weight);
        var top = 1.0;
        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var bottom = i == figure.Panels.Count - 1 ? 0 : top - unit * figure.Panels[i].Weight;
            layout[YName("yaxis", i)] = YLayout(figure.Panels[i], bottom, top);
            top = bottom - Gap;
        }

        layout["shapes"] = shapes;
        layout["annotations"] = annotations;
        return layout;
    }

    /// <summary>How many rows Plotly will need for the legend; its columns are as wide as the longest name.</summary>
    private int LegendRows()
    {
        var perRow = Math.Max(1, (int)((figure.Width - 80) / (46 + legend.Max(name => TextWidth.Pixels(name, 12)))));
        return (legend.Count + perRow - 1) / perRow;
    }

    private JsonObject XLayout()
    {
        var axis = new JsonObject
        {
            ["type"] = figure.X.Kind switch { XAxis.Scale.Date => "date", XAxis.Scale.Name => "category", _ => "linear" },
            ["anchor"] = YName("y", figure.Panels.Count - 1),
            ["title"] = new JsonObject { ["text"] = Escape(figure.X.Title) },
            ["showgrid"] = false,
            ["zeroline"] = false,
            ["ticks"] = "outside",
            ["linecolor"] = Palette.Axis.Light,
            ["rangeslider"] = new JsonObject { ["visible"] = false },
            ["automargin"] = true,
        };
        if (figure.X.Kind == XAxis.Scale.Name)
        {
            axis["categoryorder"] = "array";
            axis["categoryarray"] = new JsonArray([.. figure.X.Names.Select(name => (JsonNode)name)]);
        }

        if (figure.X.SkipsWeekends)
        {
            axis["rangebreaks"] = new JsonArray(new JsonObject { ["pattern"] = "day of week", ["bounds"] = new JsonArray(6, 1) });
        }

        if (figure.X.Range is { } range)
        {
            axis["range"] = new JsonArray(XValue(range.Min), XValue(range.Max));
        }

        return axis;
    }

    private static JsonObject YLayout(Panel panel, double bottom, double top)
    {
        var axis = new JsonObject
        {
            ["type"] = panel.Rows is not null ? "category" : panel.LogY ? "log" : "linear",
            ["domain"] = new JsonArray(Round(bottom), Round(top)),
            ["title"] = new JsonObject { ["text"] = Escape(panel.Caption) },
            ["zeroline"] = false,
            ["automargin"] = true,
        };
        if (panel.Rows is not null)
        {
            axis["autorange"] = "reversed";
            axis["showgrid"] = false;
        }
        else
        {
            axis["gridcolor"] = Palette.Grid.Light;
        }

        if (panel.LogY)
        {
            axis["dtick"] = panel.Marks.Aggregate(Extent.Empty, (all, mark) => all.Include(mark.YExtent(true))) is { IsEmpty: false } extent && extent.Max > 100 * extent.Min ? 1 : "D2";
        }

        if (panel.IsParallel)
        {
            axis = new JsonObject { ["domain"] = new JsonArray(Round(bottom), Round(top)), ["visible"] = false };
            axis["range"] = new JsonArray(Round(ParallelMark.Room.Min), Round(ParallelMark.Room.Max));
        }

        if (panel.YRange is { } range)
        {
            axis["range"] = panel.LogY ? new JsonArray(Round(Math.Log10(range.Min)), Round(Math.Log10(range.Max))) : new JsonArray(Round(range.Min), Round(range.Max));
        }

        return axis;
    }

    private static JsonObject Stroke(string type, Ink ink, Dash dash, JsonObject shape)
    {
        shape["type"] = type;
        shape["line"] = new JsonObject { ["color"] = ink.Light, ["width"] = 1, ["dash"] = dash switch { Dash.Dashed => "dash", Dash.Dotted => "dot", _ => "solid" } };
        return shape;
    }

    private void Words(string text, JsonObject annotation)
    {
        if (text.Length == 0)
        {
            return;
        }

        annotation["text"] = Escape(text);
        annotation["showarrow"] ??= false;
        annotation["font"] = new JsonObject { ["size"] = 11, ["color"] = Palette.Quiet.Light };
        annotations.Add(annotation);
    }

    /// <summary>Plotly reads a few HTML tags in its texts; ours hold none.</summary>
    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
