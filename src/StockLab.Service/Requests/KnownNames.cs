using System.Text;

namespace StockLab.Service;

/// <summary>Tickers as text, one string for each that was seen, so that a request need not make another. A client that invents names cannot fill it.</summary>
internal static class KnownNames
{
    private const int Most = 4096;
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Names = new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text of some UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[utf8.Length];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        lock (Gate)
        {
            if (Names.TryGetValue(text, out var known))
                return known;
            var name = text.ToString();
            if (Names.Dictionary.Count < Most)
                Names.TryAdd(text, name);
            return name;
        }
    }
}
