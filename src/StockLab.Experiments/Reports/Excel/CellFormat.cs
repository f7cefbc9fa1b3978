using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace StockLab.Experiments;

/// <summary>How a cell of a workbook looks.</summary>
internal enum CellFormat
{
    /// <summary>As the program thinks best.</summary>
    General,

    /// <summary>A day, 2022-12-31.</summary>
    Date,

    /// <summary>A count.</summary>
    Whole,

    /// <summary>A price of 100 or more.</summary>
    Price,

    /// <summary>A price below 100, an exchange rate, a signed measure.</summary>
    Fine,

    /// <summary>An error that is not negative, of any size.</summary>
    Measure,

    /// <summary>A number that already counts hundredths: 1.5 is shown as 1.50 %.</summary>
    Percent,

    /// <summary>Text between columns of numbers, with a little room before it.</summary>
    Words,

    /// <summary>The head of a column.</summary>
    Header,

    /// <summary>The title of a sheet.</summary>
    Title,

    /// <summary>What a row is about.</summary>
    Label,

    /// <summary>A remark in grey.</summary>
    Quiet,

    /// <summary>What nobody may overlook.</summary>
    Warning,
}

/// <summary>The style sheet behind <see cref="CellFormat"/>.</summary>
internal static class CellFormats
{
    private const string Ink = "FF1F2328", Grey = "FF59636E", Red = "FFB42318", Shade = "FFEEF2F6";

    /// <summary>The index of a format among the styles. A quoted style keeps a text such as <c>=1+1</c> a text even when a reader edits it.</summary>
    public static uint Style(CellFormat format, bool quoted = false) => (2 * (uint)format) + (quoted ? 1u : 0);

    /// <summary>The part <c>xl/styles.xml</c>.</summary>
    public static Stylesheet Sheet()
    {
        var formats = Enum.GetValues<CellFormat>();
        var numbers = formats.Where(format => Code(format) is not null).Select(format => new NumberingFormat { NumberFormatId = Number(format), FormatCode = Code(format) });
        return new Stylesheet(
            new NumberingFormats(numbers) { Count = (uint)formats.Count(format => Code(format) is not null) },
            new Fonts(formats.Select(Letters)) { Count = (uint)formats.Length },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),                // the first two are the file format's own
                new Fill(new PatternFill(new ForegroundColor { Rgb = Shade }) { PatternType = PatternValues.Solid })) { Count = 3 },
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(new Color { Rgb = Grey }) { Style = BorderStyleValues.Thin }, new DiagonalBorder())) { Count = 2 },
            new CellStyleFormats(new DocumentFormat.OpenXml.Spreadsheet.CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new DocumentFormat.OpenXml.Spreadsheet.CellFormats(formats.SelectMany(format => new[] { Look(format, false), Look(format, true) })) { Count = 2 * (uint)formats.Length },
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });
    }

    private static uint Number(CellFormat format) => 164 + (uint)format;      // 0 to 163 are built in

    private static string? Code(CellFormat format) => format switch
    {
        CellFormat.Date => "yyyy\\-mm\\-dd",
        CellFormat.Whole => "#,##0",
        CellFormat.Price => "#,##0.00",
        CellFormat.Fine => "0.0000",
        CellFormat.Measure => "[=0]0;[<0.001]0.000E+00;#,##0.0000",
        CellFormat.Percent => "0.00\" %\"",
        _ => null,
    };

    private static Font Letters(CellFormat format)
    {
        var font = new Font();
        if (format is CellFormat.Header or CellFormat.Title or CellFormat.Label or CellFormat.Warning)
            font.Append(new Bold());
        font.Append(new FontSize { Val = format == CellFormat.Title ? 16 : 11 });
        font.Append(new Color { Rgb = format switch { CellFormat.Quiet => Grey, CellFormat.Warning => Red, _ => Ink } });
        font.Append(new FontName { Val = "Calibri" });
        return font;
    }

    private static DocumentFormat.OpenXml.Spreadsheet.CellFormat Look(CellFormat format, bool quoted)
    {
        var look = new DocumentFormat.OpenXml.Spreadsheet.CellFormat
        {
            NumberFormatId = Code(format) is null ? 0 : Number(format),
            FontId = (uint)format,
            FillId = format == CellFormat.Header ? 2u : 0,
            BorderId = format == CellFormat.Header ? 1u : 0,
            FormatId = 0,
            ApplyNumberFormat = Code(format) is not null,
            ApplyFont = true,
            ApplyFill = format == CellFormat.Header,
            ApplyBorder = format == CellFormat.Header,
        };
        if (quoted)
            look.QuotePrefix = true;
        if (format is CellFormat.Words)
        {
            look.ApplyAlignment = true;
            look.Alignment = new Alignment { Horizontal = HorizontalAlignmentValues.Left, Indent = 1 };
        }
        if (format == CellFormat.Header)
        {
            look.ApplyAlignment = true;
            look.Alignment = new Alignment { Horizontal = HorizontalAlignmentValues.Center, Vertical = VerticalAlignmentValues.Center, WrapText = true };
        }
        return look;
    }
}
