using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace StockLab.Experiments;

/// <summary>A sheet as it was read: texts, numbers and days by row and column head.</summary>
internal sealed partial class WorkbookReader
{
    private readonly Dictionary<(int Row, int Column), string> texts = [];
    private readonly Dictionary<(int Row, int Column), string> numbers = [];
    private readonly string path;

    private WorkbookReader(string path, string name) => (this.path, Name) = (path, name);

    /// <summary>The sheet's name.</summary>
    public string Name { get; }

    /// <summary>The rows, the head included.</summary>
    public int Rows { get; private set; }

    /// <summary>The heads of the columns, from left to right.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    /// <summary>Every text on the sheet, row by row.</summary>
    public IEnumerable<string> Texts => texts.OrderBy(cell => cell.Key).Select(cell => cell.Value);

    /// <summary>Reads every sheet of a workbook.</summary>
    /// <exception cref="FormatException">The file is no workbook.</exception>
    public static IReadOnlyList<WorkbookReader> Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            using var document = SpreadsheetDocument.Open(stream, false);
            var book = document.WorkbookPart!;
            string[] shared = [.. book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText) ?? []];
            return [.. book.Workbook.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(sheet => Read(path, sheet.Name!, (WorksheetPart)book.GetPartById(sheet.Id!), shared))];
        }
        catch (Exception error) when (error is OpenXmlPackageException or FileFormatException or NullReferenceException or InvalidDataException or InvalidOperationException or ArgumentException or InvalidCastException or System.Xml.XmlException)
        {
            throw new FormatException($"{path} cannot be read as an Excel workbook: {error.Message} Write it anew, or save it as .xlsx.", error);
        }
    }

    /// <summary>Whether a column has this head.</summary>
    public bool Has(string header) => Headers.Contains(header);

    /// <summary>The cells of a column under its head.</summary>
    public IEnumerable<CellValueRead> Column(string header) => Enumerable.Range(1, Rows - 1).Select(row => Cell(row, header));

    /// <summary>A cell by row, counted from 0 at the head, and head.</summary>
    /// <exception cref="FormatException">No column has the head.</exception>
    public CellValueRead Cell(int row, string header)
    {
        var column = Headers.ToList().IndexOf(header);
        return column >= 0 ? new CellValueRead(this, row, column) : throw new FormatException($"{path}: the sheet '{Name}' has no column '{header}'.");
    }

    private static WorkbookReader Read(string path, string name, WorksheetPart part, string[] shared)
    {
        var sheet = new WorkbookReader(path, name);
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(Cell) && reader.IsStartElement && reader.LoadCurrentElement() is Cell cell)
                sheet.Add(cell, shared);
        }
        var last = sheet.texts.Keys.Where(at => at.Row == 0).Select(at => at.Column).DefaultIfEmpty(-1).Max();
        sheet.Headers = [.. Enumerable.Range(0, last + 1).Select(column => sheet.texts.GetValueOrDefault((0, column), ""))];
        return sheet;
    }

    private void Add(Cell cell, string[] shared)
    {
        var match = Reference().Match(cell.CellReference?.Value ?? "");
        if (!match.Success)
            throw new FormatException($"{path}: a cell of the sheet '{Name}' does not say where it stands.");
        var at = (Row: int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) - 1, Column: match.Groups[1].Value.Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1) - 1);
        Rows = Math.Max(Rows, at.Row + 1);
        if (cell.DataType?.Value == CellValues.InlineString)
            texts[at] = CellText.Decode(cell.InlineString?.InnerText ?? "");
        else if (cell.DataType?.Value == CellValues.SharedString && int.TryParse(cell.CellValue?.Text, CultureInfo.InvariantCulture, out var index) && index < shared.Length)
            texts[at] = CellText.Decode(shared[index]);
        else if (cell.DataType?.Value == CellValues.String)
            texts[at] = CellText.Decode(cell.CellValue?.Text ?? "");
        else if (cell.CellValue is { } value)
            numbers[at] = value.Text;
    }

    [GeneratedRegex("^([A-Z]{1,3})([0-9]{1,7})$")]
    private static partial Regex Reference();

    /// <summary>A cell that was read.</summary>
    internal readonly record struct CellValueRead(WorkbookReader Sheet, int Row, int Column)
    {
        public string Text => Sheet.texts.GetValueOrDefault((Row, Column), "");

        /// <summary>The cell's number; NaN where it is empty.</summary>
        public double Number
        {
            get
            {
                if (!Sheet.numbers.TryGetValue((Row, Column), out var written))
                    return Text switch { "" => double.NaN, "∞" => double.PositiveInfinity, "−∞" => double.NegativeInfinity, var text => throw Wrong(text, "a number") };
                return double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(written, "a number");
            }
        }

        /// <summary>The cell's day, a number or a text such as 1899-12-31.</summary>
        public DateOnly Date
        {
            get
            {
                if (Sheet.numbers.TryGetValue((Row, Column), out var written))
                    return int.TryParse(written, NumberStyles.Integer, CultureInfo.InvariantCulture, out var day) && day is >= 61 and <= 2_958_465 ? DateOnly.FromDayNumber(Workbook.DayZero + day) : throw Wrong(written, "a day");
                return DateOnly.TryParseExact(Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Wrong(Text, "a day");
            }
        }

        private FormatException Wrong(string text, string wanted) =>
            new($"{Sheet.path}: cell {Experiments.Sheet.Letters(Column)}{Row + 1} of the sheet '{Sheet.Name}' holds '{text}' where {wanted} is needed.");
    }
}
