using System.Globalization;

namespace StockLab.Display;

/// <summary>Ticks where a calendar breaks: days, Mondays, months, quarters, half years or years, the finest that has room. Data units are <see cref="DateOnly.DayNumber"/>.</summary>
internal static class DateTicks
{
    private static readonly (int Days, int Months)[] Steps =
    [
        (1, 0), (2, 0), (7, 0), (14, 0), (0, 1), (0, 2), (0, 3), (0, 6), (0, 12), (0, 24), (0, 60), (0, 120), (0, 240), (0, 600), (0, 1200), (0, 2400), (0, 6000), (0, 12000),
    ];

    /// <summary>About <paramref name="most"/> ticks at most inside the extent (at least one day).</summary>
    public static Tick[] Inside(Extent extent, int most)
    {
        foreach (var (days, months) in Steps)
        {
            // A year is a shorter word than a month and a day, so more of them fit.
            var fit = months >= 12 ? most * 4 / 3 : most;
            var spacing = days + months * 30.44;
            if (extent.Length / spacing > fit)
            {
                continue;
            }

            var dates = (days > 0 ? Days(extent, days) : Months(extent, months)).ToArray();
            if (dates.Length <= fit && dates.Length > 0)
            {
                return Label(dates, days, months);
            }
        }

        return Label([DateOnly.FromDayNumber((int)Math.Ceiling(extent.Min))], 1, 0);
    }

    private static IEnumerable<DateOnly> Days(Extent extent, int step)
    {
        // Day number 0 (1 January of year 1) was a Monday, so multiples of seven are Mondays.
        for (var day = (int)Math.Ceiling(extent.Min / step) * step; day <= extent.Max; day += step)
        {
            yield return DateOnly.FromDayNumber(day);
        }
    }

    private static IEnumerable<DateOnly> Months(Extent extent, int step)
    {
        var from = DateOnly.FromDayNumber((int)Math.Ceiling(extent.Min));
        var month = (from.Year - 1) * 12 + from.Month - 1;
        for (var m = month / step * step; m < 9999 * 12; m += step)
        {
            var date = new DateOnly(m / 12 + 1, m % 12 + 1, 1);
            if (step >= 24)
            {
                // Rounder than January of year 1 plus multiples: years that the step divides.
                var year = (m / 12 / (step / 12)) * (step / 12);
                if (year < 1)
                {
                    continue;
                }

                date = new DateOnly(year, 1, 1);
            }

            if (date.DayNumber > extent.Max)
            {
                yield break;
            }

            if (date.DayNumber >= extent.Min)
            {
                yield return date;
            }
        }
    }

    private static Tick[] Label(DateOnly[] dates, int days, int months)
    {
        var ticks = new Tick[dates.Length];
        for (var i = 0; i < dates.Length; i++)
        {
            var date = dates[i];
            var newYear = i == 0 || dates[i - 1].Year != date.Year;
            ticks[i] = months >= 12
                ? new(date.DayNumber, date.Year.ToString(CultureInfo.InvariantCulture))
                : new(date.DayNumber, date.ToString(days > 0 ? "MMM d" : "MMM", CultureInfo.InvariantCulture), newYear ? date.Year.ToString(CultureInfo.InvariantCulture) : "");
        }

        return ticks;
    }
}
