using System.Diagnostics;
using System.Text.Json;

namespace StockLab.Display.Tests;

public class PlotlyTests
{
    private static JsonElement Json(Figure figure) => JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;

    [Fact]
    public void Panels_ShareTheHorizontalAxis_AndStackFromTheTop()
    {
        var figure = Json(new Figure("t").Line([1.0, 2], "a").Panel("b").Line([3.0, 4], "b").Panel("c").Line([5.0, 6], "c"));
        var layout = figure.GetProperty("layout");

        Assert.Equal(["x", "x", "x"], figure.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("xaxis").GetString()));
        Assert.Equal(["y", "y2", "y3"], figure.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("yaxis").GetString()));
        Assert.Equal("y3", layout.GetProperty("xaxis").GetProperty("anchor").GetString());
        double[] Domain(string axis) => [.. layout.GetProperty(axis).GetProperty("domain").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(1, Domain("yaxis")[1]);
        Assert.True(Domain("yaxis")[0] > Domain("yaxis2")[1] && Domain("yaxis2")[0] > Domain("yaxis3")[1]);
        Assert.Equal(0, Domain("yaxis3")[0]);
    }

    [Fact]
    public void Dates_AreIsoDays_AndMissingValuesAreNull()
    {
        var trace = Json(new Figure("t").Line([new DateOnly(2024, 2, 29), new DateOnly(2024, 3, 1)], [1.25, double.NaN], "x")).GetProperty("data")[0];

        Assert.Equal("[\"2024-02-29\",\"2024-03-01\"]", trace.GetProperty("x").GetRawText());
        Assert.Equal("[1.25,null]", trace.GetProperty("y").GetRawText());
        Assert.False(trace.GetProperty("connectgaps").GetBoolean());
    }

    [Fact]
    public void ABand_IsAClosedOutlineForEachUnbrokenStretch()
    {
        var trace = Json(new Figure("t").Band([0, 1, 2, 3], [1.0, 2, double.NaN, 4], [5.0, 6, 7, 8], "x")).GetProperty("data")[0];

        Assert.Equal("[0,1,1,0,null,3,3]", trace.GetProperty("x").GetRawText());
        Assert.Equal("[5,6,2,1,null,8,4]", trace.GetProperty("y").GetRawText());
        Assert.Equal("toself", trace.GetProperty("fill").GetString());
    }

    [Fact]
    public void Texts_AreEscaped_BecausePlotlyReadsTagsInThem() =>
        Assert.Equal("<b>a &lt; b</b><br><sub>R&amp;D</sub>", Json(new Figure("a < b").Subtitle("R&D")).GetProperty("layout").GetProperty("title").GetProperty("text").GetString());

    [Fact]
    public void TheLegend_IsThereForTwoNamesOrMore_AndNamesEachOnce()
    {
        Assert.False(Json(new Figure("t").Line([1.0], "a")).GetProperty("layout").GetProperty("showlegend").GetBoolean());
        var two = Json(new Figure("t").Line([1.0], "a").Line([2.0], "b").Panel("p").Line([1.0], "a").Line([1.0], "c"));
        Assert.Equal([true, true, false, true], two.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("showlegend").GetBoolean()));
    }

    [Fact]
    public void Words_OfNeighbouringLinesStandApart()
    {
        var notes = Json(SvgTests.Gallery["levels"]()).GetProperty("layout").GetProperty("annotations").EnumerateArray().ToDictionary(
            note => note.GetProperty("text").GetString()!, note => (Shift: note.GetProperty("yshift").GetDouble(), Anchor: note.GetProperty("xanchor").GetString()));

        Assert.Equal(notes["mean"].Shift + 13, notes["median"].Shift);
        Assert.Equal([0, -13, -26], new[] { "first of two labels", "second of two labels", "third" }.Select(text => notes[text].Shift));
        Assert.Equal("right", notes["near the edge"].Anchor);
    }

    [Fact]
    public void AVeryLongLine_IsThinned_ToItsPeaks()
    {
        double[] values = [.. Enumerable.Range(0, 100_000).Select(i => Math.Sin(i / 100.0))];
        values[54_321] = 9;
        var y = Json(new Figure("t").Line(values)).GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(value => value.GetDouble()).ToArray();

        Assert.InRange(y.Length, 1500, 6000);
        Assert.Contains(9, y);
    }

    [Fact]
    public async Task EveryFigure_IsValid_ByPlotlysOwnSchema()
    {
        const string Script = """
            import json, sys
            import plotly.io as pio
            for name, figure in json.load(sys.stdin).items():
                try:
                    pio.from_json(json.dumps(figure))
                except ValueError as error:
                    print(name + ': ' + str(error).split('Valid properties')[0].strip())
            """;
        var python = PythonWith("plotly.io");
        Assert.SkipWhen(python is null, "Plotly's schema needs python3-plotly");
        var start = new ProcessStartInfo(python!, ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("{" + string.Join(',', SvgTests.Gallery.Select(kind => $"{JsonSerializer.Serialize(kind.Key)}:{kind.Value().ToPlotlyJson()}")) + "}");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();

        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
    }

    private static string? PythonWith(string module) => ((string[])["python3", "/usr/bin/python3", "python"]).FirstOrDefault(python =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });
}
