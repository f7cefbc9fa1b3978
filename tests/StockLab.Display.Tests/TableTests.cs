using StockLab.Display;

namespace StockLab.Display.Tests;

public class TableTests
{
    [Fact]
    public void Text_AlignsKoreanAndLatin_ByTerminalColumns()
    {
        var lines = new Table("종목", "name", "price").Row("삼성전자", 71000.0).Row("TSLA", 14.62).ToText().Split('\n');

        Assert.Equal(
            [
                "종목",
                "name          price",
                "───────────────────",
                "삼성전자  71,000.00",
                "TSLA          14.62",
            ], lines);
    }

    [Fact]
    public void Html_EscapesCells() => Assert.Contains("<td style=\"padding:3px 10px;border:0;white-space:nowrap;text-align:left\">&lt;b&gt; &amp;</td>", new Table(null, "x").Row("<b> &").ToHtml());
}
