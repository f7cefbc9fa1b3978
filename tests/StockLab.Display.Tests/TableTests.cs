using System.Xml.Linq;

namespace StockLab.Display.Tests;

public class TableTests
{
    [Fact]
    public void Text_AlignsKoreanAndLatin_ByTerminalColumns() => Assert.Equal(
        """
        종목
        name          price
        ───────────────────
        삼성전자  71,000.00
        TSLA          14.62
        """.ReplaceLineEndings("\n"), new Table("종목", "name", "price").Row("삼성전자", 71000.0).Row("TSLA", 14.62).ToText());

    [Fact]
    public void Cells_AreFormattedByTheirType() => Assert.Equal(
        ["2024-02-29", "7", "2024", "12,345", "✓", "–", "–", "a", "3 min 05 s"],
        new Table(null, "d", "i", "year", "n", "b", "null", "nan", "s", "t")
            .Row(new DateOnly(2024, 2, 29), 7, 2024, 12_345, true, null, double.NaN, "a", TimeSpan.FromSeconds(185)).ToText().Split('\n')[^1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [Theory]
    [InlineData(new[] { 5.5065, 7.9 }, "5.5065 7.9000")]
    [InlineData(new[] { 883.09, 14.6199 }, "883.09 14.62")]
    [InlineData(new[] { 0.012345, 0.5 }, "0.01235 0.50000")]
    [InlineData(new[] { 3.0, 4 }, "3 4")]
    public void NumbersOfAColumn_ShareTheirDecimals(double[] values, string expected)
    {
        var table = new Table(null, "x");
        foreach (var value in values)
        {
            table.Row(value);
        }

        Assert.Equal(expected, string.Join(' ', table.ToText().Split('\n')[2..].Select(line => line.Trim())));
    }

    [Fact]
    public void LongTables_ShowHeadAndTail_AndReadOnlyThose()
    {
        var read = new List<int>();
        var table = new Table(null, "i").Rows(2541, i =>
        {
            read.Add(i);
            return [i];
        }).Limit(2, 1).Caption("generated data");

        Assert.Equal(["   i", "────", "   0", "   1", "… 2,538 more rows …", "2540", "2,541 rows × 1 columns · generated data"], table.ToText().Split('\n'));
        Assert.Equal([0, 1, 2540], read);
    }

    [Fact]
    public void Html_IsWellFormed_EscapesCells_AndSpansTheWholeWidth()
    {
        var html = XElement.Parse(new Table("<t>", "a", "b").Rows(100, i => ["<b> & \"x\"", i]).Caption("from <nowhere>").ToHtml());

        Assert.Equal("<t>", html.Element("caption")!.Value);
        Assert.Equal("<b> & \"x\"", html.Descendants("td").First().Value);
        Assert.All(html.Descendants("tr"), row => Assert.Equal(2, row.Elements().Sum(cell => (int?)cell.Attribute("colspan") ?? 1)));
        Assert.Contains("text-align:right", html.Descendants("td").ElementAt(1).Attribute("style")!.Value);
        Assert.Equal("100 rows × 2 columns · from <nowhere>", html.Element("tfoot")!.Value);
    }

    [Fact]
    public void Html_LetsAHeaderBreakAfterUnderscores_ButNoCell()
    {
        var html = XElement.Parse(new Table(null, "SIZE_UNIT_INPUT").Row("TASK_01").ToHtml());

        Assert.Equal(["SIZE_", "UNIT_", "INPUT"], html.Descendants("th").Single().Nodes().OfType<XText>().Select(text => text.Value));
        Assert.Equal(2, html.Descendants("wbr").Count());
        Assert.Equal("TASK_01", html.Descendants("td").Single().Value);
    }

    [Fact]
    public void Markdown_EscapesPipes_AndAlignsNumbers() => Assert.Equal(
        """
        | a\|b | n |
        | :-- | --: |
        | x \| y\_z | 1.50 |

        """.ReplaceLineEndings("\n"), new Table(null, "a|b", "n").Row("x | y_z", 1.5).Format("n", "0.00").ToMarkdown());

    [Fact]
    public void Formats_ApplyToTheirColumn_AndUnknownColumnsAreNamed()
    {
        Assert.EndsWith("12.5 %", new Table(null, "share").Row(0.125).Format("share", "0.0 %").ToText());
        Assert.Contains("No column is named 'Rmse'; the table has RMSE, MAE.", Assert.Throws<ArgumentException>(() => new Table(null, "RMSE", "MAE").Format("Rmse", "0")).Message);
        Assert.Throws<ArgumentException>(() => new Table(null, "a").Row(1, 2));
    }
}
