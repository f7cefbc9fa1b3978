using System.Globalization;

namespace StockLab.Display;

/// <summary>Lengths of time as people say them: <c>0.42 s</c>, <c>12 s</c>, <c>3 min 05 s</c>, <c>2 h 10 min</c>.</summary>
public static class Duration
{
    /// <summary>The length of time in words.</summary>
    public static string Text(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(span < TimeSpan.Zero ? "-" : "")}{Positive(span.Duration())}");

    private static string Positive(TimeSpan span) => span.TotalSeconds switch
    {
        < 9.995 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.00} s"),
        < 59.5 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        < 3599.5 => string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Round(span.TotalSeconds) / 60} min {(int)Math.Round(span.TotalSeconds) % 60:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Round(span.TotalMinutes) / 60} h {(long)Math.Round(span.TotalMinutes) % 60:00} min"),
    };
}
