using System.Net;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace StockLab.Notebooks;

/// <summary>Lets Markdig write formulas as MathML. A formula that cannot be drawn is shown as its TeX, marked, and remembered.</summary>
/// <param name="problems">Receives what is wrong with formulas.</param>
internal sealed class MathRendering(List<string> problems) : IMarkdownExtension
{
    /// <inheritdoc/>
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        // The parsers come with UseMathematics; this extension only renders.
    }

    /// <inheritdoc/>
    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        if (renderer is not HtmlRenderer html)
            return;
        html.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new Inline(this));
        html.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new Block(this));
    }

    private string Draw(string tex, bool display)
    {
        try
        {
            return TexMath.ToMathML(tex, display);
        }
        catch (FormatException error)
        {
            problems.Add(error.Message);
            return $"<code class=\"bad-math\">{WebUtility.HtmlEncode(tex)}</code>";
        }
    }

    private sealed class Inline(MathRendering math) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline formula) =>
            renderer.Write(math.Draw(formula.Content.ToString(), display: formula.DelimiterCount >= 2));
    }

    private sealed class Block(MathRendering math) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock formula)
        {
            renderer.EnsureLine();
            renderer.Write("<div class=\"formula\">").Write(math.Draw(formula.Lines.ToString(), display: true)).WriteLine("</div>");
        }
    }
}
