using System.Globalization;
using System.Text;

namespace StockLab.Experiments;

/// <summary>Any string as a cell can hold it.</summary>
/// <remarks>
/// ECMA-376 part 1, 22.9.2.19 (<c>ST_Xstring</c>): a character that XML cannot hold is written as <c>_xHHHH_</c>, and what looks so already has its underscore written as <c>_x005F_</c>.
/// </remarks>
internal static class CellText
{
    /// <summary>The most UTF-16 characters that a cell holds; a longer text ends in an ellipsis.</summary>
    public const int Most = 32_767;

    /// <summary>The text for a cell's XML: not too long, half surrogates replaced, control characters and carriage returns escaped.</summary>
    public static string Encode(string text)
    {
        if (text.Length > Most)
            text = text[..(char.IsHighSurrogate(text[Most - 2]) ? Most - 2 : Most - 1)] + "…";
        var encoded = new StringBuilder(text.Length);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (< 0x20 and not '\t' and not '\n') or 0xFFFE or 0xFFFF)
                encoded.Append(CultureInfo.InvariantCulture, $"_x{rune.Value:X4}_");
            else if (rune.Value == '_' && LooksEscaped(text.AsSpan(at)))
                encoded.Append("_x005F_");
            else
                encoded.Append(rune);
            at += rune.Utf16SequenceLength;
        }
        return encoded.ToString();
    }

    /// <summary>The text of a cell's XML.</summary>
    public static string Decode(string text)
    {
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var escaped = text[i] == '_' && LooksEscaped(text.AsSpan(i));
            decoded.Append(escaped ? (char)int.Parse(text.AsSpan(i + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : text[i]);
            i += escaped ? 6 : 0;
        }
        return decoded.ToString();
    }

    /// <summary>Whether a text would be taken for a formula where somebody types it.</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\'';

    private static bool LooksEscaped(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_' && text[2..6].IndexOfAnyExcept("0123456789ABCDEFabcdef") < 0;
}
