using System.Text.Json.Nodes;
using Microsoft.FSharp.Core;
using Plotly.NET;
using Plotly.NET.Interactive;
using Plotly.NET.LayoutObjects;
using Figure = StockLab.Display.Figure;

namespace StockLab.Interop.Tests;

public sealed class PlotlyChartsTests
{
    public static TheoryData<string> Kinds => [.. FigureKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFigure_IsTheSameJson_ThroughAChart(string kind)
    {
        var figure = FigureKinds.All[kind]();
        var (ours, theirs) = (JsonNode.Parse(figure.ToPlotlyJson()), JsonNode.Parse(figure.ToGenericChart().ToPlotlyJson()));
        Assert.True(JsonNode.DeepEquals(ours, theirs), $"{ours!.ToJsonString()}\n{theirs!.ToJsonString()}");
    }

    [Fact]
    public void EveryKind_IsTried()
    {
        var calls = typeof(Figure).GetMethods().Where(method => method.ReturnType == typeof(Figure)).Select(method => method.Name).Distinct();
        Assert.Equal(calls.Order(StringComparer.Ordinal), FigureKinds.All.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AnEmptyFigure_IsAChartWithoutTraces() => Assert.Empty(GenericChart.getTraces(new Figure("nothing").ToGenericChart()));

    [Fact]
    public void TheChart_HasPlotlyNetsOwnTypes()
    {
        var chart = FigureKinds.All["Panel"]().ToGenericChart();
        Assert.All(GenericChart.getTraces(chart), trace => Assert.IsType<Trace2D>(trace));
        var layout = GenericChart.getLayout(chart);
        Assert.Equal(["xaxis"], Layout.getXAxes(layout).Select(axis => axis.Item1));
        Assert.Equal(["yaxis", "yaxis2", "yaxis3"], Layout.getYAxes(layout).Select(axis => axis.Item1));
    }

    [Fact]
    public void Charts_AreCombinedByPlotlyNet_ShapesAndAnnotationsToo()
    {
        var both = GenericChart.combine([FigureKinds.All["HorizontalLine"]().ToGenericChart(), FigureKinds.All["VerticalLine"]().ToGenericChart()]);
        var layout = JsonNode.Parse(both.ToPlotlyJson())!["layout"]!;
        Assert.Equal(2, GenericChart.countTrace(both));
        Assert.Equal(2, layout["shapes"]!.AsArray().Count);
        Assert.Equal(["level", "moment"], layout["annotations"]!.AsArray().Select(note => (string?)note!["text"]));
    }

    [Fact]
    public void TheChart_IsStyledByPlotlyNet()
    {
        var chart = FigureKinds.All["Line"]().ToGenericChart().WithTitle("renamed", FSharpOption<Font>.None);
        Assert.Equal("renamed", (string?)JsonNode.Parse(chart.ToPlotlyJson())!["layout"]!["title"]!["text"]);
        var axis = Layout.getLinearAxisById(StyleParam.SubPlotId.NewXAxis(1)).Invoke(GenericChart.getLayout(chart));
        Assert.Equal("date", Assert.IsType<LinearAxis>(axis).TryGetTypedValue<string>("type").Value);
    }

    [Fact]
    public void Days_StayText()
    {
        var trace = JsonNode.Parse(FigureKinds.All["Line"]().ToGenericChart().ToPlotlyJson())!["data"]![0]!;
        Assert.Equal("2024-01-01", (string?)trace["x"]![0]);
    }

    [Fact]
    public void TheInteractiveExtension_ShowsTheChart()
    {
        var html = Formatters.toInteractiveHTML(FigureKinds.All["Candles"]().ToGenericChart());
        Assert.Contains("\"type\":\"candlestick\"", html);
        Assert.Contains("Plotly.newPlot", html);
    }
}
