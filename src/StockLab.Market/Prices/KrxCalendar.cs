using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace StockLab.Market;

/// <summary>
/// The trading days of the Korea Exchange from 2000 to 2026: weekdays without the public holidays, Labour Day, and the last weekday of the year.
/// </summary>
/// <remarks>
/// Holidays with a fixed date and substitute holidays follow the law of their year (Regulations on the Holidays of Public Agencies, as amended in 2005, 2006, 2012, 2013, 2021,
/// 2023 and 2026); holidays of the lunar calendar, elections, and days that the government or the exchange declared are listed. Checked against the dates of the KOSPI index:
/// from 2000-01-01 to 2026-08-21 the two are the same, day by day. Later days of 2026 follow from the rules and can still change by decree.
/// </remarks>
public static class KrxCalendar
{
    /// <summary>The first year the calendar knows.</summary>
    public const int FirstYear = 2000;

    /// <summary>The last year the calendar knows.</summary>
    public const int LastYear = 2026;

    // One line a year: Seollal (lunar new year's day), Buddha's birthday, Chuseok (harvest moon), from FirstYear on.
    private static readonly (string Seollal, string Buddha, string Chuseok)[] LunarDays =
    [
        ("02-05", "05-11", "09-12"), ("01-24", "05-01", "10-01"), ("02-12", "05-19", "09-21"), ("02-01", "05-08", "09-11"), ("01-22", "05-26", "09-28"),   // 2000-2004
        ("02-09", "05-15", "09-18"), ("01-29", "05-05", "10-06"), ("02-18", "05-24", "09-25"), ("02-07", "05-12", "09-14"), ("01-26", "05-02", "10-03"),   // 2005-2009
        ("02-14", "05-21", "09-22"), ("02-03", "05-10", "09-12"), ("01-23", "05-28", "09-30"), ("02-10", "05-17", "09-19"), ("01-31", "05-06", "09-08"),   // 2010-2014
        ("02-19", "05-25", "09-27"), ("02-08", "05-14", "09-15"), ("01-28", "05-03", "10-04"), ("02-16", "05-22", "09-24"), ("02-05", "05-12", "09-13"),   // 2015-2019
        ("01-25", "04-30", "10-01"), ("02-12", "05-19", "09-21"), ("02-01", "05-08", "09-10"), ("01-22", "05-27", "09-29"), ("02-10", "05-15", "09-17"),   // 2020-2024
        ("01-29", "05-05", "10-06"), ("02-17", "05-24", "09-25"),                                                                                          // 2025-2026
    ];

    // Elections, days declared by the government, and closures by the exchange.
    private static readonly FrozenSet<DateOnly> Declared = new[]
    {
        "2000-01-03", "2000-04-13", "2000-12-27", "2000-12-28", "2002-06-13", "2002-07-01", "2002-12-19", "2004-04-15", "2006-05-31", "2007-12-19", "2008-04-09",
        "2010-06-02", "2012-04-11", "2012-12-19", "2014-06-04", "2015-08-14", "2016-04-13", "2016-05-06", "2017-05-09", "2017-10-02", "2018-06-13", "2020-04-15",
        "2020-08-17", "2022-03-09", "2022-06-01", "2023-10-02", "2024-04-10", "2024-10-01", "2025-01-27", "2025-06-03", "2026-06-03",
    }.Select(Day).ToFrozenSet();

    private static readonly ConcurrentDictionary<int, FrozenSet<DateOnly>> Known = new();

    /// <summary>True if the exchange traded (or will trade) on that day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is before <see cref="FirstYear"/> or after <see cref="LastYear"/>.</exception>
    public static bool IsTradingDay(DateOnly day) => !IsWeekend(day) && !Holidays(day.Year).Contains(day);

    /// <summary>True for the years the calendar knows.</summary>
    public static bool Covers(DateOnly day) => day.Year is >= FirstYear and <= LastYear;

    /// <summary>The trading days from <paramref name="from"/> to <paramref name="to"/>, both included, in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A day is before <see cref="FirstYear"/> or after <see cref="LastYear"/>.</exception>
    public static IEnumerable<DateOnly> TradingDays(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (IsTradingDay(day))
                yield return day;
        }
    }

    /// <summary>The days of a year on which the exchange is closed for a holiday; some fall on weekends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is before <see cref="FirstYear"/> or after <see cref="LastYear"/>.</exception>
    public static IReadOnlySet<DateOnly> Holidays(int year)
    {
        if (year is < FirstYear or > LastYear)
            throw new ArgumentOutOfRangeException(nameof(year), year, $"The calendar of the Korea Exchange is known from {FirstYear} to {LastYear}.");
        return Known.GetOrAdd(year, HolidaysOf);
    }

    private static FrozenSet<DateOnly> HolidaysOf(int year)
    {
        DateOnly On(int month, int day) => new(year, month, day);
        var lunar = LunarDays[year - FirstYear];
        var (seollal, buddha, chuseok) = (Day($"{year}-{lunar.Seollal}"), Day($"{year}-{lunar.Buddha}"), Day($"{year}-{lunar.Chuseok}"));
        DateOnly[] newYear = [seollal.AddDays(-1), seollal, seollal.AddDays(1)];
        DateOnly[] harvest = [chuseok.AddDays(-1), chuseok, chuseok.AddDays(1)];
        var children = On(5, 5);

        HashSet<DateOnly> holidays = [On(1, 1), On(3, 1), On(5, 1), children, On(6, 6), On(8, 15), On(10, 3), On(12, 25), buddha, .. newYear, .. harvest];
        if (year <= 2005)
            holidays.Add(On(4, 5));             // Arbor Day
        if (year is <= 2007 or >= 2026)
            holidays.Add(On(7, 17));            // Constitution Day
        if (year >= 2013)
            holidays.Add(On(10, 9));            // Hangul Day
        holidays.UnionWith(Declared.Where(day => day.Year == year));

        // Substitute holidays. Three-day holidays: when one of the days is a Sunday or another holiday; the others: when they are a Saturday or a Sunday.
        if (year >= 2014)
        {
            if (newYear.Any(day => day.DayOfWeek == DayOfWeek.Sunday))
                AddSubstitute(newYear[2]);
            if (harvest.Any(day => day.DayOfWeek == DayOfWeek.Sunday || day == On(10, 3)))
                AddSubstitute(harvest[2]);
            if (IsWeekend(children) || children == buddha)
                AddSubstitute(children);
        }
        DateOnly[] national = [.. year >= 2022 ? [On(3, 1)] : Array.Empty<DateOnly>(), .. year >= 2021 ? [On(8, 15), On(10, 3), On(10, 9)] : Array.Empty<DateOnly>(),
            .. year >= 2023 ? [buddha, On(12, 25)] : Array.Empty<DateOnly>(), .. year >= 2026 ? [On(7, 17)] : Array.Empty<DateOnly>()];
        foreach (var day in national.Where(IsWeekend))
            AddSubstitute(day);

        var last = On(12, 31);
        while (IsWeekend(last))
            last = last.AddDays(-1);
        holidays.Add(last);
        return holidays.ToFrozenSet();

        void AddSubstitute(DateOnly missed)
        {
            var day = missed.AddDays(1);
            while (IsWeekend(day) || holidays.Contains(day))
                day = day.AddDays(1);
            holidays.Add(day);
        }
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
