using System.Net;
using System.Text;

namespace StockLab.Market;

/// <summary>A whole HTTP answer of a live source.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The decompressed body.</param>
internal readonly record struct SourceAnswer(HttpStatusCode Status, byte[] Body)
{
    internal bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>The body as text: UTF-16 by its byte-order mark, else UTF-8; bytes that are neither show as replacement characters.</summary>
    internal string Text => Body switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(Body, 2, Body.Length - 2),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(Body, 2, Body.Length - 2),
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(Body, 3, Body.Length - 3),
        _ => Encoding.UTF8.GetString(Body),
    };

    /// <summary>True for a page made for people: a notice, a consent form, an error page.</summary>
    internal bool IsPage => Text.AsSpan().TrimStart() is var text
        && (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase));
}
