using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace StockLab.Market;

/// <summary>
/// Reads price rows from UTF-8 CSV one at a time, in the memory of one 64 KiB buffer however long the file is.
/// The grammar is strict: the header names <c>Date,Open,High,Low,Close,Volume</c> in any order, with <c>Adj Close</c> and <c>Change</c> as
/// the only additions; dates are ISO 8601, numbers use a decimal point and no thousands separators, an empty cell is a missing value (NaN);
/// rows end in LF or CRLF; dates strictly increase.
/// </summary>
internal sealed class PriceCsvReader : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const string Required = "Date,Open,High,Low,Close,Volume";
    private const int DateColumn = -1;

    // The positions of the optional columns among the values of a row; the required ones come first, in the order of Required.
    private const int AdjCloseColumn = 5, ChangeColumn = 6, Columns = 7;
    private static readonly string[] ValueNames = ["Open", "High", "Low", "Close", "Volume", "Adj Close", "Change"];
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(n => double.Parse($"1e{n}", CultureInfo.InvariantCulture))];

    private readonly Stream _stream;
    private readonly string _file;
    private readonly string _symbol;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly double[] _values = new double[Columns];
    private readonly int[] _columns;
    private int _start, _end;
    private bool _ended;
    private long _line;

    /// <summary>Reads the header.</summary>
    /// <exception cref="PriceDataException">The file is empty, is not UTF-8, or its header lacks a column, repeats one or has an unknown one.</exception>
    internal PriceCsvReader(Stream stream, string file, string symbol)
    {
        _stream = stream;
        _file = file;
        _symbol = symbol;
        _columns = ReadHeader();
    }

    internal bool HasAdjClose => Array.IndexOf(_columns, AdjCloseColumn) >= 0;

    /// <summary>The line of the current row; the header is line 1.</summary>
    internal long Line => _line;

    internal DateOnly Date { get; private set; }

    internal double Open => _values[0];

    internal double High => _values[1];

    internal double Low => _values[2];

    internal double Close => _values[3];

    internal double Volume => _values[4];

    internal double AdjClose => _values[AdjCloseColumn];

    internal Bar Bar => new(Date, Open, High, Low, Close, Volume);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _stream.Dispose();
    }

    /// <summary>Moves to the next row; false at the end of the file.</summary>
    /// <exception cref="PriceDataException">The row is not of the grammar, or its date does not come after the one before.</exception>
    internal bool Read()
    {
        if (!TryNextLine(out var row))
            return false;
        if (row.IsEmpty)
        {
            SkipEmptyEnd();
            return false;
        }

        var previous = Date;
        var at = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            if (at > row.Length)
                throw CellCount(row);
            if (_columns[i] == DateColumn)
                Date = ReadDate(row, ref at);
            else
                _values[_columns[i]] = ReadNumber(row, ref at, _columns[i]);
        }
        if (at <= row.Length)
            throw CellCount(row);
        if (Date <= previous && _line > 2)
            throw PriceSeries.OutOfOrder(_symbol, previous, Date, _file, _line);
        return true;
    }

    private int[] ReadHeader()
    {
        if (!TryNextLine(out var header))
            throw new PriceDataException("the file is empty", $"It needs the header {Required} and a row for each trading day.", _file);
        if (header.StartsWith("\uFEFF"u8))
            header = header[3..];
        if (!Utf8.IsValid(header) || header.Contains((byte)0))
            throw NotUtf8(header);

        var names = Encoding.UTF8.GetString(header).Split(',');
        var columns = Array.ConvertAll(names, name => name == "Date" ? DateColumn : Array.IndexOf(ValueNames, name) is >= 0 and var i ? i : throw UnknownColumn(name));
        foreach (var name in Required.Split(','))
        {
            if (!names.Contains(name))
                throw new PriceDataException($"column {name} is missing", $"The header must name {Required}; it names {PriceDataException.Quote(string.Join(',', names))}.", _file, 1, name);
        }
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new PriceDataException($"column {twice.Key} appears {twice.Count()} times", "Keep one column of each name.", _file, 1, twice.Key);
        return columns;
    }

    // The next line without its ending, as a view of the buffer that holds until the next call.
    private bool TryNextLine(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            var length = unread[searched..].IndexOf((byte)'\n');
            if (length >= 0 || (_ended && unread.Length > 0))
            {
                length = length >= 0 ? searched + length : unread.Length;
                _start += Math.Min(length + 1, unread.Length);
                _line++;
                line = unread[..length];
                if (line is [.. var withoutReturn, (byte)'\r'])
                    line = withoutReturn;
                return true;
            }
            if (_ended)
            {
                line = default;
                return false;
            }
            searched = unread.Length;
            Refill();
        }
    }

    private void Refill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            throw new PriceDataException($"the line is longer than {_buffer.Length / 1024} KiB", $"Expected text rows like {Required}.", _file, _line + 1);
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }

    private void SkipEmptyEnd()
    {
        var emptyLine = _line;
        while (TryNextLine(out var rest))
        {
            if (!rest.IsEmpty)
                throw new PriceDataException("the line is empty, and rows follow it", "Remove the empty line.", _file, emptyLine);
        }
    }

    private DateOnly ReadDate(ReadOnlySpan<byte> row, ref int at)
    {
        var cell = Cell(row, at);
        at += cell.Length + 1;
        if (cell.Length == 10 && cell[4] == '-' && cell[7] == '-'
            && TryDigits(cell[..4], out var year) && TryDigits(cell[5..7], out var month) && TryDigits(cell[8..], out var day)
            && year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
            return new DateOnly(year, month, day);
        if (!Utf8.IsValid(cell))
            throw NotUtf8(cell);
        var value = Encoding.UTF8.GetString(cell);
        throw new PriceDataException($"{PriceDataException.Quote(value)} is not a date", "Write dates as YYYY-MM-DD, for example 2020-07-31.", _file, _line, value);
    }

    private double ReadNumber(ReadOnlySpan<byte> row, ref int at, int column)
    {
        // Up to 15 digits and 22 decimals, mantissa and power of ten are exact, so one division rounds correctly (Clinger 1990).
        var i = at;
        var negative = i < row.Length && row[i] == '-';
        if (negative)
            i++;
        var first = i;
        var point = -1;
        ulong mantissa = 0;
        for (; i < row.Length; i++)
        {
            var digit = (uint)(row[i] - '0');
            if (digit <= 9)
                mantissa = (mantissa * 10) + digit;
            else if (row[i] == '.' && point < 0)
                point = i;
            else
                break;
        }
        var digits = i - first - (point < 0 ? 0 : 1);
        if ((i == row.Length || row[i] == ',') && digits is > 0 and <= 15)
        {
            at = i + 1;
            var value = point < 0 ? mantissa : mantissa / PowersOfTen[i - point - 1];
            return negative ? -value : value;
        }
        return ReadUnusualNumber(row, ref at, column);
    }

    // Empty cells, exponents, more than 15 digits; and everything that is wrong.
    private double ReadUnusualNumber(ReadOnlySpan<byte> row, ref int at, int column)
    {
        var cell = Cell(row, at);
        at += cell.Length + 1;
        if (cell.IsEmpty)
            return double.NaN;
        if (Utf8Parser.TryParse(cell, out double value, out var used) && used == cell.Length && double.IsFinite(value))
            return value;
        if (!Utf8.IsValid(cell))
            throw NotUtf8(cell);
        var text = Encoding.UTF8.GetString(cell);
        throw new PriceDataException(
            $"{ValueNames[column]} is {PriceDataException.Quote(text)}, which is not a number",
            "Write numbers with a decimal point, without quotes and thousands separators; leave the cell empty where a value is missing.", _file, _line, text);
    }

    private static ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> row, int at)
    {
        var rest = row[at..];
        return rest.IndexOf((byte)',') is >= 0 and var length ? rest[..length] : rest;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + c - '0';
        }
        return true;
    }

    private PriceDataException CellCount(ReadOnlySpan<byte> row)
    {
        var cells = row.Count((byte)',') + 1;
        return new($"the row has {cells} cells and the header {_columns.Length}", "Give every row one cell a column; a missing value is an empty cell.", _file, _line);
    }

    private PriceDataException UnknownColumn(string name) => new(
        $"column {PriceDataException.Quote(name)} is unknown", $"The columns are {Required}, and optionally Adj Close and Change: rename or remove it.", _file, 1, name);

    private PriceDataException NotUtf8(ReadOnlySpan<byte> text)
    {
        var bad = text.ToArray().First(b => b is 0 or >= 0x80);
        return new($"byte 0x{bad:X2} is not UTF-8 text", "Save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8').", _file, _line, $"0x{bad:X2}");
    }
}
