using System.Globalization;

namespace StockLab.Display;

/// <summary>The horizontal axis of a figure: days, numbers or names, all kept as numbers (days as <see cref="DateOnly.DayNumber"/>, names as their index).</summary>
internal sealed class XAxis
{
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private bool hasWeekend;

    public enum Scale { Unset, Number, Date, Name }

    public Scale Kind { get; private set; }

    public string Title { get; set; } = "";

    public Extent? Range { get; set; }

    public IReadOnlyList<string> Names => names;

    /// <summary>Whether every number so far is a whole one, such as an epoch: then ticks between whole numbers would mean nothing.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether weekends take no room. Candles ask for it; it is granted if no value falls on one.</summary>
    public bool SkipsWeekends
    {
        get => field && !hasWeekend;
        set;
    }

    /// <summary>How far along an extent a value lies: 0 at its start, 1 at its end.</summary>
    public double Part(double value, Extent extent) => (Place(value) - Place(extent.Min)) / (Place(extent.Max) - Place(extent.Min));

    /// <summary>The place of a value where five days make a week. Day number 0 was a Monday, and a day reaches half a day to either side.</summary>
    private double Place(double value)
    {
        if (!SkipsWeekends)
        {
            return value;
        }

        var week = Math.Floor((value + 0.5) / 7);
        return 5 * week + Math.Min(value + 0.5 - 7 * week, 5) - 0.5;
    }

    /// <summary>Makes this an axis of any numbers.</summary>
    public void Measure()
    {
        As(Scale.Number, 0);
        IsWhole = false;
    }

    /// <exception cref="ArgumentException">The type is not one that an axis can hold, or not the one that this figure already has.</exception>
    public double[] Read<X>(IReadOnlyList<X> values)
    {
        var result = new double[values.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Read(values[i]);
        }

        return result;
    }

    public double Read<X>(X value) => value switch
    {
        DateOnly date => As(Scale.Date, date.DayNumber),
        DateTime time => As(Scale.Date, DateOnly.FromDateTime(time).DayNumber + time.TimeOfDay.TotalDays),
        double number => As(Scale.Number, number),
        float number => As(Scale.Number, number),
        int number => As(Scale.Number, number),
        long number => As(Scale.Number, number),
        string name => As(Scale.Name, IndexOf(name)),
        _ => throw new ArgumentException($"A horizontal axis holds DateOnly, DateTime, numbers or strings, not {typeof(X).Name}. Convert the values first."),
    };

    public string Text(double value) => Kind switch
    {
        Scale.Date => DateOnly.FromDayNumber((int)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            + (value % 1 == 0 ? "" : TimeSpan.FromDays(value % 1).ToString(@"\ hh\:mm\:ss", CultureInfo.InvariantCulture)),
        Scale.Name => names[(int)value],
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };

    private double As(Scale kind, double value)
    {
        if (Kind != Scale.Unset && Kind != kind)
        {
            throw new ArgumentException($"This figure's horizontal axis already holds {Kind.ToString().ToLowerInvariant()}s; a series of {kind.ToString().ToLowerInvariant()}s needs a figure of its own.");
        }

        Kind = kind;
        hasWeekend |= kind == Scale.Date && Math.Floor(value) % 7 >= 5;
        IsWhole &= double.IsInteger(value) || !double.IsFinite(value);
        return value;
    }

    private int IndexOf(string name)
    {
        if (!index.TryGetValue(name, out var at))
        {
            index[name] = at = names.Count;
            names.Add(name);
        }

        return at;
    }
}
