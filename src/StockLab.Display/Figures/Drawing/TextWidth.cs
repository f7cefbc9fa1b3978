using System.Text;

namespace StockLab.Display;

/// <summary>How wide text is, without a font at hand: in pixels for a figure (an upper estimate over the common sans-serif fonts), in columns for a terminal.</summary>
internal static class TextWidth
{
    public static double Pixels(string text, double fontSize)
    {
        var em = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            em += IsWide(rune) ? 1.0 : rune.Value switch
            {
                'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 0.34,
                'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or '/' => 0.42,
                'm' or 'w' or 'M' or 'W' or '%' or '@' or '—' => 0.95,
                >= 'A' and <= 'Z' => 0.70,
                _ => 0.61,
            };
        }

        return em * fontSize;
    }

    /// <summary>Columns in a terminal: East Asian wide and full-width characters take two, combining marks none.</summary>
    public static int Columns(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            columns += IsWide(rune) ? 2 : Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.Format ? 0 : 1;
        }

        return columns;
    }

    /// <summary>Cuts text to a number of columns, ending in an ellipsis when something was cut.</summary>
    public static string Clip(string text, int columns)
    {
        if (Columns(text) <= columns)
        {
            return text;
        }

        var kept = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var width = Columns(rune.ToString());
            if (used + width > columns - 1)
            {
                break;
            }

            kept.Append(rune);
            used += width;
        }

        return kept.Append('…').ToString();
    }

    /// <summary>Breaks text at spaces into lines of at most <paramref name="pixels"/>; a word longer than that stays whole.</summary>
    public static List<string> Wrap(string text, double fontSize, double pixels)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Pixels(lines[^1] + " " + word, fontSize) <= pixels)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    /// <summary>Cuts text to a number of pixels, ending in an ellipsis when something was cut.</summary>
    public static string Clip(string text, double fontSize, double pixels)
    {
        if (Pixels(text, fontSize) <= pixels)
        {
            return text;
        }

        var kept = text;
        while (kept.Length > 1 && Pixels(kept + "…", fontSize) > pixels)
        {
            kept = kept[..^(char.IsLowSurrogate(kept[^1]) ? 2 : 1)];
        }

        return kept + "…";
    }

    /// <summary>Unicode Standard Annex 11: the ranges of classes W and F.</summary>
    private static bool IsWide(Rune rune) => rune.Value is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0x33FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xA000 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD);
}
