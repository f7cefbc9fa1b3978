using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StockLab.Market;

namespace StockLab.Market.Tests.Sources;

public sealed class PriceCsvTests : IDisposable
{
    private const string Header = "Date,Open,High,Low,Close,Volume\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private PriceSeries Read(string text) => PriceCsv.Read(_folder.Add("ABC.csv", text));

    private PriceDataException Refused(string text) => Assert.Throws<PriceDataException>(() => Read(text));

    [Fact]
    public void Read_GivesTheColumns()
    {
        var prices = Read(Header + "2020-01-02,1.5,2.25,1,2,300\n2020-01-03,-1,0.000001,123456789012345,1e-3,1E+2\n");
        Assert.Equal("ABC", prices.Symbol);
        Assert.Equal(2, prices.Count);
        Assert.Equal(new Bar(new(2020, 1, 2), 1.5, 2.25, 1, 2, 300), prices[0]);
        Assert.Equal(new Bar(new(2020, 1, 3), -1, 0.000001, 123456789012345, 0.001, 100), prices[1]);
        Assert.Null(prices.AdjClose);
        Assert.False(prices.Origin.IsGenerated);
    }

    [Theory]
    [InlineData("\uFEFFDate,Open,High,Low,Close,Volume\n2020-01-02,1,2,1,2,3\n")]           // byte-order mark
    [InlineData("Date,Open,High,Low,Close,Volume\r\n2020-01-02,1,2,1,2,3\r\n")]             // CRLF
    [InlineData("Date,Open,High,Low,Close,Volume\n2020-01-02,1,2,1,2,3")]                   // no end of line at the end
    [InlineData("Date,Open,High,Low,Close,Volume\n2020-01-02,1,2,1,2,3\n\n\r\n")]           // empty lines at the end
    [InlineData("Close,Date,Volume,Open,High,Low\n2,2020-01-02,3,1,2,1\n")]                 // another order
    [InlineData("Date,Open,High,Low,Close,Volume,Change\n2020-01-02,1,2,1,2,3,0.05\n")]     // FinanceDataReader
    public void Read_AcceptsTheVariantsOfTheFormat(string text) => Assert.Equal(new Bar(new(2020, 1, 2), 1, 2, 1, 2, 3), Read(text)[0]);

    [Fact]
    public void Read_KeepsAdjCloseApart()
    {
        var prices = Read("Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,1,2,1,2,1.75,3\n");
        Assert.Equal(1.75, prices.AdjClose!.Value[0]);
        Assert.Equal(2, prices.Close[0]);
    }

    [Fact]
    public void Read_MarksEmptyCellsAsMissing()
    {
        var bar = Read(Header + "2020-01-02,,,,3.67,\n")[0];
        Assert.True(double.IsNaN(bar.Open) && double.IsNaN(bar.High) && double.IsNaN(bar.Low) && double.IsNaN(bar.Volume));
        Assert.Equal(3.67, bar.Close);
    }

    [Theory]
    [InlineData("2020-01-02,1,2,1,abc,3", "abc")]
    [InlineData("2020-01-02,1,2,1,\"1,000\",3", "\"1")]
    [InlineData("2020-01-02,1,2,1,1.2.3,3", "1.2.3")]
    [InlineData("2020-01-02,1,2,1,NaN,3", "NaN")]
    [InlineData("2020-01-02,1,2,1,1e999,3", "1e999")]
    [InlineData("2020-01-02,1,2,1,-,3", "-")]
    [InlineData("2020-01-02,1,2,1, 2,3", " 2")]
    [InlineData("2020-01-02,1,2,1,.,3", ".")]
    [InlineData("2020-1-2,1,2,1,2,3", "2020-1-2")]
    [InlineData("2021-02-29,1,2,1,2,3", "2021-02-29")]
    [InlineData("2020-13-01,1,2,1,2,3", "2020-13-01")]
    [InlineData("0000-01-01,1,2,1,2,3", "0000-01-01")]
    [InlineData(",1,2,1,2,3", "")]
    public void BadCell_IsNamedWithFileLineValueAndRemedy(string row, string value)
    {
        var error = Refused(Header + "2020-01-01,1,2,1,2,3\n" + row + "\n");
        Assert.EndsWith("ABC.csv", error.File);
        Assert.Equal(3, error.Line);
        Assert.Equal(value, error.Value);
        Assert.Contains($"ABC.csv:3: ", error.Message);
        Assert.Contains($"'{value}'", error.Message);
        Assert.NotEmpty(error.Remedy);
    }

    [Theory]
    [InlineData("2020-01-02,1,2,1,2", "5 cells")]
    [InlineData("2020-01-02", "1 cells")]
    [InlineData("2020-01-02,1,2,1,2,3,4", "7 cells")]
    [InlineData("2020-01-02,1,2,1,2,3,", "7 cells")]
    public void WrongNumberOfCells_IsNamed(string row, string words)
    {
        var error = Refused(Header + row + "\n");
        Assert.Equal(2, error.Line);
        Assert.Contains(words, error.Problem);
    }

    [Theory]
    [InlineData("Date,Open,High,Low,Volume\n", "column Close is missing")]
    [InlineData("Date,Open,High,Low,Close,Close,Volume\n", "column Close appears 2 times")]
    [InlineData("Date,Open,High,Low,Close,Volume,ma5\n", "column 'ma5' is unknown")]
    [InlineData("date,Open,High,Low,Close,Volume\n", "column 'date' is unknown")]
    public void BadHeader_IsNamed(string header, string words)
    {
        var error = Refused(header + "2020-01-02,1,2,1,2,3\n");
        Assert.Equal(1, error.Line);
        Assert.Contains(words, error.Problem);
        Assert.Contains("Close", error.Remedy + error.Problem);
    }

    [Fact]
    public void EmptyFile_IsRefused() => Assert.Contains("empty", Refused("").Problem);

    [Fact]
    public void FileWithoutRows_IsRefused() => Assert.Contains("no rows", Refused(Header).Problem);

    [Fact]
    public void EmptyLineBetweenRows_IsRefused() => Assert.Equal(3, Refused(Header + "2020-01-02,1,2,1,2,3\n\n2020-01-03,1,2,1,2,3\n").Line);

    [Fact]
    public void UnsortedDate_IsNamedWithItsLine()
    {
        var error = Refused(Header + "2020-01-03,1,2,1,2,3\n2020-01-02,1,2,1,2,3\n");
        Assert.Equal(3, error.Line);
        Assert.Contains("2020-01-02 after 2020-01-03", error.Problem);
        Assert.Contains("Sort", error.Remedy);
    }

    [Fact]
    public void DuplicateDate_IsNamedWithItsLine()
    {
        var error = Refused(Header + "2020-01-03,1,2,1,2,3\n2020-01-03,1,2,1,2,3\n");
        Assert.Equal(3, error.Line);
        Assert.Contains("two rows for 2020-01-03", error.Problem);
    }

    [Fact]
    public void KoreanLegacyEncoding_IsRecognisedAsNotUtf8()
    {
        byte[] cp949 = [0xB3, 0xAF, 0xC2, 0xA5, .. ",Open,High,Low,Close,Volume\n"u8];      // 날짜 in CP949
        var error = Assert.Throws<PriceDataException>(() => PriceCsv.Read(_folder.Add("K.csv", cp949)));
        Assert.Contains("not UTF-8", error.Problem);
        Assert.Contains("UTF-8", error.Remedy);
    }

    [Fact]
    public void BadByteWithinARow_IsNotUtf8()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Header), .. "2020-01-02,1,2,1,"u8, 0xFF, .. ",3\n"u8];
        var error = Assert.Throws<PriceDataException>(() => PriceCsv.Read(_folder.Add("K.csv", bytes)));
        Assert.Equal(2, error.Line);
        Assert.Contains("0xFF", error.Problem);
    }

    [Fact]
    public void Utf16_IsRefused()
        => Assert.Contains("not UTF-8", Assert.Throws<PriceDataException>(() => PriceCsv.Read(_folder.Add("W.csv", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Header)).ToArray()))).Problem);

    [Fact]
    public void MissingFile_IsRefused() => Assert.Contains("cannot be read", Assert.Throws<PriceDataException>(() => PriceCsv.Read(Path.Combine(_folder.FullPath, "none.csv"))).Problem);

    [Fact]
    public void EndlessLine_IsRefused_InTheMemoryOfOneBuffer()
    {
        using var endless = new Repeating("x"u8.ToArray(), long.MaxValue);
        Assert.Contains("longer than 64 KiB", Assert.Throws<PriceDataException>(() => PriceCsv.Read(endless, "X", Invented.Origin)).Problem);
    }

    [Fact]
    public void Stream_ReadsALargeFile_InTheMemoryOfOneBuffer()
    {
        var path = Path.Combine(_folder.FullPath, "LARGE.csv");
        using (var text = new StreamWriter(path))
        {
            text.Write(Header);
            for (var day = 0; day < 300_000; day++)
                text.Write($"{new DateOnly(1000, 1, 1).AddDays(day):yyyy-MM-dd},100.25,{"101.".PadRight(40, '5')},99,{day},1000\n");
        }
        double sum = 0;
        var allocated = Allocation.Of(() =>
        {
            sum = 0;
            foreach (var bar in PriceCsv.Stream(path))
                sum += bar.Close;
        });

        Assert.Equal(300_000.0 * 299_999 / 2, sum);
        Assert.True(allocated < 200_000, $"streaming {new FileInfo(path).Length >> 20} MiB allocated {allocated} bytes");
    }

    [Fact]
    public void RowsAcrossBufferBorders_AreReadWhole()
    {
        // 20,000 rows of varying length cross the 64 KiB border at every possible column of a row.
        var rows = Enumerable.Range(0, 20_000).Select(i => new Bar(new DateOnly(1950, 1, 1).AddDays(i), i, i + 0.5, i - 0.25, i * 1.0625, Math.Pow(10, i % 12))).ToList();
        var path = Path.Combine(_folder.FullPath, "LONG.csv");
        PriceCsv.Write(PriceSeries.FromBars("LONG", Invented.Origin, rows), path);
        Assert.Equal(rows, PriceCsv.Stream(path));
    }

    [Fact]
    public void Write_ThenRead_GivesTheSameSeries_ForAllDoubles()
    {
        var finite = ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite);
        Prop.ForAll(finite.NonEmptyListOf().ToArbitrary(), values =>
        {
            var series = new PriceSeries("P", Invented.Origin, Invented.Days(values.Count), [.. values], [.. values], [.. values], [.. values], [.. values.Select(_ => double.NaN)], [.. values]);
            using var stream = new MemoryStream();
            PriceCsv.Write(series, stream);
            var back = PriceCsv.Read(new MemoryStream(stream.ToArray()), "P", Invented.Origin);
            return Bits(series.Close).SequenceEqual(Bits(back.Close)) && Bits(back.AdjClose!.Value).SequenceEqual(Bits(back.Open)) && double.IsNaN(back.Volume[0]) && back.Dates.SequenceEqual(series.Dates);
        }).QuickCheckThrowOnFailure();

        static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);
    }

    [Fact]
    public void Numbers_AreTheNearestDouble_LikeTheFrameworksOwnParser()
    {
        var texts = from whole in Gen.Choose(0, int.MaxValue)
                    from decimals in Gen.Choose(0, 9)
                    from fraction in Gen.Choose(0, 999_999_999)
                    from minus in Gen.Elements("", "-")
                    select decimals == 0 ? $"{minus}{whole}" : $"{minus}{whole}.{fraction.ToString("D9", CultureInfo.InvariantCulture)[..decimals]}";
        Prop.ForAll(texts.ToArbitrary(), text =>
            BitConverter.DoubleToInt64Bits(Read($"{Header}2020-01-02,1,2,1,{text},3\n").Close[0]) == BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void HostileBytes_GiveAnErrorOfOurs_OrASeries()
    {
        var template = Encoding.UTF8.GetBytes(Header + "2020-01-02,1.5,2,1,2,3\n2020-01-03,1,2,1,2,3\n");
        var mutations = from position in Gen.Choose(0, template.Length - 1) from value in Gen.Choose(0, 255) from cut in Gen.Choose(0, template.Length) select (position, (byte)value, cut);
        Prop.ForAll(mutations.ToArbitrary(), mutation =>
        {
            var bytes = template.ToArray();
            bytes[mutation.position] = mutation.Item2;
            foreach (var text in new[] { bytes, template[..mutation.cut] })
            {
                try
                {
                    Assert.InRange(PriceCsv.Read(new MemoryStream(text), "X", Invented.Origin).Count, 1, 3);
                }
                catch (PriceDataException error)
                {
                    Assert.NotEmpty(error.Remedy);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_LeavesTheOldFile_WhenInterrupted()
    {
        var path = _folder.Add("OLD.csv", "old");
        Assert.Throws<IOException>(() => Interrupted(path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.FullPath));

        static void Interrupted(string path) => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("the disk is full");
        });
    }

    /// <summary>A stream that repeats a text until a size is reached, holding nothing.</summary>
    internal sealed class Repeating(byte[] text, long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            for (var i = 0; i < read; i++)
                buffer[offset + i] = text[(_position + i) % text.Length];
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
