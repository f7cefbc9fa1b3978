using System.Xml.Linq;
using StockLab.Display;

namespace StockLab.Display.Tests;

public class SvgTests
{
    private static readonly DateOnly[] Days = [.. Enumerable.Range(0, 40).Select(i => new DateOnly(2024, 1, 1).AddDays(i))];

    [Fact]
    public void Svg_IsWellFormedXml_WhateverTheTextsHold()
    {
        var figure = new Figure("a < b & \"c\" \u0001 삼성전자").Subtitle("<script>alert(1)</script>").XTitle("x & y").Line([1.0, 2, 3], "<series>").HorizontalLine(2, "a<b");

        var svg = XDocument.Parse(figure.ToSvg());

        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Contains("삼성전자", svg.Descendants().First(e => e.Name.LocalName == "title").Value);
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "script");
    }

    [Fact]
    public void Svg_IsTheSameText_ForTheSameCalls()
    {
        static Figure Build() => new Figure("t").Line(Days, [.. Days.Select(d => Math.Sin(d.DayNumber))], "a").Panel("b").Bars(Days, [.. Days.Select(d => (double)d.Day)], "b");

        Assert.Equal(Build().ToSvg(), Build().ToSvg());
        Assert.Equal(Build().ToPlotlyJson(), Build().ToPlotlyJson());
    }
}
