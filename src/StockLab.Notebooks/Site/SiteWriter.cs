using System.Net;
using System.Text;

namespace StockLab.Notebooks;

/// <summary>
/// Writes notebooks as a web site of plain files: an index and a page a notebook, with everything inside the pages. It opens from the file system,
/// needs no script and no network, follows the reader's light or dark setting, and prints.
/// </summary>
public static class SiteWriter
{
    /// <summary>Writes <c>index.html</c> and a page a notebook.</summary>
    /// <param name="folder">Where to; it is made when missing, other files in it are left alone.</param>
    /// <param name="title">The site's title.</param>
    /// <param name="documents">The executed notebooks, in reading order.</param>
    /// <returns>What could not be shown as its author meant it, for example a formula with an unknown command; each names its notebook and cell.</returns>
    /// <exception cref="IOException">A page cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, string title, IEnumerable<NotebookDocument> documents)
    {
        var problems = new List<string>();
        var pages = documents.Select(document => new NotebookPage(document, problems)).ToList();
        var files = pages.ToDictionary(page => page.Document.Name, page => page.FileName, StringComparer.Ordinal);
        for (var i = 0; i < pages.Count; i++)
        {
            var content = pages[i].Body(files);
            var navigation = $"""
                <nav class="steps">{Link(pages.ElementAtOrDefault(i - 1), "← ")}<a href="index.html">Contents</a>{Link(pages.ElementAtOrDefault(i + 1), "→ ")}</nav>
                """;
            Save(folder, pages[i].FileName, Page($"{pages[i].Document.Title} – {title}", $"""
                <aside><a class="home" href="index.html">{WebUtility.HtmlEncode(title)}</a><nav>{pages[i].TableOfContents}</nav></aside>
                <main>{navigation}
                <article>{content}</article>
                {navigation}</main>
                """));
        }
        var list = new StringBuilder();
        foreach (var page in pages)
            list.Append($"<li><a href=\"{page.FileName}\">{WebUtility.HtmlEncode(page.Document.Title)}</a><p>{WebUtility.HtmlEncode(page.Promise)}</p></li>\n");
        Save(folder, "index.html", Page(title, $"<main class=\"index\"><h1>{WebUtility.HtmlEncode(title)}</h1>\n<ol>{list}</ol></main>"));
        return problems;
    }

    private static string Link(NotebookPage? page, string arrow) => page is null
        ? "<span></span>"
        : arrow[0] == '←' ? $"<a href=\"{page.FileName}\">{arrow}{WebUtility.HtmlEncode(page.Document.Title)}</a>" : $"<a href=\"{page.FileName}\">{WebUtility.HtmlEncode(page.Document.Title)} →</a>";

    private static void Save(string folder, string name, string html) => AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(html));

    private static string Page(string title, string body) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        {body}
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private const string Style = """

        :root { --page:#fff; --ink:#1f2328; --soft:#59636e; --line:#d1d9e0; --code:#f6f8fa; --link:#0757b3; --error:#fff0ef; --warn:#fff8e0;
          --k:#a0111f; --s:#0a3069; --n:#0550ae; --c:#59636e; --t:#953800; --f:#6639ba; }
        @media (prefers-color-scheme: dark) { :root { --page:#14181d; --ink:#e3e8ee; --soft:#9aa5b1; --line:#343b44; --code:#1d232a; --link:#6cb0ff; --error:#3a1d1d; --warn:#332b12;
          --k:#ff7b72; --s:#a5d6ff; --n:#79c0ff; --c:#9aa5b1; --t:#ffa657; --f:#d2a8ff; } }
        * { box-sizing:border-box; }
        html { scroll-behavior:smooth; }
        body { margin:0; background:var(--page); color:var(--ink); font:17px/1.6 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        a { color:var(--link); text-underline-offset:.15em; }
        main { max-width:60rem; margin:0 auto; padding:1.5rem; }
        h1, h2, h3 { line-height:1.25; margin:2em 0 .6em; }
        h1 { font-size:2rem; margin-top:.6em; } h2 { font-size:1.45rem; padding-bottom:.2em; border-bottom:1px solid var(--line); } h3 { font-size:1.15rem; }
        img, svg { max-width:100%; height:auto; }
        pre, code { font-family:ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size:.86em; }
        code { background:var(--code); padding:.1em .3em; border-radius:4px; }
        pre { background:var(--code); border-radius:6px; padding:.8em 1em; margin:.6em 0; overflow-x:auto; line-height:1.5; }
        pre code { background:none; padding:0; font-size:1em; }
        table { border-collapse:collapse; margin:.8em 0; font-size:.92em; } th, td { border-bottom:1px solid var(--line); padding:.3em .8em; text-align:left; }
        blockquote { margin:1em 0; padding:.1em 1em; border-left:4px solid var(--line); color:var(--soft); }
        math { font-size:1.08em; font-family:"STIX Two Math", "Cambria Math", "Latin Modern Math", "Noto Sans Math", "DejaVu Math TeX Gyre", math; } .formula { margin:1em 0; overflow-x:auto; overflow-y:hidden; padding:.2em 0; } .bad-math { outline:1px dashed #d13438; }
        .k { color:var(--k); } .s { color:var(--s); } .n { color:var(--n); } .c { color:var(--c); font-style:italic; } .t { color:var(--t); } .f { color:var(--f); } .d { color:var(--c); }
        .cell { margin:1.2em 0; } .cell > pre { white-space:pre-wrap; overflow-wrap:anywhere; border-left:3px solid var(--link); border-top-left-radius:0; border-bottom-left-radius:0; }
        .exercise > pre { border-left-color:#b8860b; background:var(--warn); } .badge { font-size:.75em; font-weight:600; text-transform:uppercase; letter-spacing:.05em; color:var(--soft); }
        .output { padding-left:1em; overflow-x:auto; } .output pre { background:none; padding:.2em 0; margin:.2em 0; white-space:pre-wrap; } .output table { font-size:.86em; } .output img { display:block; margin:.4em 0; }
        .stderr pre { background:var(--warn); padding:.4em .8em; } .error pre { background:var(--error); padding:.6em .9em; }
        details { margin:.5em 0; } summary { cursor:pointer; color:var(--soft); }
        aside { font-size:.85rem; padding:1.5rem 1.5rem 0; max-width:60rem; margin:0 auto; } aside ul { list-style:none; padding-left:0; margin:.4em 0; } aside li { margin:.25em 0; } aside .l3 { padding-left:1em; }
        aside a { text-decoration:none; color:var(--soft); } aside a:hover { color:var(--link); text-decoration:underline; } aside .home { font-weight:700; color:var(--ink); font-size:1rem; }
        @media (min-width:80rem) { body { display:grid; grid-template-columns:17rem minmax(0,1fr); } aside { position:sticky; top:0; height:100vh; overflow-y:auto; border-right:1px solid var(--line); margin:0; padding-bottom:1.5rem; } main.index { grid-column:1 / -1; width:100%; } }
        .steps { display:flex; justify-content:space-between; gap:1rem; font-size:.88em; border-bottom:1px solid var(--line); padding-bottom:.6em; } article + .steps { border-bottom:0; border-top:1px solid var(--line); padding-top:.8em; margin-top:3em; }
        .index li { margin:1.1em 0; } .index li a { font-weight:600; font-size:1.1em; } .index li p { margin:.1em 0; color:var(--soft); }
        .a1 { font-weight:bold; } .a30, .a90 { color:var(--soft); } .a31, .a91 { color:#d13438; } .a32, .a92 { color:#2e9e4f; } .a33, .a93 { color:#b8860b; } .a34, .a94 { color:var(--link); } .a35, .a95 { color:#a0509c; } .a36, .a96 { color:#1b8a9e; }
        @media print { aside, .steps { display:none; } body { display:block; font-size:11pt; } main { max-width:none; padding:0; } pre { white-space:pre-wrap; } .cell, .output, .formula, table, img { break-inside:avoid; } h1, h2, h3 { break-after:avoid; } a { color:inherit; } }

        """;
}
