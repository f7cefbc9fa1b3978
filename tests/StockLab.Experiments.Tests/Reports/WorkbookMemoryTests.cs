namespace StockLab.Experiments.Tests;

/// <summary>Measures the heap of the whole process, so that nothing else may run beside it.</summary>
[Collection(nameof(WorkbookMemoryTests))]
[CollectionDefinition(nameof(WorkbookMemoryTests), DisableParallelization = true)]
public sealed class WorkbookMemoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AHundredThousandRows_TakeNoMoreMemoryThanOne()
    {
        var book = Path.Combine(folder, "book.xlsx");
        const int Rows = 100_000;
        long before = 0, most = 0;
        IEnumerable<IReadOnlyList<object?>> Many()
        {
            for (var row = 0; row < Rows; row++)
            {
                if (row % 10_000 == 5_000)
                {
                    var now = GC.GetTotalMemory(forceFullCollection: true);
                    (before, most) = before == 0 ? (now, now) : (before, Math.Max(most, now));
                }
                yield return [new DateOnly(1950, 1, 1).AddDays(row % 20_000), row / 7.0, row * 1.5, row, "Close, Open, High, Low, Volume, ma10", row / 3.0, row / 11.0, row / 13.0, row / 17.0, row / 19.0];
            }
        }
        Workbook.Write(book, [new Sheet { Name = "Days", Columns = [.. Enumerable.Range(0, 10).Select(i => new SheetColumn($"Column {i}"))], Rows = Many() }]);

        // The sheet's XML is above 40 MB; written through the library's package the heap grows with it.
        Assert.True(most - before < 4_000_000, $"the heap grew by {most - before:N0} bytes");
        using var archive = System.IO.Compression.ZipFile.OpenRead(book);
        Assert.True(archive.GetEntry("xl/worksheets/sheet1.xml")!.Length > 40_000_000);
        var end = Tail(archive.GetEntry("xl/worksheets/sheet1.xml")!);
        Assert.Contains($"r=\"J{Rows + 1}\"", end);
        Assert.Contains($"A1:J{Rows + 1}", end);
    }

    private static string Tail(System.IO.Compression.ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        var (last, buffer) = ("", new char[4096]);
        for (int read; (read = reader.Read(buffer)) > 0;)
            last = (last + new string(buffer, 0, read))[^Math.Min(4096, last.Length + read)..];
        return last;
    }
}
