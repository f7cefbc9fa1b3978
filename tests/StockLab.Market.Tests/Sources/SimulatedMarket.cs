using System.Globalization;
using System.Text;

namespace StockLab.Market.Tests;

/// <summary>
/// Three services with one year of invented prices that go on as the clock does: the running day's row changes until the close, a share is split, a dividend is paid.
/// What they answer depends on the request and the moment only.
/// </summary>
internal sealed class SimulatedMarket(TimeProvider time)
{
    internal static readonly DateTimeOffset Split = new(2024, 12, 13, 0, 0, 0, TimeSpan.Zero);             // 09:00 in Seoul: 000660, five for one
    internal static readonly DateTimeOffset Dividend = new(2024, 12, 12, 14, 30, 0, TimeSpan.Zero);        // 09:30 in New York: TSLA
    private static readonly DateOnly First = new(2023, 12, 14);

    internal static readonly string[] Symbols = [.. SymbolCatalogue.Group("KS50").Take(30), "0001A0", "KS11", "TSLA", "BRK.B", "IXIC", "USD/KRW", "NG", "US1MT", "FRED:DGS10"];

    internal LoopbackReply Answer(LoopbackRequest request)
    {
        if (request.Path == "/sise.nhn")
            return Naver(request["symbol"], int.Parse(request["count"], CultureInfo.InvariantCulture));
        if (request.Path == "/graph/fredgraph.csv")
            return Fred(request["id"], request["cosd"], request["coed"]);
        return Yahoo(Uri.UnescapeDataString(request.Path["/v8/finance/chart/".Length..]), long.Parse(request["period1"], CultureInfo.InvariantCulture), long.Parse(request["period2"], CultureInfo.InvariantCulture));
    }

    private LoopbackReply Naver(string code, int count)
    {
        var factor = code == "000660" && time.GetUtcNow() >= Split ? 0.2 : 1;
        var text = new StringBuilder($"<?xml version=\"1.0\" encoding=\"EUC-KR\" ?>\n<protocol>\n<chartdata symbol=\"{code}\" name=\"\" count=\"{count}\" timeframe=\"day\" precision=\"0\" origintime=\"20231214\">\n");
        foreach (var (day, bar) in Days(code, utcOffset: 9, opens: 9, closes: 18, KrxCalendar.IsTradingDay).TakeLast(count))
            text.Append(CultureInfo.InvariantCulture, $"<item data=\"{day:yyyyMMdd}|{bar.Open * factor:0.####}|{bar.High * factor:0.####}|{bar.Low * factor:0.####}|{bar.Close * factor:0.####}|{bar.Volume / factor:0}\" />\n");
        return new LoopbackReply(text.Append("</chartdata>\n</protocol>\n").ToString());
    }

    private LoopbackReply Yahoo(string ticker, long from, long to)
    {
        if (ticker == "0001A0.KS")
            return new LoopbackReply("""{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}""", 404);
        var (zone, offset, opens) = ticker switch { "KRW=X" => ("Europe/London", 0, 0.0), ['0', ..] or "^KS11" => ("Asia/Seoul", 9, 9), "NG=F" => ("America/New_York", -5, 0), _ => ("America/New_York", -5, 9.5) };
        var paid = ticker == "TSLA" && time.GetUtcNow() >= Dividend;
        var rows = Days(ticker, offset, opens, closes: opens == 0 ? 24 : 20, day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(row => (Time: new DateTimeOffset(row.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(opens - offset - (offset == -5 && IsSummer(row.Day) ? 1 : 0)).ToUnixTimeSeconds(), row.Day, row.Bar))
            .Where(row => row.Time >= from && row.Time <= to).ToList();
        string Join(Func<Bar, double> value) => string.Join(',', rows.Select(row => value(row.Bar).ToString("R", CultureInfo.InvariantCulture)));
        var adjusted = string.Join(',', rows.Select(row => (row.Bar.Close * (paid && row.Day < new DateOnly(2024, 12, 12) ? 0.99 : 1)).ToString("R", CultureInfo.InvariantCulture)));
        return new LoopbackReply($$$"""
            {"chart":{"result":[{"meta":{"currency":"USD","exchangeTimezoneName":"{{{zone}}}","gmtoffset":{{{offset * 3600}}}},"timestamp":[{{{string.Join(',', rows.Select(row => row.Time))}}}],
            "indicators":{"quote":[{"open":[{{{Join(bar => bar.Open)}}}],"high":[{{{Join(bar => bar.High)}}}],"low":[{{{Join(bar => bar.Low)}}}],"close":[{{{Join(bar => bar.Close)}}}],"volume":[{{{Join(bar => bar.Volume)}}}]}],
            "adjclose":[{"adjclose":[{{{adjusted}}}]}]}}],"error":null}}
            """);
    }

    private LoopbackReply Fred(string series, string from, string to)
    {
        var text = new StringBuilder($"observation_date,{series}\n");
        foreach (var (day, bar) in Days(series, -5, opens: 24, closes: 24, day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
        {
            var iso = PriceSeries.Iso(day);
            if (string.CompareOrdinal(iso, from) >= 0 && (to == "" || string.CompareOrdinal(iso, to) <= 0))
                text.Append(CultureInfo.InvariantCulture, $"{iso},{(day.Day == 25 ? "." : (bar.Close / 50).ToString("0.00", CultureInfo.InvariantCulture))}\n");
        }
        return new LoopbackReply(text.ToString());
    }

    // All days that have opened by now; the last one, while it is open, with prices and a volume on the way to their final ones.
    private IEnumerable<(DateOnly Day, Bar Bar)> Days(string name, int utcOffset, double opens, double closes, Func<DateOnly, bool> isTrading)
    {
        var local = time.GetUtcNow().AddHours(utcOffset).DateTime;
        var seed = name.Aggregate(17, (hash, c) => (hash * 31) + c);
        for (var day = First; day.ToDateTime(TimeOnly.MinValue).AddHours(opens) <= local; day = day.AddDays(1))
        {
            if (!isTrading(day))
                continue;
            var close = 100 + (Hash(seed, day.DayNumber) % 8000 / 64.0);
            var progress = (local - day.ToDateTime(TimeOnly.MinValue)).TotalHours / closes;
            if (progress < 1)
                close += Math.Round(progress * 64) / 64;
            yield return (day, new Bar(day, close - 0.5, close + 1, close - 1, close, progress < 1 ? Math.Floor(1000 * progress) : 1000 + (Hash(seed, -day.DayNumber) % 500)));
        }
    }

    private static bool IsSummer(DateOnly day) => day >= new DateOnly(2024, 3, 10) && day < new DateOnly(2024, 11, 3);

    private static uint Hash(int seed, int day)
    {
        var x = (uint)seed * 2654435761u ^ (uint)day * 40503u * 65537u;
        x ^= x >> 16;
        x *= 0x85EBCA6B;
        x ^= x >> 13;
        x *= 0xC2B2AE35;
        return x ^ (x >> 16);
    }
}
