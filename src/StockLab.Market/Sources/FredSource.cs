using System.Globalization;
using System.Net;
using System.Text;

namespace StockLab.Market;

/// <summary>
/// Economic series from FRED, the Federal Reserve Bank of St. Louis: <c>GET /graph/fredgraph.csv?id=DGS1MO&amp;cosd=2020-01-01</c> answers with CSV,
/// <c>observation_date,DGS1MO</c> and a row a date, in which <c>.</c> or nothing is a missing value. The value becomes Close; the other columns are missing.
/// </summary>
public sealed class FredSource : ILiveSource, IDisposable
{
    private readonly SourceHttp _http;

    /// <summary>Prepares the source; nothing is sent yet.</summary>
    public FredSource(SourceSettings? settings = null) => _http = new SourceHttp(Name, "https://fred.stlouisfed.org/", settings ?? new());

    /// <inheritdoc/>
    public string Name => "FRED";

    /// <inheritdoc/>
    public bool Has(Symbol symbol) => Series(symbol) is not null;

    /// <inheritdoc/>
    /// <exception cref="PriceSourceException">FRED gave no values.</exception>
    public async Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default)
    {
        var wanted = Symbol.Parse(symbol);
        var series = Series(wanted) ?? throw NotFound(wanted.Text, "it is no series of FRED");
        var start = from is { } first ? $"&cosd={PriceSeries.Iso(first)}" : "";
        var end = to is { } last ? $"&coed={PriceSeries.Iso(last)}" : "";
        var rows = await _http.GetAsync($"graph/fredgraph.csv?id={series}{start}{end}", answer => Read(answer, series), cancel).ConfigureAwait(false);
        return rows.ToSeries(wanted, Name, from, to);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static string? Series(Symbol symbol) => symbol switch
    {
        { Source: "FRED" } => symbol.Code,
        { Source: not null } => null,
        _ => SymbolCatalogue.Find(symbol.Text)?.Fred is { Length: > 0 } series ? series : null,
    };

    private PriceRows Read(SourceAnswer answer, string series)
    {
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            throw NotFound(series, $"HTTP {(int)answer.Status}");
        if (!answer.IsSuccess)
            throw Changed($"HTTP {(int)answer.Status} came");
        if (answer.IsPage)
            throw Changed("a web page came instead of CSV");
        if (!System.Text.Unicode.Utf8.IsValid(answer.Body) && answer.Body is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
            throw Changed("the answer is not UTF-8");

        var lines = answer.Text.Split('\n');
        if (lines[^1].Length > 0)       // every line ends in a line feed, the last one too
            throw Changed("the answer ends within a line", lines[^1], passing: true);
        var header = lines[0].TrimEnd('\r');
        if (header != $"observation_date,{series}" && header != $"DATE,{series}")       // DATE until 2024
            throw Changed($"the header is not observation_date,{series}", header);

        var rows = new PriceRows();
        foreach (var text in lines.AsSpan(1, lines.Length - 2))
        {
            var line = text.TrimEnd('\r');
            var comma = line.IndexOf(',');
            if (comma < 0 || !DateOnly.TryParseExact(line.AsSpan(0, comma), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw Changed("a line is not date,value", line);
            rows.Add(new Bar(date, double.NaN, double.NaN, double.NaN, Value(line[(comma + 1)..], line), double.NaN));
        }
        return rows;
    }

    private double Value(string cell, string line)
    {
        if (cell is "." or "")
            return double.NaN;
        return double.TryParse(cell, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : throw Changed($"{PriceDataException.Quote(cell)} is no number", line);
    }

    private PriceSourceException NotFound(string series, string why) =>
        new(SourceFailure.SymbolUnknown, Name, $"it does not know {PriceDataException.Quote(series)}: {why}",
            "Look the series up at fred.stlouisfed.org and write it as FRED:SERIES.", series);

    private PriceSourceException Changed(string problem, string? value = null, bool passing = false) =>
        new(SourceFailure.FormatChanged, Name, value is null ? problem : $"{problem}: {PriceDataException.Quote(value)}",
            passing ? "The answer was cut off; try again." : "The service may have changed; use another source and report it.", value) { IsPassing = passing };
}
