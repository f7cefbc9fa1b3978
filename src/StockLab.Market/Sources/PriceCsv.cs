using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace StockLab.Market;

/// <summary>
/// Prices as CSV: UTF-8, the header <c>Date,Open,High,Low,Close[,Adj Close],Volume</c>, ISO dates, decimal points, an empty cell where a value is missing.
/// Reading also accepts the columns in another order, FinanceDataReader's <c>Change</c> (checked, not kept), a byte-order mark and CRLF.
/// </summary>
public static class PriceCsv
{
    /// <summary>Reads a whole file into columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="symbol">The ticker; the file's name without its extension when null.</param>
    /// <param name="origin">Where the numbers come from; the file when null.</param>
    /// <exception cref="PriceDataException">The file is missing, empty or not of the format; the message names file, line, value and remedy.</exception>
    public static PriceSeries Read(string path, string? symbol = null, PriceOrigin? origin = null)
    {
        using var stream = Open(path);
        return Read(stream, symbol ?? Path.GetFileNameWithoutExtension(path), origin ?? new PriceOrigin($"CSV file {Path.GetFileName(path)}", IsGenerated: false, path));
    }

    /// <summary>Reads a stream to its end into columns, and closes it.</summary>
    /// <param name="stream">UTF-8 text.</param>
    /// <param name="symbol">The ticker.</param>
    /// <param name="origin">Where the numbers come from; its path names the file in error messages.</param>
    /// <exception cref="PriceDataException">The text is empty or not of the format; the message names file, line, value and remedy.</exception>
    public static PriceSeries Read(Stream stream, string symbol, PriceOrigin origin)
    {
        var file = origin.Path ?? symbol;
        using var reader = new PriceCsvReader(stream, file, symbol);
        var expected = stream.CanSeek ? (int)Math.Min(stream.Length / 40, 1 << 20) + 16 : 4096;     // a row of prices has 40 to 60 bytes
        var dates = new List<DateOnly>(expected);
        var columns = new List<double>[reader.HasAdjClose ? 6 : 5];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new(expected);

        while (reader.Read())
        {
            dates.Add(reader.Date);
            columns[0].Add(reader.Open);
            columns[1].Add(reader.High);
            columns[2].Add(reader.Low);
            columns[3].Add(reader.Close);
            columns[4].Add(reader.Volume);
            if (reader.HasAdjClose)
                columns[5].Add(reader.AdjClose);
        }
        if (dates.Count == 0)
            throw new PriceDataException("the file has a header and no rows", "Add a row for each trading day, or remove the file.", file, 1);

        return new PriceSeries(
            symbol, origin, Freeze(dates), Freeze(columns[0]), Freeze(columns[1]), Freeze(columns[2]), Freeze(columns[3]), Freeze(columns[4]),
            reader.HasAdjClose ? Freeze(columns[5]) : null);
    }

    /// <summary>Reads a file row by row, in constant memory: for files that are larger than the machine's memory.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PriceDataException">As soon as a row is reached that is not of the format.</exception>
    public static IEnumerable<Bar> Stream(string path)
    {
        using var reader = new PriceCsvReader(Open(path), path, Path.GetFileNameWithoutExtension(path));
        while (reader.Read())
            yield return reader.Bar;
    }

    /// <summary>
    /// Writes a series to a file. The file appears complete or not at all: the rows go to a temporary file beside it, which then takes its place.
    /// Numbers are written in the shortest form that reads back to the same value, so equal series give equal bytes on every platform.
    /// </summary>
    public static void Write(PriceSeries prices, string path) => AtomicFile.Write(path, stream => Write(prices, stream));

    /// <summary>Writes a series as UTF-8 with LF line ends, without a byte-order mark. The stream stays open.</summary>
    public static void Write(PriceSeries prices, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(prices.AdjClose is null ? "Date,Open,High,Low,Close,Volume" : "Date,Open,High,Low,Close,Adj Close,Volume");
        for (var i = 0; i < prices.Count; i++)
        {
            text.Write(PriceSeries.Iso(prices.Dates[i]));
            WriteCell(text, prices.Open[i]);
            WriteCell(text, prices.High[i]);
            WriteCell(text, prices.Low[i]);
            WriteCell(text, prices.Close[i]);
            if (prices.AdjClose is { } adjusted)
                WriteCell(text, adjusted[i]);
            WriteCell(text, prices.Volume[i]);
            text.WriteLine();
        }
    }

    /// <summary>The line of a file on which the row of a date starts; null if the file is gone or has no such row. For error messages about single values.</summary>
    internal static long? LineOf(string? path, DateOnly date)
    {
        if (path is null || !File.Exists(path))
            return null;
        var line = 0L;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.Contains(PriceSeries.Iso(date), StringComparison.Ordinal))
                return line;
        }
        return null;
    }

    private static void WriteCell(StreamWriter text, double value)
    {
        text.Write(',');
        if (!double.IsNaN(value))
            text.Write(value.ToString("R", CultureInfo.InvariantCulture));
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PriceDataException($"the file cannot be read: {error.Message.TrimEnd('.')}", "Check the path and its permissions.", path, inner: error);
        }
    }

    private static ImmutableArray<T> Freeze<T>(List<T> values) => ImmutableCollectionsMarshal.AsImmutableArray(values.ToArray());
}
