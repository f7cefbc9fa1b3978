using Microsoft.FSharp.Collections;
using DynamicObj;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace StockLab.Interop;

/// <summary>Our figures as Plotly.NET's charts. The way leads through Plotly's JSON, so every kind of figure comes across, those that are added later too.</summary>
public static class PlotlyCharts
{
    // A day is text in Plotly's JSON; read as a time it would come back as one.
    private static readonly JsonSerializerSettings AsWritten = new() { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Double };

    /// <summary>
    /// The figure as a chart that Plotly.NET styles, combines and saves as its own: traces are <see cref="Trace2D"/>, axes <see cref="LinearAxis"/>, shapes and
    /// annotations lists of theirs. No template of Plotly.NET is laid over it.
    /// </summary>
    public static GenericChart ToGenericChart(this Display.Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var json = JsonConvert.DeserializeObject<JObject>(figure.ToPlotlyJson(), AsWritten)!;
        var traces = ((JArray)json["data"]!).Cast<JObject>().Select(trace => Filled(new Trace2D((string)trace["type"]!), trace));
        var layout = Filled(new Layout(), (JObject)json["layout"]!);
        return GenericChart.fromFigure(new Figure(ListModule.OfSeq(traces.Cast<Trace>()), layout, FSharpList<Frame>.Empty));
    }

    /// <summary>The chart as Plotly's JSON with <c>data</c> and <c>layout</c>, as <see cref="Display.Figure.ToPlotlyJson"/> writes it.</summary>
    public static string ToPlotlyJson(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var json = JsonConvert.DeserializeObject<JObject>(GenericChart.toFigureJson(chart), AsWritten)!;
        json.Remove("frames");
        return json.ToString(Formatting.None);
    }

    private static T Filled<T>(T target, JObject source) where T : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in source)
            target.SetValue(name, Value(name, value!));
        return target;
    }

    private static object? Value(string name, JToken value) => (name, value) switch
    {
        ("shapes", JArray shapes) => shapes.Cast<JObject>().Select(shape => Filled(new Shape(), shape)).ToArray(),
        ("annotations", JArray notes) => notes.Cast<JObject>().Select(note => Filled(new Annotation(), note)).ToArray(),
        (_, JObject members) => Filled(Empty(name), members),
        (_, JValue plain) => plain.Value,
        _ => value,
    };

    /// <summary>The type that Plotly.NET's own functions look for under a name.</summary>
    private static DynamicObj.DynamicObj Empty(string name) => name switch
    {
        "title" => new Title(),
        "font" => new Font(),
        "line" => new Line(),
        "marker" => new Marker(),
        "legend" => new Legend(),
        "margin" => new Margin(),
        "pad" => new Padding(),
        "rangeslider" => new RangeSlider(),
        "colorbar" => new ColorBar(),
        _ when name.StartsWith("xaxis", StringComparison.Ordinal) || name.StartsWith("yaxis", StringComparison.Ordinal) => new LinearAxis(),
        _ => new DynamicObj.DynamicObj(),
    };
}
