namespace StockLab.Market;

/// <summary>
/// How far a share on the Korea Exchange may move from the close of the day before: ±15 % until 2015-06-12, ±30 % from 2015-06-15 on
/// (KOSPI and KOSDAQ; KOSDAQ had ±12 % before 2005-03-28).
/// </summary>
public static class KrxPriceLimit
{
    /// <summary>The first day of the wider limit.</summary>
    public static readonly DateOnly WiderSince = new(2015, 6, 15);

    /// <summary>The limit on a day, as a fraction: 0.15 or 0.30.</summary>
    public static double On(DateOnly day) => PercentOn(day) / 100.0;

    /// <summary>The lowest and the highest whole-won price allowed on a day after a close of <paramref name="before"/> won.</summary>
    public static (long Lowest, long Highest) Range(long before, DateOnly day)
    {
        var percent = PercentOn(day);
        return (((before * (100 - percent)) + 99) / 100, before * (100 + percent) / 100);
    }

    private static int PercentOn(DateOnly day) => day < WiderSince ? 15 : 30;
}
