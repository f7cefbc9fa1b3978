using System.Text;
using System.Text.RegularExpressions;

namespace StockLab.Market;

/// <summary>
/// The name of a price history, in FinanceDataReader's grammar: <c>005930</c>, <c>0001A0</c>, <c>KS11</c>, <c>TSLA</c>, <c>BRK.B</c>, <c>US500</c>,
/// <c>USD/KRW</c>, <c>NG</c>, <c>FRED:DGS1MO</c>, <c>NAVER:005930</c>, <c>TSE:7203</c>. Case and spaces do not matter.
/// Names of the catalogue are understood too: <c>삼성전자</c> is <c>005930</c>.
/// </summary>
/// <remarks>Grammar after https://github.com/FinanceData/FinanceDataReader; KRX's codes with letters after its reform of 2024-01-01.</remarks>
public sealed partial record Symbol
{
    private static readonly string[] Sources = ["NAVER", "YAHOO", "KRX", "FRED"];
    private static readonly string[] AmericanExchanges = ["NASDAQ", "NYSE", "AMEX"];

    private Symbol(string text, string code, SymbolKind kind, string? source = null, string? exchange = null)
    {
        Text = text;
        Code = code;
        Kind = kind;
        Source = source;
        Exchange = exchange;
    }

    /// <summary>The symbol in its one canonical spelling, with the prefix if it needs one: <c>USD/KRW</c>, <c>KS11</c>, <c>FRED:DGS1MO</c>.</summary>
    public string Text { get; }

    /// <summary>The symbol without its prefix: <c>DGS1MO</c>.</summary>
    public string Code { get; }

    /// <summary>What it names.</summary>
    public SymbolKind Kind { get; }

    /// <summary>The only source that may answer (<c>NAVER</c>, <c>YAHOO</c>, <c>KRX</c>, <c>FRED</c>); null where the kind of symbol decides.</summary>
    public string? Source { get; }

    /// <summary>The exchange's prefix outside Korea and America, for example <c>TSE</c>; null otherwise.</summary>
    public string? Exchange { get; }

    /// <summary>True for the shares of the Korea Exchange: six characters, the first four of them digits.</summary>
    public bool IsKoreanStock => Kind == SymbolKind.Stock && KoreanCode().IsMatch(Code) && Exchange is null;

    /// <summary>
    /// The name of the symbol's file without its extension, safe on every platform: <c>USDKRW</c>, <c>FRED-DGS1MO</c>, and <c>CON_</c>
    /// for a ticker that Windows keeps for a device.
    /// </summary>
    public string FileName
    {
        get
        {
            var name = new StringBuilder();
            foreach (var c in Text)
            {
                if (c != '/')
                    name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '^' or '=' ? c : '-');
            }
            return DeviceName().IsMatch(name.ToString()) ? $"{name}_" : name.ToString();
        }
    }

    /// <summary>Reads a symbol.</summary>
    /// <exception cref="PriceSourceException">It is none; the message names what was found and near symbols of the catalogue.</exception>
    public static Symbol Parse(string text) => TryParse(text, out var symbol, out var problem) ? symbol : throw Unknown(text, problem);

    /// <summary>Reads a symbol; false if it is none.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Symbol? symbol) => TryParse(text, out symbol, out _);

    /// <summary>The canonical spelling.</summary>
    public override string ToString() => Text;

    private static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Symbol? symbol, out string problem)
    {
        var name = SymbolCatalogue.Fold(text);
        problem = "it is not of FinanceDataReader's grammar";
        symbol = null;
        if (name.Length is 0 or > 40)
            problem = name.Length == 0 ? "it is empty" : $"it has {name.Length} characters";
        else if (SymbolCatalogue.Find(name) is { } entry)
            symbol = new(entry.Symbol, entry.Symbol, entry.Kind);
        else if (name.Contains(','))
            problem = "it names several symbols; give one at a time";
        else if (name.Split(':') is [var prefix, var code])
            symbol = WithPrefix(prefix, code, ref problem);
        else
            symbol = WithoutPrefix(name);
        return symbol is not null;
    }

    private static Symbol? WithoutPrefix(string name)
    {
        if (KoreanCode().IsMatch(name))
            return new(name, name, SymbolKind.Stock);
        if (CurrencyPair().Match(name) is { Success: true } pair && (IsCurrency(pair.Groups[1].Value) && IsCurrency(pair.Groups[2].Value)))
        {
            var text = $"{pair.Groups[1].Value}/{pair.Groups[2].Value}";
            return new(text, text, SymbolKind.Currency);
        }
        if (YahooOnly().IsMatch(name))
            return new(name, name, name[^1] switch { 'F' => SymbolKind.Commodity, 'X' => SymbolKind.Currency, _ => SymbolKind.Index });
        if (YahooSuffix().Match(name) is { Success: true } listed)
        {
            return listed.Groups[2].Value switch
            {
                "KS" or "KQ" => KoreanCode().IsMatch(listed.Groups[1].Value) ? new(listed.Groups[1].Value, listed.Groups[1].Value, SymbolKind.Stock) : null,
                var suffix => Abroad(SymbolCatalogue.ExchangeOf(suffix), listed.Groups[1].Value),
            };
        }
        return AmericanTicker().IsMatch(name) ? American(name) : null;
    }

    private static Symbol? WithPrefix(string prefix, string code, ref string problem)
    {
        if (AmericanExchanges.Contains(prefix))
            return AmericanTicker().IsMatch(code) ? American(code) : null;
        if (SymbolCatalogue.SuffixOf(prefix) is not null)
            return ListedCode().IsMatch(code) ? Abroad(prefix, code) : null;
        if (!Sources.Contains(prefix))
        {
            string[] prefixes = [.. Sources, .. AmericanExchanges, .. SymbolCatalogue.ExchangesAbroad];
            problem = $"the prefix {PriceDataException.Quote(prefix)} is none of {string.Join(", ", prefixes)}";
            return null;
        }
        if (prefix == "FRED")
            return FredSeries().IsMatch(code) ? new($"FRED:{code}", code, SymbolKind.Economic, prefix) : null;

        var known = SymbolCatalogue.Find(code);
        if (prefix == "YAHOO")
        {
            var kind = known?.Yahoo == code ? known.Kind : SymbolKind.Stock;
            return YahooTicker().IsMatch(code) ? new($"YAHOO:{code}", code, kind, prefix) : null;
        }
        if (KoreanCode().IsMatch(code))
            return new($"{prefix}:{code}", code, SymbolKind.Stock, prefix);
        if (known is { Krx: not "" })
            return new($"{prefix}:{known.Symbol}", known.Symbol, known.Kind, prefix);
        problem = $"{prefix} has Korean stocks and indices only";
        return null;
    }

    private static Symbol American(string ticker)
    {
        var name = ticker.Replace('-', '.');
        return new(name, name, SymbolKind.Stock);
    }

    private static Symbol Abroad(string exchange, string code) => new($"{exchange}:{code}", code, SymbolKind.Stock, exchange: exchange);

    private static bool IsCurrency(string code) => Array.IndexOf(Currencies, code) >= 0;

    private static PriceSourceException Unknown(string text, string problem)
    {
        var near = SymbolCatalogue.Search(text).Take(3).Select(entry => $"{entry.Symbol} ({entry.Korean}, {entry.English})").ToList();
        var remedy = near.Count > 0
            ? $"Did you mean {string.Join(" or ", near)}?"
            : "Examples: 005930, KS11, TSLA, BRK.B, US500, USD/KRW, NG, FRED:DGS1MO, TSE:7203.";
        return new PriceSourceException(SourceFailure.SymbolUnknown, "Symbols", $"{PriceDataException.Quote(text)} is no symbol: {problem}", remedy, text);
    }

    // ISO 4217 codes of traded currencies, and the coins that FinanceDataReader knows.
    private static readonly string[] Currencies =
    [
        "AED", "ARS", "AUD", "BRL", "CAD", "CHF", "CLP", "CNH", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY",
        "KRW", "KWD", "KZT", "MXN", "MYR", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
        "ADA", "BNB", "BTC", "BUSD", "DOGE", "ETH", "SOL", "USDC", "USDT", "XRP",
    ];

    // Letters stand only in the fifth place (no I, O, U) and, for preferred shares, K to N in the sixth.
    [GeneratedRegex("^[0-9]{4}[0-9A-HJ-NP-TV-Z][0-9KLMN]$", RegexOptions.CultureInvariant)]
    private static partial Regex KoreanCode();

    [GeneratedRegex("^([A-Z]{3,4})(?:/|(?=[A-Z]{3}$))([A-Z]{3,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyPair();

    [GeneratedRegex("^(?:\\^[A-Z0-9]{1,12}|[A-Z0-9]{1,12}=[FX])$", RegexOptions.CultureInvariant)]
    private static partial Regex YahooOnly();

    [GeneratedRegex("^([0-9A-Z]{1,10})\\.(KS|KQ|T|HK|SS|SZ|VN)$", RegexOptions.CultureInvariant)]
    private static partial Regex YahooSuffix();

    [GeneratedRegex("^[A-Z]{1,5}(?:[.-][A-Z]{1,2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex AmericanTicker();

    [GeneratedRegex("^[0-9A-Z]{1,10}$", RegexOptions.CultureInvariant)]
    private static partial Regex ListedCode();

    [GeneratedRegex("^[0-9A-Z_]{1,30}$", RegexOptions.CultureInvariant)]
    private static partial Regex FredSeries();

    [GeneratedRegex("^[0-9A-Z^][0-9A-Z.^=-]{0,19}$", RegexOptions.CultureInvariant)]
    private static partial Regex YahooTicker();

    [GeneratedRegex("^(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\\.|$)", RegexOptions.CultureInvariant)]
    private static partial Regex DeviceName();
}
