using System.Globalization;

namespace StockLab.Display;

/// <summary>Ticks at round numbers (P. Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990), with 2.5 allowed as a step.</summary>
internal static class NumberTicks
{
    /// <summary>Ticks whose first and last enclose the extent: for the axis of values.</summary>
    public static Tick[] Covering(Extent extent, int intervals) => Label(Multiples(extent, Step(extent.Length, intervals), covering: true));

    /// <summary>Ticks inside the extent: for a horizontal axis, or where the reader chose the range. Steps of whole numbers if <paramref name="whole"/>.</summary>
    public static Tick[] Inside(Extent extent, int intervals, bool whole = false)
    {
        // With two intervals or more, a step is never longer than the extent, so there is always a tick.
        var step = Step(extent.Length, Math.Max(2, intervals));
        return Label(Multiples(extent, whole ? Math.Max(1, Math.Ceiling(step)) : step, covering: false));
    }

    /// <summary>Powers of ten, with 2 and 5 between them where there is room; the first and last enclose the extent.</summary>
    public static Tick[] Log(Extent extent, int intervals)
    {
        var low = (int)Math.Floor(Math.Log10(extent.Min));
        var high = (int)Math.Ceiling(Math.Log10(extent.Max));
        var decades = Math.Max(1, high - low);
        int[] digits = decades * 3 <= intervals + 4 ? [1, 2, 5] : [1];
        var stride = Math.Max(1, (int)Math.Ceiling(decades / (double)intervals));
        var values = new List<double>();
        for (var exponent = low; exponent <= high + stride; exponent += stride)
        {
            values.AddRange(digits.Select(digit => digit * Math.Pow(10, exponent)));
        }

        var first = values.FindLastIndex(value => value <= extent.Min);
        var last = values.FindIndex(value => value >= extent.Max);
        return values[Math.Max(0, first)..(last + 1)].Select(value => new Tick(value, Text(value, Math.Max(0, -(int)Math.Floor(Math.Log10(value))), 1, ""))).ToArray();
    }

    /// <summary>The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that cuts <paramref name="length"/> into at most <paramref name="intervals"/> pieces.</summary>
    public static double Step(double length, int intervals)
    {
        var rough = length / Math.Max(1, intervals);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        foreach (var digit in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
        {
            if (digit * power >= rough * (1 - 1e-9))
            {
                return digit * power;
            }
        }

        return 10 * power;
    }

    private static double[] Multiples(Extent extent, double step, bool covering)
    {
        const double Slack = 1e-9;
        var first = covering ? Math.Floor(extent.Min / step + Slack) : Math.Ceiling(extent.Min / step - Slack);
        var last = covering ? Math.Ceiling(extent.Max / step - Slack) : Math.Floor(extent.Max / step + Slack);
        var ticks = new double[Math.Max(0, (int)(last - first)) + 1];
        for (var i = 0; i < ticks.Length; i++)
        {
            ticks[i] = (first + i) * step;
        }

        return ticks;
    }

    /// <summary>One unit and one number of decimals for the whole axis, just enough to tell its ticks apart.</summary>
    private static Tick[] Label(double[] values)
    {
        var largest = values.Max(Math.Abs);
        var step = values.Length > 1 ? values[1] - values[0] : largest == 0 ? 1 : largest;
        var (unit, suffix) = largest switch
        {
            >= 1e15 => (0, ""),
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            >= 1e5 when step >= 1e3 => (1e3, "k"),
            >= 1e-5 or 0 => (1.0, ""),
            _ => (0, ""),
        };
        if (unit == 0 || step / unit < 1e-7)
        {
            return [.. values.Select(value => new Tick(value, value == 0 ? "0" : value.ToString("0.######e0", CultureInfo.InvariantCulture).Replace('-', '−')))];
        }

        var decimals = 0;
        for (var scaled = step / unit; decimals < 8 && Math.Abs(scaled - Math.Round(scaled)) > 1e-6 * scaled; scaled *= 10)
        {
            decimals++;
        }

        return [.. values.Select(value => new Tick(value, Text(value, decimals, unit, suffix)))];
    }

    private static string Text(double value, int decimals, double unit, string suffix)
    {
        if (value == 0 && suffix.Length > 0)
        {
            return "0";
        }

        if (value != 0 && (Math.Abs(value) >= 1e15 || Math.Abs(value) < 1e-6))
        {
            return value.ToString("0.##e0", CultureInfo.InvariantCulture).Replace('-', '−');
        }

        var text = (value / unit).ToString(Math.Abs(value / unit) >= 10_000 ? $"N{decimals}" : $"F{decimals}", CultureInfo.InvariantCulture);
        return (text.Trim('-', '0', '.').Length == 0 ? text.TrimStart('-') : text).Replace('-', '−') + suffix;
    }
}
