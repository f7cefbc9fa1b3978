using System.Globalization;

namespace StockLab.Display;

/// <summary>One column as text, with the side it leans to.</summary>
internal sealed record TableColumn(string Header, string[] Cells, Align Align)
{
    public const string Missing = "–";

    public static TableColumn Of(string header, object?[] cells, string? format, Align align)
    {
        var numeric = cells.Any(IsNumber) && cells.All(cell => cell is null or "" || IsNumber(cell));
        var decimals = Decimals(cells);
        return new(header, [.. cells.Select(cell => Text(cell, format, decimals))], align != Align.Auto ? align : numeric || cells.Any(cell => cell is TimeSpan) ? Align.Right : Align.Left);
    }

    private static bool IsNumber(object? cell) => cell is double or float or decimal or int or long or short or byte or uint or ulong;

    /// <summary>Decimals shared by a column: about five significant digits of its largest number, none where all are whole.</summary>
    private static int Decimals(object?[] cells)
    {
        var fractions = cells.Where(cell => cell is double or float or decimal).Select(cell => Convert.ToDouble(cell, CultureInfo.InvariantCulture)).Where(double.IsFinite).ToArray();
        if (fractions.All(double.IsInteger))
        {
            return 0;
        }

        var largest = fractions.Max(Math.Abs);
        return Math.Clamp(4 - (int)Math.Floor(Math.Log10(largest)), 2, 8);
    }

    private static string Text(object? cell, string? format, int decimals) => cell switch
    {
        null or double.NaN or float.NaN => Missing,
        string text => text,
        bool truth => truth ? "✓" : "✗",
        DateOnly date => date.ToString(format ?? "yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString(format ?? "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString(format ?? "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture),
        TimeSpan span when format is null => Duration.Text(span),
        double or float or decimal when format is null => Number(Convert.ToDouble(cell, CultureInfo.InvariantCulture), decimals),
        int or long or short or byte or uint or ulong when format is null => Number(Convert.ToDouble(cell, CultureInfo.InvariantCulture), 0),
        IFormattable value => value.ToString(format, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    /// <summary>Thousands are separated from 10,000 on, so that a year stays a year.</summary>
    private static string Number(double value, int decimals) => value.ToString(Math.Abs(value) >= 10_000 ? $"N{decimals}" : $"F{decimals}", CultureInfo.InvariantCulture);
}
