using System.Net;
using System.Text;

namespace StockLab.Notebooks;

/// <summary>Turns a terminal's colour codes into HTML.</summary>
internal static class AnsiColours
{
    /// <summary>The text as HTML; colours become spans of class <c>a31</c> and the like, other control sequences vanish.</summary>
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        var isOpen = false;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\u001b' && i + 1 < text.Length && text[i + 1] == '[')
            {
                var end = i + 2;
                while (end < text.Length && text[end] is < '@' or > '~')
                    end++;
                if (end < text.Length && text[end] == 'm')
                {
                    if (isOpen)
                        html.Append("</span>");
                    var codes = text[(i + 2)..end].Split(';').Where(code => code is "1" || code.Length == 2 && code[0] is '3' or '9').ToList();
                    isOpen = codes.Count > 0;
                    if (isOpen)
                        html.Append($"<span class=\"{string.Join(' ', codes.Select(code => "a" + code))}\">");
                }
                i = end + 1;
                continue;
            }
            var next = text.IndexOf('\u001b', i + 1);
            next = next < 0 ? text.Length : next;
            html.Append(WebUtility.HtmlEncode(text[i..next]));
            i = next;
        }
        return html.Append(isOpen ? "</span>" : "").ToString();
    }
}
