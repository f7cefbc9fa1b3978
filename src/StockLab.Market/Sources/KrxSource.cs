using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace StockLab.Market;

/// <summary>
/// Korean stocks, indices and their members from the exchange itself (data.krx.co.kr), since February 2026 only with a login:
/// <c>POST /comm/bldAttendant/getJsonData.cmd</c> with <c>bld</c> naming the table, at most two years a request; the answer is JSON with rows newest first,
/// <c>{"output":[{"TRD_DD":"2024/12/13","TDD_CLSPRC":"56,100",…}]}</c>. Without a session the answer is HTTP 400 and the word <c>LOGOUT</c>.
/// Stock prices are asked for adjusted for splits.
/// </summary>
public sealed class KrxSource : ILiveSource, IDisposable
{
    private const string LoginPage = "contents/MDC/COMS/client/MDCCOMS001.cmd";
    private const string LoginFrame = "contents/MDC/COMS/client/view/login.jsp?site=mdc";
    private const string LoginForm = "contents/MDC/COMS/client/MDCCOMS001D1.cmd";
    private static readonly DateOnly Beginning = new(1990, 1, 3);
    private static readonly TimeSpan SessionLife = TimeSpan.FromMinutes(50);        // the exchange ends a session after an hour

    private readonly SourceSettings _settings;
    private readonly SourceHttp _http;
    private readonly KrxLogin? _login;
    private readonly SemaphoreSlim _entering = new(1);
    private readonly ConcurrentDictionary<string, string> _fullCodes = new();
    private DateTimeOffset? _entered;

    /// <summary>Prepares the source; nothing is sent yet.</summary>
    /// <param name="settings">How to ask.</param>
    /// <param name="login">The account; that of the environment (see <see cref="KrxLogin"/>) when null.</param>
    public KrxSource(SourceSettings? settings = null, KrxLogin? login = null)
    {
        _settings = settings ?? new();
        _login = login ?? KrxLogin.FromEnvironment();
        _http = new SourceHttp(Name, "https://data.krx.co.kr/", _settings, followsRedirects: false);
    }

    /// <inheritdoc/>
    public string Name => "KRX";

    /// <inheritdoc/>
    public bool Has(Symbol symbol) => symbol.Source is null or "KRX" && (symbol.IsKoreanStock || IndexCode(symbol.Code) is not null);

    /// <inheritdoc/>
    /// <exception cref="PriceSourceException">The exchange gave no prices.</exception>
    public async Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default)
    {
        var wanted = Symbol.Parse(symbol);
        if (!Has(wanted))
            throw NotFound(wanted.Text, "it has Korean stocks and indices only");
        var index = IndexCode(wanted.Code);
        var table = index is not null
            ? new Dictionary<string, string> { ["bld"] = "dbms/MDC/STAT/standard/MDCSTAT00301", ["indIdx"] = index[..1], ["indIdx2"] = index[1..] }
            : new Dictionary<string, string>
            {
                ["bld"] = "dbms/MDC/STAT/standard/MDCSTAT01701",
                ["isuCd"] = await FullCodeAsync(wanted.Code, cancel).ConfigureAwait(false),
                ["adjStkPrc_check"] = "Y",
                ["adjStkPrc"] = "2",
            };
        (string Open, string High, string Low, string Close) names = index is not null
            ? ("OPNPRC_IDX", "HGPRC_IDX", "LWPRC_IDX", "CLSPRC_IDX")
            : ("TDD_OPNPRC", "TDD_HGPRC", "TDD_LWPRC", "TDD_CLSPRC");

        var rows = new PriceRows();
        var last = to < Today ? to.Value : Today;
        for (var start = from > Beginning ? from.Value : Beginning; start <= last; start = start.AddYears(2))
        {
            var end = start.AddYears(2).AddDays(-1) < last ? start.AddYears(2).AddDays(-1) : last;
            var form = new Dictionary<string, string>(table) { ["strtDd"] = Compact(start), ["endDd"] = Compact(end) };
            var part = await AskAsync(form, json => ReadRows(json, names), cancel).ConfigureAwait(false);
            foreach (var bar in part)
                rows.Add(bar);
        }
        return rows.ToSeries(wanted, Name, from, to);
    }

    /// <summary>The stocks of an index, as the exchange lists them on a trading day.</summary>
    /// <param name="index">The index, for example <c>KS50</c> or <c>KS200</c>.</param>
    /// <param name="date">The day; if nothing was traded on it, the last trading day before. Today when null.</param>
    /// <param name="cancel">Stops the request.</param>
    /// <exception cref="PriceSourceException">The exchange gave no list.</exception>
    public async Task<IndexMembers> GetMembersAsync(string index, DateOnly? date = null, CancellationToken cancel = default)
    {
        var wanted = Symbol.Parse(index);
        var code = IndexCode(wanted.Code) ?? throw NotFound(wanted.Text, "it is no index of the exchange");
        var day = date ?? Today;
        for (var back = 0; back < 12; back++)       // the longest holidays so far lasted ten days
        {
            var form = new Dictionary<string, string>
            {
                ["bld"] = "dbms/MDC/STAT/standard/MDCSTAT00601",
                ["indIdx"] = code[..1],
                ["indIdx2"] = code[1..],
                ["trdDd"] = Compact(day.AddDays(-back)),
            };
            var members = await AskAsync(form, ReadMembers, cancel).ConfigureAwait(false);
            if (members.Length > 0)
                return new IndexMembers(wanted.Code, day.AddDays(-back), Name, members);
        }
        throw NotFound(wanted.Text, $"it lists no members in the days up to {PriceSeries.Iso(day)}");
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _entering.Dispose();
    }

    private DateOnly Today => DateOnly.FromDateTime(_settings.Time.GetUtcNow().AddHours(9).Date);

    private static string? IndexCode(string symbol) => SymbolCatalogue.Find(symbol)?.Krx is { Length: > 0 } code ? code : null;

    private static string Compact(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    // The exchange's tables want a share's international number (ISIN), for example KR7005930003.
    private async Task<string> FullCodeAsync(string code, CancellationToken cancel)
    {
        if (_fullCodes.TryGetValue(code, out var known))
            return known;
        var form = new Dictionary<string, string>
        {
            ["bld"] = "dbms/comm/finder/finder_stkisu", ["mktsel"] = "ALL", ["searchText"] = code, ["typeNo"] = "0",
        };
        var found = await AskAsync(form, json => FullCode(json, code), cancel).ConfigureAwait(false);
        return _fullCodes[code] = found ?? throw NotFound(code, "it is not among the listed stocks");
    }

    private string? FullCode(JsonElement json, string code) =>
        List(json, "block1").Where(row => Text(row, "short_code") == code).Select(row => Text(row, "full_code")).FirstOrDefault();

    private async Task<T> AskAsync<T>(Dictionary<string, string> form, Func<JsonElement, T> read, CancellationToken cancel)
    {
        form["locale"] = "ko_KR";
        form["share"] = form["money"] = "1";
        form["csvxls_isNo"] = "false";
        for (var again = false; ; again = true)
        {
            await EnterAsync(cancel).ConfigureAwait(false);
            try
            {
                return await PostAsync("comm/bldAttendant/getJsonData.cmd", form, read, cancel).ConfigureAwait(false);
            }
            catch (PriceSourceException out_) when (out_.Failure == SourceFailure.LoginRequired && !again)
            {
                _entered = null;        // the session ended early: another login with the same account ends it
            }
        }
    }

    private async Task EnterAsync(CancellationToken cancel)
    {
        var login = _login ?? throw new PriceSourceException(
            SourceFailure.LoginRequired, Name, "it answers only after a login, since February 2026",
            $"Set {KrxLogin.IdVariable} and {KrxLogin.PasswordVariable} to a free account of data.krx.co.kr, or use another source.");
        if (_http.Address.Scheme != Uri.UriSchemeHttps && !_http.Address.IsLoopback)
            throw new PriceSourceException(SourceFailure.LoginRequired, Name, $"a login is not sent to {_http.Address} in the clear", "Use an https address.");

        await _entering.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_settings.Time.GetUtcNow() - _entered < SessionLife)
                return;
            await _http.GetAsync(LoginPage, answer => answer.IsSuccess, cancel).ConfigureAwait(false);      // these two set the session's cookie
            await _http.GetAsync(LoginFrame, answer => answer.IsSuccess, cancel).ConfigureAwait(false);
            var form = new Dictionary<string, string>
            {
                ["mbrNm"] = "", ["telNo"] = "", ["di"] = "", ["certType"] = "", ["mbrId"] = login.Id, ["pw"] = login.Password,
            };
            var code = await PostAsync(LoginForm, form, json => Text(json, "_error_code"), cancel).ConfigureAwait(false);
            if (code == "CD011")        // the account is in use elsewhere: take over
            {
                form["skipDup"] = "Y";
                code = await PostAsync(LoginForm, form, json => Text(json, "_error_code"), cancel).ConfigureAwait(false);
            }
            if (code != "CD001")
            {
                throw new PriceSourceException(
                    SourceFailure.LoginRequired, Name, $"it refused the login ({PriceDataException.Quote(code)})",
                    code == "CD010"
                        ? "Its password has to be changed at data.krx.co.kr first."
                        : $"Check {KrxLogin.IdVariable} and {KrxLogin.PasswordVariable}.",
                    code);
            }
            _entered = _settings.Time.GetUtcNow();
        }
        finally
        {
            _entering.Release();
        }
    }

    private Task<T> PostAsync<T>(string path, Dictionary<string, string> form, Func<JsonElement, T> read, CancellationToken cancel) => _http.SendAsync(
        () => new HttpRequestMessage(HttpMethod.Post, new Uri(_http.Address, path))
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { Referrer = new Uri(_http.Address, "contents/MDC/MDI/outerLoader/index.cmd") },
        },
        answer =>
        {
            if (answer.Body.AsSpan().Trim(" \r\n\t"u8).SequenceEqual("LOGOUT"u8) || answer.Status == HttpStatusCode.Unauthorized)
                throw new PriceSourceException(SourceFailure.LoginRequired, Name, "it ended the session", "Try again.");
            if (!answer.IsSuccess)
                throw SourceJson.Changed(Name, $"HTTP {(int)answer.Status} came");
            return SourceJson.Read(Name, answer, read);
        },
        cancel);

    private List<Bar> ReadRows(JsonElement json, (string Open, string High, string Low, string Close) names)
    {
        var bars = new List<Bar>();
        foreach (var row in List(json, "output"))
        {
            var day = Text(row, "TRD_DD");
            if (!DateOnly.TryParseExact(day, "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw SourceJson.Changed(Name, "TRD_DD is not yyyy/MM/dd", day);
            double open = Number(row, names.Open), high = Number(row, names.High), low = Number(row, names.Low), close = Number(row, names.Close);
            bars.Add(new Bar(date, open, high, low, close, Number(row, "ACC_TRDVOL")));
        }
        return bars;
    }

    private ImmutableArray<IndexMember> ReadMembers(JsonElement json) =>
        [.. List(json, "output").Select(row => new IndexMember(Text(row, "ISU_SRT_CD"), Text(row, "ISU_ABBRV")))];

    private IEnumerable<JsonElement> List(JsonElement json, string name) => SourceJson.Get(Name, json, name, JsonValueKind.Array).EnumerateArray();

    private string Text(JsonElement row, string name) => SourceJson.Get(Name, row, name, JsonValueKind.String).GetString()!;

    private double Number(JsonElement row, string name)
    {
        var text = Text(row, name);
        if (text is "" or "-")
            return double.NaN;
        return double.TryParse(text, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : throw SourceJson.Changed(Name, $"{name} is no number", text);
    }

    private PriceSourceException NotFound(string symbol, string why) =>
        new(SourceFailure.SymbolUnknown, Name, $"it does not know {PriceDataException.Quote(symbol)}: {why}",
            "Check the code; a Korean stock has six characters, for example 005930.", symbol);
}
