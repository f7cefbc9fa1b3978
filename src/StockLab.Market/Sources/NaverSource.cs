using System.Globalization;
using System.Text;
using System.Xml;

namespace StockLab.Market;

/// <summary>
/// Korean stocks and indices from Naver's chart service:
/// <c>GET /sise.nhn?symbol=005930&amp;timeframe=day&amp;count=250&amp;requestType=0</c> answers with XML, in which
/// <c>&lt;item data="20241213|56100|56600|55700|56100|15123456" /&gt;</c> is a day: date, Open, High, Low, Close, Volume.
/// Prices are adjusted for splits, not for dividends.
/// The newest rows come last and only a count can be asked for, no date. A code that Naver does not know has no items.
/// </summary>
public sealed class NaverSource : ILiveSource, IDisposable
{
    // More than the trading days since the exchange's electronic beginnings in 1990; Naver sends what there is.
    private const int Everything = 10_000;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true, IgnoreComments = true,
    };

    private readonly SourceSettings _settings;
    private readonly SourceHttp _http;

    /// <summary>Prepares the source; nothing is sent yet.</summary>
    public NaverSource(SourceSettings? settings = null)
    {
        _settings = settings ?? new();
        _http = new SourceHttp(Name, "https://fchart.stock.naver.com/", _settings);
    }

    /// <inheritdoc/>
    public string Name => "Naver";

    /// <inheritdoc/>
    public bool Has(Symbol symbol) => Code(symbol) is not null;

    /// <inheritdoc/>
    /// <exception cref="PriceSourceException">Naver gave no prices.</exception>
    public async Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default)
    {
        var wanted = Symbol.Parse(symbol);
        var code = Code(wanted) ?? throw NotFound(wanted.Text, "Naver has Korean stocks and indices only");
        var today = DateOnly.FromDateTime(_settings.Time.GetUtcNow().AddHours(9).Date);         // Seoul has no summer time
        var count = from is { } first ? Math.Clamp(today.DayNumber - first.DayNumber + 10, 10, Everything) : Everything;
        var query = $"sise.nhn?symbol={code}&timeframe=day&count={count}&requestType=0";
        var rows = await _http.GetAsync(query, answer => Read(answer, code), cancel).ConfigureAwait(false);
        return rows.ToSeries(wanted, Name, from, to);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static string? Code(Symbol symbol) => symbol switch
    {
        { Source: not (null or "NAVER") } => null,
        { IsKoreanStock: true } => symbol.Code,
        _ => SymbolCatalogue.Find(symbol.Code)?.Naver is { Length: > 0 } index ? index : null,
    };

    private PriceRows Read(SourceAnswer answer, string code)
    {
        if (!answer.IsSuccess)
            throw answer.Status == System.Net.HttpStatusCode.NotFound ? NotFound(code, "HTTP 404") : Changed($"HTTP {(int)answer.Status} came", null);
        if (answer.IsPage)
            throw Changed("a web page came instead of XML", null);
        var rows = new PriceRows();
        try
        {
            // The declaration says EUC-KR, but only the company's name is not ASCII, and we do not need it: any superset of ASCII will do.
            var text = answer.Body is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0xEF, 0xBB, 0xBF, ..] ? answer.Text : Encoding.Latin1.GetString(answer.Body);
            using var xml = XmlReader.Create(new StringReader(text.TrimStart()), Xml);
            if (xml.MoveToContent() != XmlNodeType.Element || xml.Name != "protocol")
                throw Changed("the answer does not begin with <protocol>", xml.Name);
            var chart = false;
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                    continue;
                if (xml.Name == "chartdata")
                {
                    chart = true;
                    if (xml.GetAttribute("symbol") is { Length: > 0 } named && named != code)
                        throw Changed($"asked for {code}, prices of another symbol came", named);
                }
                else if (xml.Name == "item")
                {
                    rows.Add(ReadItem(xml.GetAttribute("data") ?? ""));
                }
            }
            if (!chart)
                throw Changed("the answer has no <chartdata>", null);
        }
        catch (XmlException broken)
        {
            throw Changed($"the answer is not whole XML (line {broken.LineNumber}, position {broken.LinePosition})", null, EndsEarly(answer.Body), broken);
        }
        return rows.Count > 0 ? rows : throw NotFound(code, "no prices came");
    }

    private Bar ReadItem(string item)
    {
        var cells = item.Split('|');
        if (cells.Length != 6 || !DateOnly.TryParseExact(cells[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw Changed("an item is not date|Open|High|Low|Close|Volume", item);
        return new Bar(date, Number(cells[1]), Number(cells[2]), Number(cells[3]), Number(cells[4]), Number(cells[5]));

        double Number(string cell)
        {
            if (cell is "" or "null")
                return double.NaN;
            return double.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? value
                : throw Changed($"an item holds {PriceDataException.Quote(cell)}, which is no number", item);
        }
    }

    private static bool EndsEarly(byte[] body) => !body.AsSpan().TrimEnd(" \r\n\t"u8).EndsWith("</protocol>"u8);

    private PriceSourceException NotFound(string symbol, string why) =>
        new(SourceFailure.SymbolUnknown, Name, $"it does not know {PriceDataException.Quote(symbol)}: {why}",
            "Check the code; a Korean stock has six characters, for example 005930.", symbol);

    private PriceSourceException Changed(string problem, string? value, bool passing = false, Exception? inner = null) =>
        new(SourceFailure.FormatChanged, Name, value is null ? problem : $"{problem}: {PriceDataException.Quote(value)}",
            passing ? "The answer was cut off; try again." : "The service may have changed; use another source and report it.", value, inner: inner)
        {
            IsPassing = passing,
        };
}
