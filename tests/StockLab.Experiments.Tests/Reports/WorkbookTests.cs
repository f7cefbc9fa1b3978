using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Experiments.Tests;

public sealed class WorkbookTests : IDisposable
{
    private static readonly string[] Strings =
    [
        "", " spaces ", "=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(1)", "'quoted", "\"", "a\tb", "two\nlines", "back\r\n", "\0bell\u0007esc\u001b", "_x0041_ as it stands", "_x_x0009_", "삼성전자", "🚀 to the moon",
        "half \ud83d", "\udc00 half", "\uffff\ufffe", "<script>alert(1)</script> & co", "]]>", "1.5", "TRUE", "2022-12-31", "𝒳" + new string('x', 40),
    ];

    private static readonly double[] Numbers =
        [0, -0.0, 1, -1, 0.1, 1.0 / 3, 1e-300, double.Epsilon, 1e300, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 123456789.123456789, Math.PI];

    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    private string File1 => Path.Combine(folder, "book.xlsx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnyValues_AreReadBackAsTheyWere_AndTheFileIsValid() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        object?[][] rows = [.. Enumerable.Range(0, random.Next(40)).Select(_ => Enumerable.Range(0, random.Next(5)).Select(_ => Value(random)).ToArray())];
        Workbook.Write(File1, [Book(rows)]);

        Validate(File1);
        var page = ReadWorkbook.Of(File1).Sheets.Single();
        Assert.Equal(rows.Length, page.Rows.Length);
        for (var r = 0; r < rows.Length; r++)
        {
            for (var c = 0; c < rows[r].Length; c++)
                Same(rows[r][c], page.Rows[r][c]!);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Fact]
    public void AFormula_StaysAText_EvenWhereAReaderEditsIt()
    {
        Workbook.Write(File1, [Book([["=1+1", "=HYPERLINK(\"http://example.org\")", "+1", "-1", "@a", "plain"]])]);

        using var document = SpreadsheetDocument.Open(File1, false);
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<DocumentFormat.OpenXml.Spreadsheet.CellFormat>().ToArray();
        var cells = document.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToArray();
        Assert.All(cells, cell => Assert.Null(cell.CellFormula));
        Assert.Equal([true, true, true, true, true, false], cells.Select(cell => formats[(int)cell.StyleIndex!.Value].QuotePrefix?.Value ?? false));
        Assert.Equal("=1+1", LibreOffice.Open(File1).Values.Single()[0][0]);
    }

    [Fact]
    public void ATextTooLongForACell_EndsInAnEllipsis_AndNeverInHalfACharacter()
    {
        Workbook.Write(File1, [Book([[new string('x', 32_767), new string('y', 32_768), new string('z', 32_765) + "🚀🚀"]])]);

        var row = ReadWorkbook.Of(File1).Sheets.Single().Rows.Single();
        Assert.Equal(new string('x', 32_767), row[0]!.Words);
        Assert.Equal(new string('y', 32_766) + "…", row[1]!.Words);
        Assert.Equal(new string('z', 32_765) + "…", row[2]!.Words);
    }

    [Fact]
    public void ADay_IsADate_WhereEveryProgramAgreesOnItsNumber_AndATextBefore()
    {
        DateOnly[] days = [new(1899, 12, 31), new(1900, 2, 28), new(1900, 3, 1), new(2022, 12, 31), DateOnly.MinValue, DateOnly.MaxValue];
        Workbook.Write(File1, [Book([[.. days.Select(day => (object?)new StyledCell(day, CellFormat.Date))]])]);

        var row = ReadWorkbook.Of(File1).Sheets.Single().Rows.Single();
        // By Excel's calendar 1900-03-01 is day 61 and 9999-12-31, its last, day 2,958,465.
        Assert.Equal([double.NaN, double.NaN, 61, 44926, double.NaN, 2_958_465], row.Select(cell => cell!.Number));
        Assert.Equal(["1899-12-31", "1900-02-28", null, null, "0001-01-01", null], row.Select(cell => cell!.Words));
        Assert.Equal(["1899-12-31", "1900-02-28", "1900-03-01", "2022-12-31"], LibreOffice.Open(File1).Values.Single()[0][..4]);
    }

    [Fact]
    public void WholeNumbers_BeyondWhatACellHoldsExactly_AreTexts()
    {
        Workbook.Write(File1, [Book([[(1L << 53) - 1, (1L << 53) + 1, long.MinValue]])]);

        var row = ReadWorkbook.Of(File1).Sheets.Single().Rows.Single();
        Assert.Equal(9_007_199_254_740_991, row[0]!.Number);
        Assert.Equal(["9007199254740993", "-9223372036854775808"], row[1..].Select(cell => cell!.Words));
    }

    [Fact]
    public void MoreRowsThanASheetHolds_AreRefused_AndTheOldFileStays()
    {
        File.WriteAllText(File1, "old");
        object?[] row = [];

        var error = Assert.Throws<ArgumentException>(() => Workbook.Write(File1, [Book(Enumerable.Repeat(row, Workbook.MostRows + 1))]));

        Assert.Contains("1048575", error.Message);
        Assert.Equal("old", File.ReadAllText(File1));
        Assert.Equal([File1], Directory.GetFiles(folder));
    }

    [Fact]
    public void AWriterThatFailsHalfway_LeavesTheOldFile_AndNoOther()
    {
        File.WriteAllText(File1, "old");
        static IEnumerable<IReadOnlyList<object?>> Failing()
        {
            yield return [1.0];
            throw new InvalidOperationException("the prices are gone");
        }

        Assert.Throws<InvalidOperationException>(() => Workbook.Write(File1, [Book(Failing())]));

        Assert.Equal("old", File.ReadAllText(File1));
        Assert.Equal([File1], Directory.GetFiles(folder));
    }

    [Fact]
    public void TheSameSheets_AreTheSameBytes()
    {
        Workbook.Write(File1, [Book([["a", 1.5, true]])]);
        var first = File.ReadAllBytes(File1);
        Workbook.Write(File1, [Book([["a", 1.5, true]])]);
        Assert.Equal(first, File.ReadAllBytes(File1));
    }

    [Fact]
    public void SheetNames_AreLegal_AndDifferent_WhateverIsWishedFor() => Prop.ForAll<string[]>(wishes =>
    {
        var names = new SheetNames();
        string[] wished = [.. wishes.Select(wish => wish ?? ""), .. Strings, "History", "history", new string('n', 60), new string('N', 60), "a/b\\c:d*e?f[g]h", "'", "''", "Summary", "summary"];
        string[] taken = [.. wished.Select(names.Take)];
        Assert.Equal(taken.Length, taken.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(taken, name =>
        {
            Assert.InRange(name.Length, 1, 31);
            Assert.DoesNotContain(name, c => "[]:*?/\\".Contains(c) || char.IsControl(c) || char.IsSurrogate(c));
            Assert.False(name.StartsWith('\'') || name.EndsWith('\'') || name.Equals("History", StringComparison.OrdinalIgnoreCase));
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void EverySheetName_IsTakenByLibreOffice()
    {
        var names = new SheetNames();
        Workbook.Write(File1, [.. Strings.Select(wish => Book([[wish.Length]]) with { Name = names.Take(wish) })]);

        Validate(File1);
        Assert.Equal(Strings.Length, LibreOffice.Open(File1).Count);
    }

    [Theory]
    [InlineData(100, 3, new uint[] { 29, 52 })]        // at full size a page holds 32 rows: the first chart, then one a page
    [InlineData(200, 3, new uint[] { 29, 52 })]        // at 73 % it holds 43, still one of 23 rows and not two
    [InlineData(220, 3, new uint[] { 29 })]            // at 67 % it holds 48
    [InlineData(100, 1, new uint[] { })]               // a little more than a page is made to fit one
    [InlineData(220, 2, new uint[] { })]
    public void AChart_IsPrintedOnOnePage(double characters, int charts, uint[] breaks)
    {
        var sheet = Book([.. Enumerable.Range(0, 5).Select(i => (IReadOnlyList<object?>)[i])]) with
        {
            Columns = [new SheetColumn(null, Width: characters)],
            Charts = [.. new[] { 6, 29, 52 }[..charts].Select(row => new SheetChart("chart", "y", "'Page'!$A$1:$A$5", false, [new ChartLine("line", "'Page'!$A$1:$A$5", "0072B2")], row))],
        };
        Workbook.Write(File1, [sheet]);

        Validate(File1);
        using var document = SpreadsheetDocument.Open(File1, false);
        var page = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
        Assert.Equal(breaks, page.Descendants<DocumentFormat.OpenXml.Spreadsheet.Break>().Select(each => each.Id!.Value));
        Assert.All(page.Descendants<DocumentFormat.OpenXml.Spreadsheet.Break>(), each => Assert.True(each.ManualPageBreak!.Value));
        Assert.Equal(charts < 3 ? 1u : 0, page.Descendants<DocumentFormat.OpenXml.Spreadsheet.PageSetup>().Single().FitToHeight!.Value);
    }

    /// <summary>The library's own check of a file against the schema and the rules of Office 2019.</summary>
    internal static void Validate(string path)
    {
        using var document = SpreadsheetDocument.Open(path, false);
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(error => $"{error.Part?.Uri}: {error.Path?.XPath}: {error.Description}").Take(5);
        Assert.Empty(errors);
    }

    private static Sheet Book(IEnumerable<IReadOnlyList<object?>> rows) => new() { Name = "Page", Columns = [.. Enumerable.Range(0, 6).Select(_ => new SheetColumn(null))], Rows = rows };

    private static object? Value(Random random) => random.Next(7) switch
    {
        0 => null,
        1 => Numbers[random.Next(Numbers.Length)],
        2 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        3 => random.Next(2) == 0,
        4 => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
        5 => random.Next(-1000, 1000),
        _ => Strings[random.Next(Strings.Length)] + new string([.. Enumerable.Range(0, random.Next(8)).Select(_ => (char)random.Next(0x10000))]),
    };

    private static void Same(object? expected, ReadWorkbook.Cell actual)
    {
        switch (expected)
        {
            case null or double.NaN:
                Assert.Equal("empty", actual.Kind);
                break;
            case double number when Math.Abs(number) <= 9.99999999999999e307:
                Assert.Equal(number, actual.Number);
                break;
            case double number:
                Assert.Equal(double.IsFinite(number) ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : number > 0 ? "∞" : "−∞", actual.Words);
                break;
            case int number:
                Assert.Equal(number, actual.Number);
                break;
            case bool truth:
                Assert.Equal(("b", truth), (actual.Kind, actual.Value.GetBoolean()));
                break;
            case DateOnly day when day < new DateOnly(1900, 3, 1):
                Assert.Equal($"{day:yyyy-MM-dd}", actual.Words);
                break;
            case DateOnly day:
                Assert.Equal((day.ToDateTime(default) - new DateTime(1899, 12, 30)).TotalDays, actual.Number);
                break;
            case string text:
                // What Unicode calls no text, half a surrogate pair, becomes its replacement character.
                Assert.Equal(string.Concat(text.EnumerateRunes()), actual.Words);
                break;
            default:
                Assert.Fail($"{expected.GetType()}");
                break;
        }
    }
}
