using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.TimeZones;

namespace StockLab.Market;

/// <summary>
/// Stocks, indices, exchange rates and futures from Yahoo's chart service, version 8:
/// <c>GET /v8/finance/chart/TSLA?period1=…&amp;period2=…&amp;interval=1d&amp;events=div,splits</c>, times in seconds since 1970. The answer is JSON:
/// <c>chart.result[0]</c> with <c>meta</c>, <c>timestamp[]</c>,
/// <c>indicators.quote[0].{open, high, low, close, volume}[]</c>, <c>indicators.adjclose[0].adjclose[]</c> and <c>events</c>; or <c>chart.error</c>.
/// A timestamp is the opening of a day's trading: the exchange's time zone says which day, across summer and winter time.
/// </summary>
public sealed class YahooSource : ILiveSource, IDisposable
{
    private static readonly DateOnly Beginning = new(1927, 12, 30);     // the first day of Yahoo's oldest series, ^GSPC

    private readonly SourceSettings _settings;
    private readonly SourceHttp _http;

    /// <summary>Prepares the source; nothing is sent yet.</summary>
    public YahooSource(SourceSettings? settings = null)
    {
        _settings = settings ?? new();
        _http = new SourceHttp(Name, "https://query2.finance.yahoo.com/", _settings);
    }

    /// <inheritdoc/>
    public string Name => "Yahoo";

    /// <inheritdoc/>
    public bool Has(Symbol symbol) => Tickers(symbol).Length > 0;

    /// <inheritdoc/>
    /// <exception cref="PriceSourceException">Yahoo gave no prices.</exception>
    public async Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default) =>
        (await GetHistoryAsync(symbol, from, to, cancel).ConfigureAwait(false)).Prices;

    /// <summary>The daily prices of a symbol with its dividends and splits.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="from">The first day wanted; all that there is when null.</param>
    /// <param name="to">The last day wanted, included; up to the newest when null.</param>
    /// <param name="cancel">Stops the request.</param>
    /// <exception cref="PriceSourceException">Yahoo gave no prices.</exception>
    /// <exception cref="PriceDataException">Yahoo knows the symbol but has no prices in that span.</exception>
    public async Task<YahooHistory> GetHistoryAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default)
    {
        var wanted = Symbol.Parse(symbol);
        var tickers = Tickers(wanted);
        for (var i = 0; ; i++)
        {
            if (i == tickers.Length)
                throw NotFound(wanted.Text, tickers.Length == 0 ? "it has no such kind of symbol" : $"not as {string.Join(" or ", tickers)}");
            try
            {
                // A day more on either side, because days begin at other times elsewhere; the rows are cut to the span by date.
                var start = Seconds((from > Beginning ? from.Value : Beginning).AddDays(-1));
                var now = _settings.Time.GetUtcNow().ToUnixTimeSeconds();
                var end = to is { } last && last < DateOnly.MaxValue.AddDays(-3) ? Seconds(last.AddDays(2)) : now + 86_400;
                var query = string.Create(CultureInfo.InvariantCulture,
                    $"v8/finance/chart/{Uri.EscapeDataString(tickers[i])}?period1={start}&period2={end}&interval=1d&events=div%2Csplits&includeAdjustedClose=true");
                return await _http.GetAsync(query, answer => Read(answer, wanted, tickers[i], from, to), cancel).ConfigureAwait(false);
            }
            catch (PriceSourceException unknown) when (unknown.Failure == SourceFailure.SymbolUnknown && i + 1 < tickers.Length)
            {
                continue;       // a Korean share that the catalogue does not know may be listed on KOSPI (.KS) or on KOSDAQ (.KQ)
            }
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static string[] Tickers(Symbol symbol)
    {
        if (symbol.Source is not (null or "YAHOO"))
            return [];
        if (symbol.Source == "YAHOO")
            return [symbol.Code];
        if (SymbolCatalogue.Find(symbol.Text) is { } known)
        {
            if (known.Yahoo.Length > 0)
                return [known.Yahoo];
            if (known.Kind != SymbolKind.Stock)
                return [];
            if (symbol.IsKoreanStock)
                return [$"{symbol.Code}.{(known.Market == "KOSDAQ" ? "KQ" : "KS")}"];
        }
        return symbol switch
        {
            { Kind: SymbolKind.Economic } => [],
            { IsKoreanStock: true } => [$"{symbol.Code}.KS", $"{symbol.Code}.KQ"],
            { Exchange: { } exchange } => [$"{symbol.Code}.{SymbolCatalogue.SuffixOf(exchange)}"],
            { Kind: SymbolKind.Currency } when symbol.Code.Split('/') is [var of, var into] => [Pair(of, into)],
            _ => [symbol.Code.Replace('.', '-')],       // BRK.B is BRK-B there
        };
    }

    // Dollars have the short name KRW=X; coins are written BTC-USD.
    private static string Pair(string of, string into) =>
        of.Length != 3 || of is "ADA" or "BNB" or "BTC" or "ETH" or "SOL" or "XRP" ? $"{of}-{into}" : of == "USD" ? $"{into}=X" : $"{of}{into}=X";

    private YahooHistory Read(SourceAnswer answer, Symbol symbol, string ticker, DateOnly? from, DateOnly? to)
    {
        if (answer.Status == HttpStatusCode.Unauthorized)
            throw new PriceSourceException(SourceFailure.LoginRequired, Name, "it answers only after a login (HTTP 401)", "Use another source.");
        if (!answer.IsSuccess && !answer.Body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8))
            throw answer.Status == HttpStatusCode.NotFound ? NotFound(ticker, "HTTP 404") : Changed($"HTTP {(int)answer.Status} came");

        return SourceJson.Read(Name, answer, json => Read(json, symbol, ticker, from, to));
    }

    private YahooHistory Read(JsonElement json, Symbol symbol, string ticker, DateOnly? from, DateOnly? to)
    {
        var chart = SourceJson.Get(Name, json, "chart", JsonValueKind.Object);
        if (chart.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            throw Refusal(error, ticker, from, to);
        var results = SourceJson.Get(Name, chart, "result", JsonValueKind.Array);
        var result = results.GetArrayLength() > 0 ? results[0] : throw NotFound(ticker, "the list of results is empty");

        var meta = SourceJson.Get(Name, result, "meta", JsonValueKind.Object);
        var clock = Clock(meta);
        var rows = ReadRows(result, clock, out var hasAdjClose);
        if (rows.Count == 0)
            throw NoPrices(ticker, from, to);
        var series = rows.ToSeries(symbol, Name, from, to, hasAdjClose);
        var dividends = Events(result, "dividends", clock, e => new Dividend(e.Date, Required(e.Json, "amount")));
        var splits = Events(result, "splits", clock, e => new Split(e.Date, Required(e.Json, "numerator"), Required(e.Json, "denominator")));
        return new YahooHistory(
            series, [.. dividends.Where(dividend => Within(dividend.Date)).OrderBy(dividend => dividend.Date)],
            [.. splits.Where(split => Within(split.Date)).OrderBy(split => split.Date)],
            meta.TryGetProperty("currency", out var currency) && currency.ValueKind == JsonValueKind.String ? currency.GetString()! : "",
            clock.Id);

        bool Within(DateOnly date) => date >= (from ?? DateOnly.MinValue) && date <= (to ?? DateOnly.MaxValue);
    }

    // The exchange's clock; where the zone's name is missing or newer than our table, the offset of the moment, which is right but for summer time.
    private DateTimeZone Clock(JsonElement meta)
    {
        if (meta.TryGetProperty("exchangeTimezoneName", out var name) && name.ValueKind == JsonValueKind.String
            && TzdbDateTimeZoneSource.Default.GetIds().Contains(name.GetString()))
            return DateTimeZoneProviders.Tzdb[name.GetString()!];
        if (meta.TryGetProperty("gmtoffset", out var offset) && offset.ValueKind == JsonValueKind.Number && offset.TryGetInt32(out var seconds)
            && Math.Abs(seconds) <= 18 * 3600)
            return DateTimeZone.ForOffset(Offset.FromSeconds(seconds));
        throw Changed("the answer names no time zone");
    }

    private PriceRows ReadRows(JsonElement result, DateTimeZone clock, out bool hasAdjClose)
    {
        var rows = new PriceRows();
        hasAdjClose = false;
        if (!result.TryGetProperty("timestamp", out var times))         // Yahoo leaves it out where a span has no trading
            return rows;
        var indicators = SourceJson.Get(Name, result, "indicators", JsonValueKind.Object);
        var quotes = SourceJson.Get(Name, indicators, "quote", JsonValueKind.Array);
        if (times.ValueKind != JsonValueKind.Array || quotes.GetArrayLength() != 1)
            throw Changed("the answer has no list of times and one quote");
        var count = times.GetArrayLength();
        var quote = quotes[0];
        double[] open = Column(quote, "open", count), high = Column(quote, "high", count), low = Column(quote, "low", count);
        double[] close = Column(quote, "close", count), volume = Column(quote, "volume", count);
        var adjClose = indicators.TryGetProperty("adjclose", out var adjusted) && adjusted.ValueKind == JsonValueKind.Array && adjusted.GetArrayLength() == 1
            ? Column(adjusted[0], "adjclose", count) : null;
        hasAdjClose = adjClose is not null;

        var i = 0;
        foreach (var time in times.EnumerateArray())
        {
            // A row without any price is a holiday that Yahoo lists all the same.
            if (!(double.IsNaN(open[i]) && double.IsNaN(high[i]) && double.IsNaN(low[i]) && double.IsNaN(close[i])))
                rows.Add(new Bar(Day(time, clock), open[i], high[i], low[i], close[i], volume[i]), adjClose?[i] ?? double.NaN);
            i++;
        }
        return rows;
    }

    private double[] Column(JsonElement quote, string name, int count)
    {
        var values = SourceJson.Get(Name, quote, name, JsonValueKind.Array);
        if (values.GetArrayLength() != count)
            throw Changed($"{name} has {values.GetArrayLength()} values for {count} times");
        var column = new double[count];
        var i = 0;
        foreach (var value in values.EnumerateArray())
            column[i++] = value.ValueKind == JsonValueKind.Null ? double.NaN : Shortest(Number(value, name));
        return column;
    }

    // Days begin at midnight or at the opening. Yahoo's midnights slip to 22:00 or 23:00 of the evening before where it mistakes summer time,
    // and no exchange opens that late.
    private DateOnly Day(JsonElement time, DateTimeZone clock)
    {
        if (time.ValueKind != JsonValueKind.Number || !time.TryGetInt64(out var seconds) || seconds is < -62_000_000_000 or > 250_000_000_000)
            throw Changed("a time is not in seconds since 1970", time.GetRawText());
        var local = Instant.FromUnixTimeSeconds(seconds).InZone(clock).LocalDateTime;
        return (local.Hour >= 22 ? local.Date.PlusDays(1) : local.Date).ToDateOnly();
    }

    private IEnumerable<T> Events<T>(JsonElement result, string name, DateTimeZone clock, Func<(DateOnly Date, JsonElement Json), T> read)
    {
        if (!result.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Object || !events.TryGetProperty(name, out var list)
            || list.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var entry in list.EnumerateObject())
            yield return read((Day(SourceJson.Get(Name, entry.Value, "date", JsonValueKind.Number), clock), entry.Value));
    }

    private double Required(JsonElement element, string name) => Number(SourceJson.Get(Name, element, name, JsonValueKind.Number), name);

    private double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Changed($"{name} is no number", value.GetRawText());

    // Yahoo stores prices in single precision and prints them in double: 78.34 as 78.33999633789062.
    // The shortest text of that single-precision number is the price.
    private static double Shortest(double value) =>
        (float)value == value && Math.Abs(value) < 1e7
            ? double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value;

    private Exception Refusal(JsonElement error, string ticker, DateOnly? from, DateOnly? to)
    {
        var code = error.TryGetProperty("code", out var c) ? c.ToString() : "";
        var words = error.TryGetProperty("description", out var d) ? d.ToString() : "";
        if (words.Contains("Data doesn't exist", StringComparison.Ordinal))
            return NoPrices(ticker, from, to);
        return code == "Not Found" ? NotFound(ticker, PriceDataException.Quote(words)) : Changed($"it refused with {PriceDataException.Quote(code)}", words);
    }

    private static PriceDataException NoPrices(string ticker, DateOnly? from, DateOnly? to) => new(
        $"Yahoo has no prices of {ticker} from {PriceSeries.Iso(from ?? Beginning)} to {(to is { } last ? PriceSeries.Iso(last) : "today")}",
            "Ask for another span.");

    private static long Seconds(DateOnly date) => new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();

    private PriceSourceException NotFound(string ticker, string why) =>
        new(SourceFailure.SymbolUnknown, Name, $"it does not know {PriceDataException.Quote(ticker)}: {why.TrimEnd('.')}",
            "Check the spelling, or give Yahoo's own ticker as YAHOO:TICKER.", ticker);

    private PriceSourceException Changed(string problem, string? value = null) => SourceJson.Changed(Name, problem, value);
}
