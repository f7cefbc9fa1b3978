using System.Collections;
using System.Reflection;

namespace StockLab.Display.Tests;

/// <summary>
/// Looks at types the way .NET Interactive does (dotnet/interactive, <c>Formatter.TryRegisterFromConventionBasedFormatterSources</c>): by names and reflection only.
/// </summary>
public class ConventionTests
{
    [TypeFormatterSource(typeof(Shows<Table>))]
    private class Prices : IDisplaysAs<Table>
    {
        public Table ToDisplay() => new Table("prices", "Close").Row(1.5);
    }

    private sealed class MorePrices : Prices;

    [TypeFormatterSource(typeof(Shows<Figure>), PreferredMimeTypes = ["image/svg+xml"])]
    private readonly record struct Curve : IDisplaysAs<Figure>
    {
        public Figure ToDisplay() => new Figure("curve").Line([1.0, 2]);
    }

    [TypeFormatterSource(typeof(ShowsText))]
    private sealed record Verdict(string Words)
    {
        public override string ToString() => Words;
    }

    private static (string[] Preferred, Dictionary<string, string> Shown) Show(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        object? Property(object from, string name) => from.GetType().GetProperty(name)!.GetGetMethod()!.Invoke(from, null);
        var source = Activator.CreateInstance((Type)Property(attribute, "FormatterSourceType")!)!;
        var formatters = (IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!;
        var shown = new Dictionary<string, string>();
        foreach (var formatter in formatters)
        {
            var format = formatter.GetType().GetMethod("Format", BindingFlags.Public | BindingFlags.Instance)!;
            Assert.Equal([typeof(object), typeof(TextWriter)], format.GetParameters().Select(parameter => parameter.ParameterType));
            var writer = new StringWriter();
            Assert.True((bool)format.Invoke(formatter, [value, writer])!);
            shown.Add((string)Property(formatter, "MimeType")!, writer.ToString());
        }

        return ((string[])Property(attribute, "PreferredMimeTypes")!, shown);
    }

    [Fact]
    public void AFigure_ShowsPlotlySvgAndText_InOneOutput()
    {
        var (preferred, shown) = Show(new Figure("t").Line([1.0, 2], "x"));

        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"], preferred);
        Assert.StartsWith("{\"data\":[{\"type\":\"scatter\"", shown["application/vnd.plotly.v1+json"]);
        Assert.StartsWith("<svg ", shown["image/svg+xml"]);
        Assert.Equal("t\n  x  ▁█  1 … 2, 2 points", shown["text/plain"]);
    }

    [Fact]
    public void AValueThatDisplaysAsATable_ShowsThatTable_AndSoDoItsHeirs()
    {
        foreach (var value in (Prices[])[new Prices(), new MorePrices()])
        {
            var (preferred, shown) = Show(value);
            Assert.Equal(["text/html", "text/plain"], preferred);
            Assert.Equal(value.ToDisplay().ToHtml(), shown["text/html"]);
            Assert.Equal(value.ToDisplay().ToText(), shown["text/plain"]);
        }
    }

    [Fact]
    public void AType_MayChooseItsMimeTypes() => Assert.Equal(["image/svg+xml"], Show(new Curve()).Preferred);

    [Fact]
    public void AType_MayShowItselfAsText() => Assert.Equal("no skill", Show(new Verdict("no skill")).Shown["text/plain"]);

    [Fact]
    public void AFormatter_DeclinesWhatItDoesNotKnow()
    {
        var formatter = (MimeFormatter)new Shows<Table>().CreateTypeFormatters().First();
        var writer = new StringWriter();

        Assert.False(formatter.Format("no table", writer));
        Assert.Equal("", writer.ToString());
    }
}
