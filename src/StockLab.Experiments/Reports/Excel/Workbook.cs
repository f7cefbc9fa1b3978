using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using S = DocumentFormat.OpenXml.Drawing.Spreadsheet;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace StockLab.Experiments;

/// <summary>
/// Writes sheets as an Excel workbook (Office Open XML, ECMA-376). The file appears whole or not at all, and the same sheets are the same bytes.
/// </summary>
/// <remarks>
/// The parts are DocumentFormat.OpenXml's elements, and go straight into the archive: that library's own package keeps every part in memory until it is closed (50 MB for 100,000 rows of ten
/// numbers), because System.IO.Packaging opens an archive that is to be read and written for update.
/// </remarks>
internal static class Workbook
{
    /// <summary>The most rows that a sheet holds, its head included.</summary>
    public const int MostRows = 1_048_576;

    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Content = "application/vnd.openxmlformats-officedocument.";
    private const double RowHeight = 15, HeaderHeight = 32, TitleHeight = 24;      // points: one line, two lines, one large line
    private const double MostExact = 9_007_199_254_740_992;      // 2^53: above it a cell's double would round a whole number
    private const double MostShown = 9.99999999999999e307;       // Excel's largest number

    // Excel counts a 29 February 1900 that never was; before it, programs disagree about which day a number is.
    private static readonly DateOnly FirstDay = new(1900, 3, 1);

    /// <summary>The day of the number 0.</summary>
    internal static readonly int DayZero = new DateOnly(1899, 12, 30).DayNumber;

    // Archives keep a time for every entry. A fixed one makes a report depend on nothing but its numbers.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a workbook.</summary>
    /// <param name="path">The file, to be created or replaced.</param>
    /// <param name="sheets">The sheets, at least one, with different names.</param>
    /// <exception cref="ArgumentException">A sheet has more rows or columns than a workbook can hold.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is as it was.</exception>
    public static void Write(string path, IReadOnlyList<Sheet> sheets) => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var charts = 0;
        for (var i = 0; i < sheets.Count; i++)
        {
            WriteSheet(archive, sheets[i], i + 1);
            charts = WriteCharts(archive, sheets[i], i + 1, charts);
        }
        WriteElement(archive, "xl/styles.xml", CellFormats.Sheet());
        WriteElement(archive, "xl/workbook.xml", Root(sheets));
        WriteRelations(archive, "xl/_rels/workbook.xml.rels",
            [.. sheets.Select((_, i) => ("worksheet", Invariant($"worksheets/sheet{i + 1}.xml"))), ("styles", "styles.xml")]);
        WriteRelations(archive, "_rels/.rels", [("officeDocument", "xl/workbook.xml")]);
        WriteContentTypes(archive, sheets, charts);
    });

    // rId1, rId2, … in the order of the sheets, as WriteRelations numbers them.
    private static DocumentFormat.OpenXml.Spreadsheet.Workbook Root(IReadOnlyList<Sheet> sheets)
    {
        var root = new DocumentFormat.OpenXml.Spreadsheet.Workbook(
            new BookViews(new WorkbookView { ActiveTab = 0 }),
            new Sheets(sheets.Select((sheet, i) => new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = sheet.Name, SheetId = (uint)i + 1, Id = Invariant($"rId{i + 1}") })));
        var titles = sheets.Select((sheet, i) => (sheet, i)).Where(pair => pair.sheet.HasHeader)
            .Select(pair => new DefinedName($"{SheetNames.Quoted(pair.sheet.Name)}!$1:$1") { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)pair.i }).ToList();
        if (titles.Count > 0)
            root.Append(new DefinedNames(titles));
        root.AddNamespaceDeclaration("r", Relations);
        return root;
    }

    private static void WriteSheet(ZipArchive archive, Sheet sheet, int number)
    {
        if (sheet.Columns.Count > 16_384)
            throw new ArgumentException(Invariant($"The sheet '{sheet.Name}' has {sheet.Columns.Count} columns; a workbook holds 16,384. Write fewer parameters, or a CSV file."));
        using var stream = Open(archive, Invariant($"xl/worksheets/sheet{number}.xml"));
        using var writer = OpenXmlWriter.Create(stream, Encoding.UTF8);
        writer.WriteStartDocument(true);
        writer.WriteStartElement(new Worksheet(), [], [new("r", Relations)]);
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetViews(View(sheet, number == 1)));
        writer.WriteElement(new SheetFormatProperties { DefaultRowHeight = RowHeight });
        writer.WriteElement(new Columns(sheet.Columns.Select((column, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = column.Width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        var (rows, height) = (0, 0.0);
        if (sheet.HasHeader)
            height += WriteRow(writer, ++rows, sheet, [.. sheet.Columns.Select(column => new StyledCell(column.Header, CellFormat.Header))]);
        foreach (var row in sheet.Rows)
        {
            if (++rows > MostRows)
                throw new ArgumentException(Invariant($"The sheet '{sheet.Name}' has more than {MostRows - 1} rows, which is all that a workbook holds. Write fewer days, or a CSV file."));
            height += WriteRow(writer, rows, sheet, row);
        }
        writer.WriteEndElement();
        if (sheet.HasHeader)
            writer.WriteElement(new AutoFilter { Reference = Invariant($"A1:{Sheet.Letters(sheet.Columns.Count - 1)}{rows}") });
        writer.WriteElement(new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        var (isOne, breaks) = PrintedPages.Of(sheet, rows, height, RowHeight);
        writer.WriteElement(new PageSetup { Orientation = OrientationValues.Landscape, PaperSize = 9, FitToWidth = 1, FitToHeight = isOne ? 1u : 0 });
        if (breaks.Count > 0)
            writer.WriteElement(new RowBreaks(breaks.Select(row => new Break { Id = row, Max = 16_383, ManualPageBreak = true })) { Count = (uint)breaks.Count, ManualBreakCount = (uint)breaks.Count });
        if (sheet.Charts.Count > 0)
            writer.WriteElement(new Drawing { Id = "rId1" });
        writer.WriteEndElement();
    }

    private static SheetView View(Sheet sheet, bool first)
    {
        var view = new SheetView { WorkbookViewId = 0, TabSelected = first, ShowGridLines = sheet.HasHeader };
        var (across, down) = (sheet.FrozenColumns, sheet.HasHeader ? 1 : 0);
        if (across + down == 0)
            return view;
        var pane = across == 0 ? PaneValues.BottomLeft : down == 0 ? PaneValues.TopRight : PaneValues.BottomRight;
        var frozen = new Pane { TopLeftCell = Invariant($"{Sheet.Letters(across)}{down + 1}"), ActivePane = pane, State = PaneStateValues.Frozen };
        if (across > 0)
            frozen.HorizontalSplit = across;
        if (down > 0)
            frozen.VerticalSplit = down;
        view.Append(frozen, new Selection { Pane = pane });
        return view;
    }

    // Returns the row's height in points.
    private static double WriteRow(OpenXmlWriter writer, int number, Sheet sheet, IReadOnlyList<object?> cells)
    {
        if (cells.Count > sheet.Columns.Count)
            throw new ArgumentException(Invariant($"Row {number} of the sheet '{sheet.Name}' has {cells.Count} cells for {sheet.Columns.Count} columns."));
        var row = new Row { RowIndex = (uint)number };
        var height = cells.Any(cell => cell is StyledCell { Format: CellFormat.Header }) ? HeaderHeight : cells.Any(cell => cell is StyledCell { Format: CellFormat.Title }) ? TitleHeight : RowHeight;
        if (height != RowHeight)
            (row.Height, row.CustomHeight) = (height, true);
        writer.WriteStartElement(row);
        for (var i = 0; i < cells.Count; i++)
        {
            var (value, format) = cells[i] is StyledCell styled ? styled : new StyledCell(cells[i], sheet.Columns[i].Format);
            writer.WriteElement(CellOf(value, format, Invariant($"{Sheet.Letters(i)}{number}")));
        }
        writer.WriteEndElement();
        return height;
    }

    private static Cell CellOf(object? value, CellFormat format, string place)
    {
        var cell = new Cell { CellReference = place, StyleIndex = CellFormats.Style(format) };
        switch (value)
        {
            case null or double.NaN:
                break;
            case double number when Math.Abs(number) <= MostShown:
                cell.CellValue = new CellValue(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case double number:
                return Text(cell, double.IsPositiveInfinity(number) ? "∞" : double.IsNegativeInfinity(number) ? "−∞" : number.ToString("R", CultureInfo.InvariantCulture), format);
            case int or long when Math.Abs(Convert.ToDouble(value, CultureInfo.InvariantCulture)) < MostExact:
                cell.CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case DateOnly day when day >= FirstDay:
                cell.CellValue = new CellValue((day.DayNumber - DayZero).ToString(CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                return Text(cell, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), format);
            case bool truth:
                cell.DataType = CellValues.Boolean;
                cell.CellValue = new CellValue(truth ? "1" : "0");
                break;
            default:
                return Text(cell, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", format);
        }
        return cell;
    }

    private static Cell Text(Cell cell, string text, CellFormat format)
    {
        cell.DataType = CellValues.InlineString;
        cell.StyleIndex = CellFormats.Style(format, CellText.LooksLikeFormula(text));
        cell.InlineString = new InlineString(new Text(CellText.Encode(text)) { Space = SpaceProcessingModeValues.Preserve });
        return cell;
    }

    private static int WriteCharts(ZipArchive archive, Sheet sheet, int number, int written)
    {
        if (sheet.Charts.Count == 0)
            return written;
        var drawing = new S.WorksheetDrawing();
        drawing.AddNamespaceDeclaration("r", Relations);
        for (var i = 0; i < sheet.Charts.Count; i++)
        {
            drawing.Append(Anchor(sheet.Charts[i], i));
            WriteElement(archive, Invariant($"xl/charts/chart{written + i + 1}.xml"), sheet.Charts[i].ToXml());
        }
        WriteElement(archive, Invariant($"xl/drawings/drawing{number}.xml"), drawing);
        WriteRelations(archive, Invariant($"xl/worksheets/_rels/sheet{number}.xml.rels"), [("drawing", Invariant($"../drawings/drawing{number}.xml"))]);
        WriteRelations(archive, Invariant($"xl/drawings/_rels/drawing{number}.xml.rels"), [.. sheet.Charts.Select((_, i) => ("chart", Invariant($"../charts/chart{written + i + 1}.xml")))]);
        return written + sheet.Charts.Count;
    }

    private static S.TwoCellAnchor Anchor(SheetChart chart, int index) => new(
        new S.FromMarker(new S.ColumnId("0"), new S.ColumnOffset("0"), new S.RowId(Invariant($"{chart.Row}")), new S.RowOffset("38100")),      // or its upper edge is printed on the page before
        new S.ToMarker(new S.ColumnId(Invariant($"{chart.Columns}")), new S.ColumnOffset("0"), new S.RowId(Invariant($"{chart.Row + SheetChart.Rows}")), new S.RowOffset("95250")),      // into a row, or LibreOffice prints the chart without its foot
        new S.GraphicFrame(
            new S.NonVisualGraphicFrameProperties(
                new S.NonVisualDrawingProperties { Id = (uint)index + 2, Name = Invariant($"Chart {index + 1}"), Description = CellText.Encode($"{chart.Title}: {string.Join(", ", chart.Lines.Select(line => line.Name))}") },
                new S.NonVisualGraphicFrameDrawingProperties()),
            new S.Transform(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = 0, Cy = 0 }),
            new A.Graphic(new A.GraphicData(new C.ChartReference { Id = Invariant($"rId{index + 1}") }) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/chart" })) { Macro = "" },
        new S.ClientData());

    private static void WriteRelations(ZipArchive archive, string name, IReadOnlyList<(string Kind, string Target)> targets) => WriteXml(archive, name, writer =>
    {
        writer.WriteStartElement("Relationships", "http://schemas.openxmlformats.org/package/2006/relationships");
        for (var i = 0; i < targets.Count; i++)
        {
            writer.WriteStartElement("Relationship");
            writer.WriteAttributeString("Id", Invariant($"rId{i + 1}"));
            writer.WriteAttributeString("Type", $"{Relations}/{targets[i].Kind}");
            writer.WriteAttributeString("Target", targets[i].Target);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    });

    private static void WriteContentTypes(ZipArchive archive, IReadOnlyList<Sheet> sheets, int charts) => WriteXml(archive, "[Content_Types].xml", writer =>
    {
        writer.WriteStartElement("Types", "http://schemas.openxmlformats.org/package/2006/content-types");
        Type("Default", "Extension", "rels", "application/vnd.openxmlformats-package.relationships+xml");
        Type("Default", "Extension", "xml", "application/xml");
        Type("Override", "PartName", "/xl/workbook.xml", $"{Content}spreadsheetml.sheet.main+xml");
        Type("Override", "PartName", "/xl/styles.xml", $"{Content}spreadsheetml.styles+xml");
        for (var i = 1; i <= sheets.Count; i++)
        {
            Type("Override", "PartName", Invariant($"/xl/worksheets/sheet{i}.xml"), $"{Content}spreadsheetml.worksheet+xml");
            if (sheets[i - 1].Charts.Count > 0)
                Type("Override", "PartName", Invariant($"/xl/drawings/drawing{i}.xml"), $"{Content}drawing+xml");
        }
        for (var i = 1; i <= charts; i++)
            Type("Override", "PartName", Invariant($"/xl/charts/chart{i}.xml"), $"{Content}drawingml.chart+xml");
        writer.WriteEndElement();

        void Type(string element, string key, string what, string type)
        {
            writer.WriteStartElement(element);
            writer.WriteAttributeString(key, what);
            writer.WriteAttributeString("ContentType", type);
            writer.WriteEndElement();
        }
    });

    private static void WriteElement(ZipArchive archive, string name, OpenXmlElement element) => WriteXml(archive, name, element.WriteTo);

    private static void WriteXml(ZipArchive archive, string name, Action<XmlWriter> write)
    {
        using var stream = Open(archive, name);
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        writer.WriteStartDocument(true);
        write(writer);
        writer.WriteEndDocument();
    }

    private static Stream Open(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Written;
        return entry.Open();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
