using System.Net;
using System.Text;
using StockLab.Display;

namespace StockLab.Experiments;

/// <summary>
/// A report as one HTML file: no script, nothing to load, light or dark as the reader's screen, wide things scroll by themselves on a narrow one, and it prints. Every text is escaped here and nowhere else.
/// </summary>
internal sealed class ReportPage(string title)
{
    private readonly StringBuilder body = new();
    private readonly List<(string Id, string Heading)> sections = [];

    /// <summary>Begins a section.</summary>
    public ReportPage Section(string id, string heading)
    {
        body.Append(sections.Count > 0 ? "</section>\n" : "").Append($"<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{Escape(heading)}</h2>\n");
        sections.Add((id, heading));
        return this;
    }

    /// <summary>A paragraph.</summary>
    public ReportPage Text(string text)
    {
        body.Append($"<p>{Escape(text)}</p>\n");
        return this;
    }

    /// <summary>A paragraph that nobody may overlook.</summary>
    public ReportPage Warning(string text)
    {
        body.Append($"<p class=\"warning\" role=\"note\"><strong>{Escape(text)}</strong></p>\n");
        return this;
    }

    /// <summary>A few large numbers, each with what it is.</summary>
    public ReportPage Numbers(IEnumerable<(string Number, string What)> numbers)
    {
        body.Append("<dl class=\"numbers\">").AppendJoin("", numbers.Select(each => $"<div><dt>{Escape(each.What)}</dt><dd>{Escape(each.Number)}</dd></div>")).Append("</dl>\n");
        return this;
    }

    /// <summary>Names with what belongs to them.</summary>
    public ReportPage List(IEnumerable<(string Name, string Text)> items)
    {
        body.Append("<dl class=\"list\">").AppendJoin("", items.Select(each => $"<dt>{Escape(each.Name)}</dt><dd>{Escape(each.Text)}</dd>")).Append("</dl>\n");
        return this;
    }

    /// <summary>A figure and what it shows.</summary>
    public ReportPage Figure(Figure figure, string caption)
    {
        body.Append($"<figure class=\"wide\"><div class=\"scroll\" role=\"group\" aria-label=\"{Escape(figure.Title)}\" tabindex=\"0\">{figure.ToSvg()}</div><figcaption>{Escape(caption)}</figcaption></figure>\n");
        return this;
    }

    /// <summary>Small figures side by side, and what they show.</summary>
    public ReportPage Figures(IEnumerable<Figure> figures, string caption)
    {
        body.Append("<figure><div class=\"small\">").AppendJoin("", figures.Select(figure => figure.ToSvg())).Append($"</div><figcaption>{Escape(caption)}</figcaption></figure>\n");
        return this;
    }

    /// <summary>A table; a long one unfolds.</summary>
    public ReportPage Table(Table table, bool folded = false)
    {
        var html = $"<div class=\"scroll\" role=\"group\" aria-label=\"{Escape(table.Title)}\" tabindex=\"0\">{table.ToHtml()}</div>";
        body.Append(folded ? $"<details><summary>{Escape(table.Title)} ({table.Count} rows)</summary>{html}</details>\n" : html + "\n");
        return this;
    }

    /// <summary>The page.</summary>
    public string ToHtml() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Escape(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{Escape(title)}</h1>
        <nav aria-label="Contents"><ul>{string.Concat(sections.Select(section => $"<li><a href=\"#{section.Id}\">{Escape(section.Heading)}</a></li>"))}</ul></nav>
        {body}{(sections.Count > 0 ? "</section>" : "")}
        </main>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t')
                safe.Append(rune);
        }
        return WebUtility.HtmlEncode(safe.ToString());
    }

    private const string Style = """

        :root { --page:#fff; --ink:#1f2328; --soft:#59636e; --line:#d1d9e0; --card:#f6f8fa; --link:#0757b3; --warn:#fff0ef; --warn-line:#b42318; }
        @media (prefers-color-scheme: dark) { :root { --page:#0d1117; --ink:#e6edf3; --soft:#9da7b1; --line:#343b44; --card:#161b22; --link:#6cb0ff; --warn:#3a1d1d; --warn-line:#ff7b72; } }
        * { box-sizing:border-box; }
        body { margin:0; background:var(--page); color:var(--ink); font:17px/1.6 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans KR", "DejaVu Sans", sans-serif; }
        main { max-width:60rem; margin:0 auto; padding:1.5rem 1rem 4rem; }
        h1, h2 { line-height:1.25; overflow-wrap:anywhere; } h1 { font-size:2rem; margin:.4em 0; } h2 { font-size:1.4rem; margin:2.2em 0 .6em; padding-bottom:.2em; border-bottom:1px solid var(--line); }
        p, dd, figcaption { max-width:44rem; overflow-wrap:anywhere; }
        a { color:var(--link); } nav ul { display:flex; flex-wrap:wrap; gap:.2em 1.2em; list-style:none; margin:0; padding:0; font-size:.9rem; }
        .warning { background:var(--warn); border-left:4px solid var(--warn-line); padding:.6em 1em; max-width:none; }
        .numbers { display:grid; grid-template-columns:repeat(auto-fit, minmax(9.5rem, 1fr)); gap:.8rem; margin:1.2em 0; } .numbers div { background:var(--card); border:1px solid var(--line); border-radius:8px; padding:.7em .9em; }
        .numbers dt { color:var(--soft); font-size:.82rem; line-height:1.35; } .numbers dd { margin:0; font-size:1.45rem; font-weight:600; font-variant-numeric:tabular-nums; }
        .list { display:grid; grid-template-columns:minmax(7rem, max-content) 1fr; gap:.3em 1.2em; margin:1em 0; } .list dt { color:var(--soft); } .list dd { margin:0; }
        figure { margin:1.4em 0; } figcaption { color:var(--soft); font-size:.9rem; margin-top:.4em; }
        svg { display:block; max-width:100%; height:auto; } .small { display:flex; flex-wrap:wrap; gap:.8rem; }
        .scroll { overflow-x:auto; } .scroll:focus-visible { outline:2px solid var(--link); outline-offset:2px; } table { font-size:.86rem; }
        details { margin:.8em 0; } summary { cursor:pointer; color:var(--link); }
        @media (max-width:44rem) { body { font-size:16px; } .wide svg { min-width:50rem; } .list { grid-template-columns:1fr; gap:0; } .list dd { margin-bottom:.6em; } }
        @page { size:A4 landscape; margin:12mm; }
        @media print { nav { display:none; } body { font-size:10pt; } main { max-width:none; padding:0; } figure, tr, .numbers { break-inside:avoid; } h2, caption { break-after:avoid; } .scroll { overflow:visible; }
            table { font-size:7pt; } .scroll th, .scroll td { padding:2px 5px !important; } }

        """;
}
