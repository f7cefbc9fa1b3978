using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StockLab.Display;

/// <summary>
/// Writes SVG elements. Every colour is a plain attribute for a light page, and has a class whose rule takes over on a dark one; so a host that strips
/// style sheets still shows the light figure on its own paper.
/// </summary>
internal sealed class SvgWriter
{
    public const string Font = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans KR','Malgun Gothic','Apple SD Gothic Neo',sans-serif";
    private readonly StringBuilder body = new();
    private readonly SortedDictionary<string, string> darkRules = new(StringComparer.Ordinal);

    public void Path(string data, Ink? stroke = null, Ink? fill = null, double width = 1, double opacity = 1, Dash dash = Dash.Solid, bool round = false)
    {
        if (data.Length == 0)
        {
            return;
        }

        body.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\"");
        Colors(stroke, fill, fill is null);
        if (stroke is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $" stroke-width=\"{width:0.##}\"");
            body.Append(dash switch { Dash.Dashed => " stroke-dasharray=\"6 4\"", Dash.Dotted => " stroke-dasharray=\"1.5 3.5\"", _ => "" });
            body.Append(round ? " stroke-linejoin=\"round\" stroke-linecap=\"round\"" : "");
        }

        body.Append(opacity < 1 ? string.Create(CultureInfo.InvariantCulture, $" opacity=\"{opacity:0.##}\"") : "").Append("/>\n");
    }

    /// <summary>A filled shape whose colour means a number and so does not follow the page.</summary>
    public void FixedPath(string data, string fill) => body.Append(CultureInfo.InvariantCulture, $"<path d=\"{data}\" fill=\"{fill}\" shape-rendering=\"crispEdges\"/>\n");

    /// <summary>A line whose colour means a number and so does not follow the page.</summary>
    public void FixedLine(string data, string stroke, double width, double opacity) => body.Append(CultureInfo.InvariantCulture,
        $"<path d=\"{data}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width:0.##}\" stroke-linejoin=\"round\" opacity=\"{opacity:0.##}\"/>\n");

    public void Circle(double x, double y, double radius, Ink fill, double opacity = 1)
    {
        body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.##}\"");
        Colors(null, fill, false);
        body.Append(opacity < 1 ? string.Create(CultureInfo.InvariantCulture, $" opacity=\"{opacity:0.##}\"") : "").Append("/>\n");
    }

    public void Rect(double x, double y, double width, double height, Ink fill, double opacity = 1, double radius = 0)
    {
        body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(0, width):0.#}\" height=\"{Math.Max(0, height):0.#}\"");
        body.Append(radius > 0 ? string.Create(CultureInfo.InvariantCulture, $" rx=\"{radius:0.#}\"") : "");
        Colors(null, fill, false);
        body.Append(opacity < 1 ? string.Create(CultureInfo.InvariantCulture, $" opacity=\"{opacity:0.##}\"") : "").Append("/>\n");
    }

    /// <summary>A line of text. A halo is a paper-coloured outline, for words that stand on data; upward words read from below; a fixed fill does not follow the page.</summary>
    public void Text(double x, double y, string text, double size, Ink ink, string anchor = "start", bool bold = false, bool halo = false, string? fixedFill = null, bool upward = false)
    {
        if (text.Length == 0)
        {
            return;
        }

        body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\"");
        body.Append(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"").Append(bold ? " font-weight=\"600\"" : "");
        if (fixedFill is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $" fill=\"{fixedFill}\"");
        }
        else
        {
            Colors(halo ? Palette.Paper : null, ink, false);
        }

        body.Append(upward ? string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {x:0.#} {y:0.#})\"") : "");
        body.Append(halo ? " stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"" : "");
        body.Append('>').Append(Escape(text)).Append("</text>\n");
    }

    public void Open(string tag) => body.Append(tag).Append('\n');

    public void Close(string tag) => body.Append(tag).Append('\n');

    /// <summary>A group that shows only what lies in a rectangle; ends with <c>Close("&lt;/g&gt;")</c>.</summary>
    public void Clip(int panel, double x, double y, double width, double height) => body.Append(CultureInfo.InvariantCulture,
        $"<clipPath id=\"c{panel}-\u0001\"><rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\"/></clipPath>\n<g clip-path=\"url(#c{panel}-\u0001)\">\n");

    /// <summary>The whole document. Its ids hold a hash of its content, so that two figures on one page never share one and the same figure never changes.</summary>
    public string Finish(int width, int height, string title, string description)
    {
        Colors(null, Palette.Paper, false, emit: false);
        var style = string.Concat(darkRules.Values);
        var document = string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" class="sl-{'\u0001'}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" style="max-width:100%;height:auto" role="img" aria-labelledby="t-{'\u0001'} d-{'\u0001'}" font-family="{Font}">
            <title id="t-{'\u0001'}">{Escape(title)}</title>
            <desc id="d-{'\u0001'}">{Escape(description)}</desc>
            <style>@media (prefers-color-scheme:dark){'{'}{style}{'}'}</style>
            <rect class="f-p" width="{width}" height="{height}" rx="6" fill="{Palette.Paper.Light}"/>
            {body}</svg>
            """).ReplaceLineEndings("\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)))[..8];
        return document.Replace("\u0001", hash);
    }

    /// <summary>Escapes text for XML and drops what XML 1.0 cannot hold.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\t' or '\n' or '\r' => safe.Append(' '),
                < 0x20 or 0xFFFE or 0xFFFF => safe,
                _ => safe.Append(rune),
            };
        }

        return safe.ToString();
    }

    private void Colors(Ink? stroke, Ink? fill, bool noFill, bool emit = true)
    {
        var classes = new List<string>();
        if (stroke is { } s)
        {
            classes.Add("s-" + s.Key);
            darkRules["s-" + s.Key] = $".sl-\u0001 .s-{s.Key}{{stroke:{s.Dark}}}";
        }

        if (fill is { } f)
        {
            classes.Add("f-" + f.Key);
            darkRules["f-" + f.Key] = $".sl-\u0001 .f-{f.Key}{{fill:{f.Dark}}}";
        }

        if (!emit)
        {
            return;
        }

        body.Append(classes.Count > 0 ? $" class=\"{string.Join(' ', classes)}\"" : "");
        body.Append(stroke is { } sl ? $" stroke=\"{sl.Light}\"" : "");
        body.Append(fill is { } fl ? $" fill=\"{fl.Light}\"" : noFill ? " fill=\"none\"" : "");
    }
}
