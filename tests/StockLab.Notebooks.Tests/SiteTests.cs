using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace StockLab.Notebooks.Tests;

public sealed class SiteTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-site-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly string Lesson = """
        # Lesson < one >
        A promise with `code`.

        ## Why *so*?
        Inline $\hat{y}_t = \frac{1}{n}\sum_{i=1}^{n} x_{t-i}$ and [the next](second.ipynb#Part-Two), [elsewhere](https://example.org).

        $$
        \begin{aligned} h_t &= \tanh(W h_{t-1} + b) \\ y_t &= \sigma(h_t) \end{aligned}
        $$

        | a | b |
        |---|--:|
        | 1 | 2 |

        ![chart](chart.png) ![far](https://example.org/x.png)

        ```csharp
        var x = "s"; // comment
        ```
        """;

    private IReadOnlyList<string> Write()
    {
        File.WriteAllBytes(Path.Combine(folder, "chart.png"), [1, 2, 3]);
        var first = NotebookDocument.Create();
        first.Add(CellKind.Markdown, Lesson);
        var code = first.Add(CellKind.Code, "public int F(List<string> a) => a.Count < 3 ? 1 : 2; // <b>");
        code.Outputs =
        [
            new StreamOutput("stdout", "a < b \u001b[31mred\u001b[0m"),
            new DisplayOutput(new MimeBundle([new("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), new("text/plain", "a \"chart\""), new("text/html", "<b>html</b>")])),
            new ResultOutput(new MimeBundle([new("text/html", "<script src=\"https://cdn.example.org/x.js\"></script>"), new("text/plain", "plain")]), 1),
            new ResultOutput(new MimeBundle([new("text/html", "<table id=\"mine\"></table>"), new("text/plain", "plain table")]), 1),
            new ErrorOutput("E", "m", ["\u001b[31mE\u001b[0m: <m>"]),
        ];
        first.Add(CellKind.Code, "int? n = null;", "exercise").SetText("int? n = 3;", "stocklab", "solution");
        first.Save(Path.Combine(folder, "first.ipynb"));
        var second = NotebookDocument.Create();
        second.Add(CellKind.Markdown, "# Second\n\n## Part Two\n\n## Part Two");
        second.Save(Path.Combine(folder, "second.ipynb"));
        return SiteWriter.Write(Path.Combine(folder, "site"), "The & site", [first, second]);
    }

    private AngleSharp.Html.Dom.IHtmlDocument Page(string name) =>
        new HtmlParser(new HtmlParserOptions { IsStrictMode = false }).ParseDocument(File.ReadAllText(Path.Combine(folder, "site", name)));

    [Fact]
    public void Pages_LoadNothingFromElsewhere()
    {
        Write();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "site")))
        {
            var page = Page(Path.GetFileName(file));
            Assert.Empty(page.QuerySelectorAll("script, link, iframe, object, embed"));
            Assert.All(page.QuerySelectorAll("[src]"), element => Assert.StartsWith("data:", element.GetAttribute("src")));
            Assert.DoesNotMatch(new Regex(@"url\(|@import"), File.ReadAllText(file));
        }
    }

    [Fact]
    public void Index_LeadsToEveryPage_WithItsPromise()
    {
        Write();
        var index = Page("index.html");
        Assert.Equal(["first.html", "second.html"], index.QuerySelectorAll("li a").Select(a => a.GetAttribute("href")));
        Assert.Contains("A promise with code.", index.QuerySelector("li p")!.TextContent);
        Assert.Equal("The & site", index.Title);
        Assert.Equal("Lesson < one >", index.QuerySelector("li a")!.TextContent);
    }

    [Fact]
    public void Page_ShowsProseMathTablesCodeAndOutputs()
    {
        Write();
        var page = Page("first.html");
        Assert.Equal(2, page.QuerySelectorAll("math").Length);
        Assert.Equal("block", page.QuerySelectorAll("math")[1].GetAttribute("display"));
        Assert.Equal(["a", "b"], page.QuerySelectorAll("th").Select(th => th.TextContent));
        Assert.Equal("data:image/png;base64,AQID", page.QuerySelector("article p img")!.GetAttribute("src"));
        Assert.Equal("a \"chart\"", page.QuerySelector(".output img")!.GetAttribute("alt"));
        Assert.Equal(["a < b red", "plain", "E: <m>"], page.QuerySelectorAll(".output pre").Select(pre => pre.TextContent));
        Assert.NotNull(page.QuerySelector("table#mine"));
        Assert.Equal("public int F(List<string> a) => a.Count < 3 ? 1 : 2; // <b>", page.QuerySelector(".cell code")!.TextContent);
        Assert.Equal(["public", "int", "string"], page.QuerySelectorAll(".cell")[0].QuerySelectorAll(".k").Select(k => k.TextContent));
        Assert.Equal("int? n = 3;", page.QuerySelector(".exercise details code")!.TextContent);
    }

    [Fact]
    public void Links_LeadFromPageToPage_AndToHeadingsThatExist()
    {
        Write();
        var page = Page("first.html");
        Assert.Equal("second.html#part-two", page.QuerySelectorAll("article a").First().GetAttribute("href"));
        Assert.Equal(["part-two", "part-two-2"], Page("second.html").QuerySelectorAll("h2").Select(h => h.Id));
        foreach (var link in page.QuerySelectorAll("aside nav a"))
            Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..]));
        Assert.Equal(["index.html", "second.html"], page.QuerySelector(".steps")!.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void WhatCannotBeShown_IsReported_WithNotebookAndCell()
    {
        var problem = Assert.Single(Write());
        Assert.StartsWith("first.ipynb, cell 1: the image https://example.org/x.png", problem);
    }

    [Theory]
    [InlineData("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>")]
    [InlineData(@"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>")]
    [InlineData(@"\hat{y}", "<mover accent=\"true\"><mi>y</mi><mo stretchy=\"false\">^</mo></mover>")]
    [InlineData(@"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>")]
    [InlineData(@"a<b", "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>")]
    [InlineData(@"\sum_{i}^{n}", "<munderover><mo movablelimits=\"true\">∑</mo><mi>i</mi><mi>n</mi></munderover>")]
    [InlineData(@"f'(x)", "<mrow><msup><mi>f</mi><mo>′</mo></msup><mo stretchy=\"false\">(</mo><mi>x</mi><mo stretchy=\"false\">)</mo></mrow>")]
    [InlineData(@"\mathrm{train\_rows}", "<mi>train_rows</mi>")]
    [InlineData(@"\log x", "<mrow><mi>log</mi><mspace width=\"0.17em\"/><mi>x</mi></mrow>")]
    [InlineData(@"\mathbb{R}^{T \times F}", "<msup><mi>ℝ</mi><mrow><mi>T</mi><mo>×</mo><mi>F</mi></mrow></msup>")]
    public void Tex_BecomesMathML(string tex, string mathML) =>
        Assert.Equal($"<math xmlns=\"http://www.w3.org/1998/Math/MathML\">{mathML}</math>", TexMath.ToMathML(tex, display: false));

    [Theory]
    [InlineData(@"\left( \frac{a}{b} \right)^{2}")]
    [InlineData(@"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}")]
    [InlineData(@"\begin{pmatrix} a & b \\ c & d \end{pmatrix}")]
    [InlineData(@"\underbrace{W x}_{\text{input}} + \overline{b}")]
    [InlineData(@"\operatorname*{arg\,max}_k p_k")]
    [InlineData(@"P_t = P_0 \exp\left\{ \int_0^t \mu \, ds \right\}, \quad \boldsymbol{\theta} \sim \mathcal{N}(0, I)")]
    [InlineData(@"\lVert x \rVert_2 \le \|y\| \ne \Delta \odot \sigma_{t|T}")]
    public void Tex_OfLessons_IsWellFormedXml(string tex) => System.Xml.Linq.XDocument.Parse(TexMath.ToMathML(tex, display: true));

    [Theory]
    [InlineData(@"\unknown", "unknown")]
    [InlineData(@"\frac{1", "brace")]
    [InlineData(@"\left( x", "right")]
    [InlineData(@"x^", "missing")]
    [InlineData(@"}", "counterpart")]
    [InlineData(@"\begin{cases} 1", "end")]
    public void TexThatCannotBeDrawn_IsNamed(string tex, string problem)
    {
        var error = Assert.Throws<FormatException>(() => TexMath.ToMathML(tex, display: false));
        Assert.Contains(problem, error.Message);
        Assert.Contains(tex, error.Message);
    }
}
