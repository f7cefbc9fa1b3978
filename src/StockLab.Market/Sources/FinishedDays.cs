using NodaTime;

namespace StockLab.Market;

/// <summary>Which days are over at a symbol's exchange. The row of a running day is a snapshot: its volume and often its close still change.</summary>
internal static class FinishedDays
{
    /// <summary>The last day whose row is final at a moment.</summary>
    internal static DateOnly Last(Symbol symbol, DateTimeOffset now)
    {
        var (zone, hours) = End(symbol);
        var local = Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
        return local.PlusMinutes(-(int)(hours * 60)).Date.ToDateOnly();
    }

    /// <summary>False if the calendar knows that the exchange did not trade after a day.</summary>
    internal static bool MayHaveTraded(Symbol symbol, DateOnly after, DateOnly until)
    {
        if (after >= until)
            return false;
        if (symbol.Kind == SymbolKind.Economic)
            return true;
        if (IsKorean(symbol) && KrxCalendar.Covers(after) && KrxCalendar.Covers(until))
            return KrxCalendar.TradingDays(after.AddDays(1), until).Any();
        var days = Enumerable.Range(1, until.DayNumber - after.DayNumber).Select(after.AddDays);
        return days.Any(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
    }

    // The time zone, and the hours after midnight at which the last trading that a day's row counts is over.
    // In Seoul the sessions after the close end at 18:00, in New York at 20:00.
    private static (string Zone, double Hours) End(Symbol symbol)
    {
        if (IsKorean(symbol))
            return ("Asia/Seoul", 18.5);
        return (symbol.Exchange ?? SymbolCatalogue.Find(symbol.Text)?.Market, symbol.Kind) switch
        {
            ("TSE" or "JP", _) => ("Asia/Tokyo", 18.5),
            ("HKEX" or "HK", _) => ("Asia/Hong_Kong", 18.5),
            ("SSE" or "SZSE" or "CN", _) => ("Asia/Shanghai", 18.5),
            ("HOSE" or "VN", _) => ("Asia/Ho_Chi_Minh", 18.5),
            ("UK" or "FR" or "DE", _) => ("Europe/Berlin", 20),
            (_, SymbolKind.Currency) => ("Europe/London", 24),      // trading never stops; Yahoo's day is London's
            (_, SymbolKind.Commodity) => ("America/New_York", 24),
            (_, SymbolKind.Rate or SymbolKind.Economic) => ("America/New_York", 0),     // a published value is final
            _ => ("America/New_York", 20.5),
        };
    }

    private static bool IsKorean(Symbol symbol) => symbol.IsKoreanStock || SymbolCatalogue.Find(symbol.Code) is { Krx.Length: > 0 };
}
