using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using StockLab.Experiments;

namespace StockLab.Service;

/// <summary>
/// Reads the body of a forecast request, strictly and in one pass, into buffers that are used again: <c>{"level": 0.9, "history": false, "series": [{"symbol": "005930", "rows": [["2024-01-02", open,
/// high, low, close, volume], …], "indexes": {"S&amp;P500": [["2024-01-02", close], …]}}, {"symbol": "005930", "date": "2024-01-02"}]}</c>. A good request allocates nothing but the
/// names of tickers that were not seen before.
/// </summary>
internal ref struct ForecastRequestReader
{
    private const int DeepestNesting = 8, LongestSymbol = 40, LongestEscape = 6;
    private static readonly string[] RowNames = ["date", "open", "high", "low", "close", "volume"];
    private static readonly DateOnly Earliest = new(1800, 1, 1), Latest = new(2200, 1, 1);

    private readonly ServiceOptions limits;
    private Utf8JsonReader reader;
    private JsonPath path;

    private ForecastRequestReader(ReadOnlySpan<byte> body, ServiceOptions limits)
    {
        reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        path = JsonPath.Root;
        this.limits = limits;
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="limits">What is too much.</param>
    /// <param name="request">Receives it; what it held before is forgotten.</param>
    /// <exception cref="ServiceProblem">400 for what is no JSON, 422 for what is no request; with a pointer to the place.</exception>
    public static void Read(ReadOnlySpan<byte> body, ServiceOptions limits, ForecastRequest request)
    {
        request.Clear();
        var reader = new ForecastRequestReader(body, limits);
        try
        {
            reader.Request(request);
        }
        catch (InvalidOperationException)
        {
            // The reader says so of an escape like \ud800 and of bytes that are no UTF-8, and of nothing else that is asked of it here.
            throw new ServiceProblem(400, "malformed-json", "The body holds a text that is no Unicode.", "Send one JSON object in UTF-8.", reader.path.ToString());
        }
        catch (JsonException error)
        {
            throw new ServiceProblem(400, "malformed-json",
                $"The body is no JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}{(error.Message.Contains("depth", StringComparison.Ordinal) ? $", nested more than {DeepestNesting} deep" : "")}.",
                "Send one JSON object in UTF-8; numbers are digits, never NaN or Infinity.", reader.path.ToString());
        }
    }

    private void Request(ForecastRequest request)
    {
        Next();
        Expect(JsonTokenType.StartObject, "an object with \"series\"");
        var (hasSeries, hasLevel, hasHistory) = (false, false, false);
        while (NextProperty())
        {
            if (reader.ValueTextEquals("series"u8))
            {
                Once(ref hasSeries, "series");
                Next();
                Series(request);
            }
            else if (reader.ValueTextEquals("level"u8))
            {
                Once(ref hasLevel, "level");
                Next();
                Expect(JsonTokenType.Number, "a number");
                request.Level = Number();
            }
            else if (reader.ValueTextEquals("history"u8))
            {
                Once(ref hasHistory, "history");
                if (Next() is not (JsonTokenType.True or JsonTokenType.False))
                    throw Wrong("true or false");
                request.History = reader.GetBoolean();
            }
            else
            {
                throw Unknown("level, history and series");
            }
            path.Property = null;
        }
        if (reader.Read())
            throw Wrong("more than one value");
        if (!hasSeries)
            throw new ServiceProblem(422, "no-series", "The request has no \"series\".", "Send \"series\": an array of at least one series.", "");
    }

    private void Series(ForecastRequest request)
    {
        Expect(JsonTokenType.StartArray, "an array of series");
        path.Property = null;
        for (path.Series = 0; Next() != JsonTokenType.EndArray; path.Series++)
        {
            if (path.Series == limits.MostSeries)
                throw new ServiceProblem(422, "too-many-series", $"The request has more than {limits.MostSeries} series.", "Send them in several requests.", path.ToString());
            One(request.Add());
        }
        if (path.Series == 0)
            throw new ServiceProblem(422, "no-series", "\"series\" is empty.", "Send at least one series.", "/series");
        path.Series = -1;
    }

    private void One(SeriesRequest series)
    {
        Expect(JsonTokenType.StartObject, "an object with rows, or with symbol and date");
        var (hasSymbol, hasRows, hasDate, hasIndexes) = (false, false, false, false);
        while (NextProperty())
        {
            if (reader.ValueTextEquals("symbol"u8))
            {
                Once(ref hasSymbol, "symbol");
                Next();
                Expect(JsonTokenType.String, "a ticker as text");
                series.Symbol = Symbol();
            }
            else if (reader.ValueTextEquals("rows"u8))
            {
                Once(ref hasRows, "rows");
                Next();
                Rows(series.Rows, RowNames.Length);
                series.HasSent();
            }
            else if (reader.ValueTextEquals("date"u8))
            {
                Once(ref hasDate, "date");
                Next();
                series.Date = DateOnly.FromDayNumber(Date());
            }
            else if (reader.ValueTextEquals("indexes"u8))
            {
                Once(ref hasIndexes, "indexes");
                Next();
                Indexes(series);
            }
            else
            {
                throw Unknown("symbol, rows, date and indexes");
            }
            path.Property = null;
        }
        if (hasRows && hasDate)
            throw new ServiceProblem(422, "rows-and-date", "A series has both rows and a date.", "Send rows of your own, or a symbol and a date of rows that the server has.", path.ToString());
        if (!hasRows && !hasSymbol)
            throw new ServiceProblem(422, "no-rows", "A series has neither rows nor a symbol.", "Send rows, or a symbol (and a date) of rows that the server has.", path.ToString());
    }

    private void Indexes(SeriesRequest series)
    {
        Expect(JsonTokenType.StartObject, "an object of index name and rows");
        while (Next() != JsonTokenType.EndObject)
        {
            var index = 0;
            while (index < IndexColumn.All.Length && !reader.ValueTextEquals(IndexColumn.All[index].Column))
                index++;
            if (index == IndexColumn.All.Length)
                throw Unknown(string.Join(" and ", IndexColumn.All.Select(known => known.Column)));
            path.Index = IndexColumn.All[index].Column;
            if (series.Indexes[index].Count > 0)
                throw new ServiceProblem(422, "duplicate", $"The index {path.Index} is given twice.", "Give it once.", path.ToString());
            Next();
            Rows(series.Indexes[index], 2);
            path.Index = null;
        }
    }

    // Rows of a date and six or two values; of an index only the close.
    private void Rows(PriceColumns rows, int width)
    {
        Expect(JsonTokenType.StartArray, "an array of rows");
        Span<double> values = stackalloc double[RowNames.Length];
        var before = int.MinValue;
        for (path.Row = 0; Next() != JsonTokenType.EndArray; path.Row++)
        {
            if (path.Row == limits.MostRows)
                throw new ServiceProblem(422, "too-many-rows", $"A series has more than {limits.MostRows} rows.", "Send the last rows only: a forecast needs a few dozen.", path.ToString());
            Expect(JsonTokenType.StartArray, width == 2 ? "[date, close]" : "[date, open, high, low, close, volume]");
            path.Value = 0;
            Next();
            var day = Date();
            for (path.Value = 1; path.Value < width; path.Value++)
            {
                Next();
                values[path.Value] = Price(width == 2 ? "close" : RowNames[path.Value]);
            }
            if (Next() != JsonTokenType.EndArray)
                throw Wrong($"the end of the row after {width} values");
            path.Value = -1;
            if (day <= before)
                throw OutOfOrder(before, day);
            before = day;
            if (width == 2)
                rows.Add(day, 0, 0, 0, values[1], 0);
            else
                rows.Add(day, values[1], values[2], values[3], values[4], values[5]);
        }
        path.Row = -1;
        if (rows.Count == 0)
            throw new ServiceProblem(422, "no-rows", "There is no row.", "Send at least as many rows as GET /models/{id} says under rows_needed.", path.ToString());
    }

    private double Price(string name)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw Wrong($"the {name} as a number");
        var value = Number();
        if (value > 0 || (value == 0 && name == "volume"))
            return value;
        throw new ServiceProblem(422, value < 0 ? "negative" : "zero-price", $"The {name} is {Text()}.",
            name == "volume" ? "A volume is 0 or more." : "A price is above 0; leave days without trade out, or send the last price with volume 0.", path.ToString());
    }

    private readonly double Number()
    {
        var text = reader.ValueSpan;
        if (DecimalNumber.TryParse(text, out var value) || (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && double.IsFinite(value)))
            return value;
        throw new ServiceProblem(422, "not-a-number", $"{Text()} is beyond the numbers that can be held.", "Send a finite number.", path.ToString());
    }

    private int Date()
    {
        Expect(JsonTokenType.String, "a date as \"YYYY-MM-DD\"");
        var text = reader.ValueSpan;
        if (text.Length == 10 && text[4] == '-' && text[7] == '-' && Digits(text[..4]) is >= 0 and var year && Digits(text[5..7]) is >= 1 and <= 12 and var month && Digits(text[8..]) is >= 1 and var day
            && year >= Earliest.Year && year < Latest.Year && day <= DateTime.DaysInMonth(year, month))
            return new DateOnly(year, month, day).DayNumber;
        throw new ServiceProblem(422, "not-a-date", $"{Text()} is no date.", $"Write it as \"YYYY-MM-DD\", from {Earliest.Year} on.", path.ToString());

        static int Digits(ReadOnlySpan<byte> text)
        {
            var number = 0;
            foreach (var c in text)
            {
                if (c is < (byte)'0' or > (byte)'9')
                    return -1;
                number = (10 * number) + c - '0';
            }
            return number;
        }
    }

    private readonly string Symbol()
    {
        Span<byte> text = stackalloc byte[LongestEscape * LongestSymbol];
        text = reader.ValueSpan.Length <= text.Length ? text[..reader.CopyString(text)] : default;
        if (text.Length is 0 or > LongestSymbol || text.ContainsAnyInRange((byte)0, (byte)0x1F))
            throw new ServiceProblem(422, "no-symbol", $"{Text()} is no ticker.", $"Send 1 to {LongestSymbol} letters, for example \"005930\".", path.ToString());
        return KnownNames.Of(text);
    }

    private JsonTokenType Next()
    {
        reader.Read();      // what ends too early throws: no more follows
        return reader.TokenType;
    }

    private bool NextProperty() => Next() != JsonTokenType.EndObject;

    private readonly void Expect(JsonTokenType expected, string what)
    {
        if (reader.TokenType != expected)
            throw Wrong(what);
    }

    private void Once(ref bool seen, string name)
    {
        path.Property = name;
        if (seen)
            throw new ServiceProblem(422, "duplicate", $"\"{name}\" is given twice.", "Give it once.", path.ToString());
        seen = true;
    }

    private readonly ServiceProblem Wrong(string what) =>
        new(422, "wrong-type", $"{Text()} stands where {what} belongs.", "See /openapi.json for the form of a request.", path.ToString());

    private readonly ServiceProblem Unknown(string known) =>
        new(422, "unknown-property", $"{Text()} is unknown here.", $"There are {known}.", path.ToString());

    private readonly ServiceProblem OutOfOrder(int before, int day)
    {
        var (first, second) = (DateOnly.FromDayNumber(before), DateOnly.FromDayNumber(day));
        return day == before
            ? new(422, "duplicate", FormattableString.Invariant($"There are two rows for {second:yyyy-MM-dd}."), "Send one row a trading day.", $"{path}/0")
            : new(422, "out-of-order", FormattableString.Invariant($"{second:yyyy-MM-dd} comes after {first:yyyy-MM-dd}."), "Send the rows oldest first.", $"{path}/0");
    }

    // The offending value, short and fit to be shown.
    private readonly string Text() => reader.TokenType switch
    {
        JsonTokenType.StartArray => "An array",
        JsonTokenType.EndArray => "The end of an array",
        JsonTokenType.StartObject => "An object",
        JsonTokenType.EndObject => "The end of an object",
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => Short(reader.ValueSpan),
        _ => $"\"{Short(reader.ValueSpan)}\"",
    };

    private static string Short(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text[..Math.Min(40, text.Length)]);
        return string.Create(CultureInfo.InvariantCulture, $"{string.Concat(shown.Where(c => !char.IsControl(c)))}{(text.Length > 40 ? "…" : "")}");
    }
}
