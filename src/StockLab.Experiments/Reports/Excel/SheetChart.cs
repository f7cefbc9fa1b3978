using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Charts;
using A = DocumentFormat.OpenXml.Drawing;

namespace StockLab.Experiments;

/// <summary>A line of a chart: a column of some sheet.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">The cells of its heights, for example <c>'Data'!$B$2:$B$91</c>.</param>
/// <param name="Color">RRGGBB.</param>
/// <param name="Dash">How it is stroked.</param>
internal sealed record ChartLine(string Name, string Values, string Color, A.PresetLineDashValues Dash = A.PresetLineDashValues.Solid);

/// <summary>A line chart in DrawingML. Its numbers stay in the sheets that it refers to.</summary>
/// <param name="Title">The title.</param>
/// <param name="YTitle">The title of the vertical axis.</param>
/// <param name="Places">The cells of the horizontal axis.</param>
/// <param name="PlacesAreDates">Whether those are days, so that the axis counts time.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Row">The row of the sheet, counted from 0, at which the chart begins.</param>
/// <param name="XTitle">The title of the horizontal axis.</param>
/// <param name="YFrom">Where the vertical axis begins; null leaves it to the program, which likes zero.</param>
internal sealed record SheetChart(
    string Title, string YTitle, string Places, bool PlacesAreDates, IReadOnlyList<ChartLine> Lines, int Row, string XTitle = "", double? YFrom = null)
{
    /// <summary>The rows that a chart covers.</summary>
    public const int Rows = 22;

    /// <summary>The columns that the chart covers.</summary>
    public int Columns { get; init; } = 9;

    /// <summary>Whether the places are plain numbers, so that the axis is a scale; a program labels every place of any other axis, however close they are.</summary>
    public bool PlacesAreNumbers { get; init; }

    private const uint XAxis = 1, YAxis = 2;

    /// <summary>The part <c>xl/charts/chartN.xml</c>.</summary>
    public ChartSpace ToXml()
    {
        OpenXmlCompositeElement lines = PlacesAreNumbers
            ? new ScatterChart(new ScatterStyle { Val = ScatterStyleValues.LineMarker }, new VaryColors { Val = false })
            : new LineChart(new Grouping { Val = GroupingValues.Standard }, new VaryColors { Val = false });
        for (var i = 0; i < Lines.Count; i++)
            lines.Append(Series((uint)i, Lines[i]));
        if (!PlacesAreNumbers)
            lines.Append(new ShowMarker { Val = true });
        lines.Append(new AxisId { Val = XAxis }, new AxisId { Val = YAxis });
        var space = new ChartSpace(
            new RoundedCorners { Val = false },
            new Chart(
                Words(Title, 1400, bold: true),
                new AutoTitleDeleted { Val = false },
                new PlotArea(new Layout(), lines, Across(), Upward()),
                new Legend(new LegendPosition { Val = LegendPositionValues.Bottom }, new Overlay { Val = false }),
                new PlotVisibleOnly { Val = true },
                new DisplayBlanksAs { Val = DisplayBlanksAsValues.Gap }));
        space.AddNamespaceDeclaration("c", "http://schemas.openxmlformats.org/drawingml/2006/chart");
        space.AddNamespaceDeclaration("a", "http://schemas.openxmlformats.org/drawingml/2006/main");
        return space;
    }

    private OpenXmlCompositeElement Series(uint index, ChartLine line)
    {
        OpenXmlCompositeElement series = PlacesAreNumbers ? new ScatterChartSeries() : new LineChartSeries();
        series.Append(
            new DocumentFormat.OpenXml.Drawing.Charts.Index { Val = index },
            new Order { Val = index },
            new SeriesText(new NumericValue(CellText.Encode(line.Name))),
            new ChartShapeProperties(new A.Outline(new A.SolidFill(new A.RgbColorModelHex { Val = line.Color }), new A.PresetDash { Val = line.Dash }) { Width = 15_875 }),
            new Marker(new Symbol { Val = MarkerStyleValues.None }));
        var heights = new NumberReference(new Formula(line.Values));
        if (PlacesAreNumbers)
            series.Append(new XValues(new NumberReference(new Formula(Places))), new YValues(heights));
        else
            series.Append(new CategoryAxisData(PlacesAreDates ? new NumberReference(new Formula(Places)) : new StringReference(new Formula(Places))), new DocumentFormat.OpenXml.Drawing.Charts.Values(heights));
        series.Append(new Smooth { Val = false });
        return series;
    }

    // The schema wants the children of an axis in this order.
    private OpenXmlCompositeElement Across()
    {
        OpenXmlCompositeElement axis = PlacesAreNumbers ? new ValueAxis() : PlacesAreDates ? new DateAxis() : new CategoryAxis();
        axis.Append(new AxisId { Val = XAxis }, new Scaling(new Orientation { Val = OrientationValues.MinMax }), new Delete { Val = false }, new AxisPosition { Val = AxisPositionValues.Bottom });
        if (XTitle.Length > 0)
            axis.Append(Words(XTitle, 1000, bold: false));
        axis.Append(
            new NumberingFormat { FormatCode = PlacesAreDates ? "yyyy\\-mm" : "General", SourceLinked = false },
            new MajorTickMark { Val = TickMarkValues.Outside }, new MinorTickMark { Val = TickMarkValues.None }, new TickLabelPosition { Val = TickLabelPositionValues.Low },
            new CrossingAxis { Val = YAxis }, new Crosses { Val = CrossesValues.AutoZero });
        if (PlacesAreNumbers)
            axis.Append(new CrossBetween { Val = CrossBetweenValues.MidpointCategory });
        else if (PlacesAreDates)
            axis.Append(new AutoLabeled { Val = true }, new LabelOffset { Val = 100 }, new BaseTimeUnit { Val = TimeUnitValues.Days });
        else
            axis.Append(new AutoLabeled { Val = false }, new LabelAlignment { Val = LabelAlignmentValues.Center }, new LabelOffset { Val = 100 });
        return axis;
    }

    private ValueAxis Upward() => new(
        new AxisId { Val = YAxis }, Scale(YFrom), new Delete { Val = false }, new AxisPosition { Val = AxisPositionValues.Left },
        new MajorGridlines(new ChartShapeProperties(new A.Outline(new A.SolidFill(new A.RgbColorModelHex { Val = "E1E5EA" })) { Width = 6_350 })),
        Words(YTitle, 1000, bold: false),
        new NumberingFormat { FormatCode = "[>=1000]#,##0;General", SourceLinked = false },
        new MajorTickMark { Val = TickMarkValues.Outside }, new MinorTickMark { Val = TickMarkValues.None }, new TickLabelPosition { Val = TickLabelPositionValues.NextTo },
        new CrossingAxis { Val = XAxis }, new Crosses { Val = CrossesValues.AutoZero }, new CrossBetween { Val = CrossBetweenValues.MidpointCategory });

    private static Scaling Scale(double? from)
    {
        var scaling = new Scaling(new Orientation { Val = OrientationValues.MinMax });
        if (from is { } lowest)
            scaling.Append(new MinAxisValue { Val = lowest });
        return scaling;
    }

    private static Title Words(string text, int size, bool bold) => new(
        new ChartText(new RichText(
            new A.BodyProperties(), new A.ListStyle(),
            new A.Paragraph(
                new A.ParagraphProperties(new A.DefaultRunProperties { FontSize = size, Bold = bold }),
                new A.Run(new A.RunProperties { Language = "en-US", FontSize = size, Bold = bold }, new A.Text(CellText.Encode(text)))))),
        new Overlay { Val = false });
}
