using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace StockLab.Notebooks;

/// <summary>One notebook as the inside of a page.</summary>
internal sealed partial class NotebookPage(NotebookDocument document, List<string> problems)
{
    private readonly List<(int Level, string Id, string Text)> headings = [];
    private readonly HashSet<string> ids = [];

    /// <summary>The notebook.</summary>
    public NotebookDocument Document { get; } = document;

    /// <summary>The page's file.</summary>
    public string FileName { get; } = Path.GetFileNameWithoutExtension(document.Name) + ".html";

    /// <summary>The notebook's first paragraph: what it promises.</summary>
    public string Promise
    {
        get
        {
            var first = Document.Cells.FirstOrDefault(cell => cell.Kind == CellKind.Markdown)?.Source ?? "";
            var paragraph = Markdown.Parse(first, new MarkdownPipelineBuilder().Build()).OfType<ParagraphBlock>().FirstOrDefault();
            return paragraph?.Inline is { } inline ? PlainText(inline) : "";
        }
    }

    /// <summary>The headings of the second and third level as links; complete once <see cref="Body"/> has been written.</summary>
    public string TableOfContents =>
        "<ul>" + string.Concat(headings.Where(heading => heading.Level is 2 or 3).Select(heading => $"<li class=\"l{heading.Level}\"><a href=\"#{heading.Id}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>")) + "</ul>";

    /// <summary>The cells as HTML.</summary>
    /// <param name="files">The pages of the site by the names of their notebooks, for links from one to another.</param>
    public string Body(IReadOnlyDictionary<string, string> files)
    {
        var html = new StringBuilder();
        foreach (var cell in Document.Cells)
        {
            switch (cell.Kind)
            {
                case CellKind.Markdown:
                    html.Append(Prose(cell, files)).Append('\n');
                    break;
                case CellKind.Code when cell.Source.Length > 0 || cell.Outputs.Count > 0:
                    Code(html, cell);
                    break;
            }
        }
        return html.ToString();
    }

    private string Prose(NotebookCell cell, IReadOnlyDictionary<string, string> files)
    {
        var wrong = new List<string>();
        var pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseGridTables().UseEmphasisExtras().UseFootnotes().UseTaskLists().UseAutoLinks().UseDefinitionLists()
            .UseMathematics().Use(new MathRendering(wrong)).Build();
        var markdown = Markdown.Parse(cell.Source, pipeline);
        foreach (var heading in markdown.Descendants<HeadingBlock>())
        {
            var text = heading.Inline is { } inline ? PlainText(inline) : "";
            var id = Identifier(text);
            heading.SetAttributes(new HtmlAttributes { Id = id });
            headings.Add((heading.Level, id, text));
        }
        foreach (var link in markdown.Descendants<LinkInline>())
            Localise(link, cell, files, wrong);
        foreach (var tag in markdown.Descendants<HtmlInline>().Select(inline => inline.Tag).Concat(markdown.Descendants<HtmlBlock>().Select(block => block.Lines.ToString())))
        {
            if (NeedsMore().IsMatch(tag) && !tag.StartsWith("<a ", StringComparison.OrdinalIgnoreCase))
                wrong.Add($"{tag} loads something from elsewhere, which the page cannot do offline.");
        }
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new ColouredCode());
        renderer.Render(markdown);
        problems.AddRange(wrong.Select(what => $"{Document.Name}, cell {cell.Index + 1}: {what}"));
        return writer.ToString();
    }

    private void Localise(LinkInline link, NotebookCell cell, IReadOnlyDictionary<string, string> files, List<string> wrong)
    {
        var url = link.Url ?? "";
        if (!link.IsImage)
        {
            var parts = url.Split('#', 2);
            if (files.TryGetValue(Uri.UnescapeDataString(parts[0]), out var page))
                link.Url = parts.Length == 2 ? $"{page}#{parts[1].ToLowerInvariant()}" : page;
            return;
        }
        if (url.StartsWith("data:", StringComparison.Ordinal))
            return;
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            if (cell.Attachment(url["attachment:".Length..]) is { } attached)
                link.Url = $"data:{attached.MimeType};base64,{attached.Base64}";
            else
                wrong.Add($"the image {url} is not attached to the cell.");
            return;
        }
        var file = Path.Combine(Path.GetDirectoryName(Document.Path ?? "") ?? "", Uri.UnescapeDataString(url));
        if (!url.Contains("://", StringComparison.Ordinal) && File.Exists(file))
        {
            link.Url = $"data:{MimeType(file)};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}";
            return;
        }
        wrong.Add($"the image {url} is no file beside the notebook, so the page shows its description only.");
        link.IsImage = false;
    }

    private static void Code(StringBuilder html, NotebookCell cell)
    {
        var isExercise = cell.Tags.Contains(NotebookRunner.ExerciseTag);
        html.Append($"<section class=\"cell{(isExercise ? " exercise" : "")}\">");
        if (isExercise)
            html.Append("<div class=\"badge\">Exercise</div>");
        html.Append($"<pre><code>{CodeColours.ToHtml(cell.Source.TrimEnd())}</code></pre>");
        if (isExercise && cell.Text("stocklab", "solution") is { } solution)
            html.Append($"<details><summary>A solution</summary><pre><code>{CodeColours.ToHtml(solution.TrimEnd())}</code></pre></details>");
        foreach (var output in cell.Outputs)
            html.Append(Output(output)).Append('\n');
        html.Append("</section>\n");
    }

    private static string Output(CellOutput output) => output switch
    {
        StreamOutput stream => $"<div class=\"output {stream.Name}\"><pre>{AnsiColours.ToHtml(stream.Text)}</pre></div>",
        DisplayOutput display => $"<div class=\"output\">{Show(display.Data)}</div>",
        ResultOutput result => $"<div class=\"output\">{Show(result.Data)}</div>",
        ErrorOutput error => $"<div class=\"output error\"><pre>{AnsiColours.ToHtml(string.Join('\n', error.Traceback))}</pre></div>",
        _ => "",
    };

    // The richest representation that needs no script and nothing from elsewhere.
    private static string Show(MimeBundle data)
    {
        var text = data["text/plain"] ?? "";
        if (data["image/svg+xml"] is { } svg)
            return $"<img alt=\"{WebUtility.HtmlEncode(text)}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\">";
        foreach (var type in (string[])["image/png", "image/jpeg", "image/gif", "image/webp"])
        {
            if (data[type] is { } image)
                return $"<img alt=\"{WebUtility.HtmlEncode(text)}\" src=\"data:{type};base64,{image.ReplaceLineEndings("")}\">";
        }
        if (data["text/html"] is { } html && !NeedsMore().IsMatch(html))
            return html;
        if (data["text/latex"] is { } latex)
            return Markdown.ToHtml(latex, new MarkdownPipelineBuilder().UseMathematics().Use(new MathRendering([])).Build());
        if (data["text/markdown"] is { } markdown)
            return Markdown.ToHtml(markdown);
        return $"<pre>{AnsiColours.ToHtml(text)}</pre>";
    }

    private string Identifier(string text)
    {
        // As Jupyter makes them, in lower case: spaces become hyphens.
        var id = Unfit().Replace(text.Trim().ToLowerInvariant().Replace(' ', '-'), "");
        id = id.Length == 0 ? "section" : id;
        var unique = id;
        for (var number = 2; !ids.Add(unique); number++)
            unique = $"{id}-{number}";
        return unique;
    }

    private static string PlainText(ContainerInline inline) => string.Concat(inline.Descendants().Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        _ => "",
    }));

    private static string MimeType(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".svg" => "image/svg+xml",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        _ => "image/png",
    };

    [GeneratedRegex("""<script|\b(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NeedsMore();

    [GeneratedRegex("""[^\p{L}\p{N}_-]""", RegexOptions.CultureInvariant)]
    private static partial Regex Unfit();

    /// <summary>Fences marked csharp are coloured, others are plain.</summary>
    private sealed class ColouredCode : CodeBlockRenderer
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            var code = block.Lines.ToString();
            var isCSharp = block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" or "C#" };
            renderer.EnsureLine();
            renderer.Write($"<pre><code>{(isCSharp ? CodeColours.ToHtml(code) : WebUtility.HtmlEncode(code))}</code></pre>").WriteLine();
        }
    }
}
