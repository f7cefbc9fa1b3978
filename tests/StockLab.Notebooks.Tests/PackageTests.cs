using Microsoft.CodeAnalysis.CSharp;

namespace StockLab.Notebooks.Tests;

public sealed class PackageTests
{
    private static readonly CSharpParseOptions Options = new(kind: Microsoft.CodeAnalysis.SourceCodeKind.Script);

    [Fact]
    public void Directives_AreTakenOut_WithoutMovingALine()
    {
        var (code, packages, sources) = PackageDirective.Extract("#i \"nuget: https://example.org/v3/index.json\"\n  #r \"nuget: A.B, 1.2.3\"\n#r \"nuget:C\"\n#r \"other.dll\"\nvar x = 1;", Options);
        Assert.Equal([new PackageDirective("A.B", "1.2.3"), new PackageDirective("C", "*")], packages);
        Assert.Equal(["https://example.org/v3/index.json"], sources);
        Assert.Equal(5, code.Split('\n').Length);
        Assert.Equal(["#r \"other.dll\"", "var x = 1;"], code.Split('\n')[3..]);
    }

    [Theory]
    [InlineData("var s = \"\"\"\n#r \"nuget: A\"\n\"\"\";")]
    [InlineData("// #r \"nuget: A\"\n1")]
    [InlineData("/*\n#r \"nuget: A\"\n*/")]
    public void TextThatLooksLikeADirective_IsLeftAlone(string code)
    {
        var (same, packages, _) = PackageDirective.Extract(code, Options);
        Assert.Equal(code, same);
        Assert.Empty(packages);
    }

    [Fact]
    public async Task APackage_IsBroughtOnce_AndItsTypesAreThere()
    {
        using var session = new CSharpSession();
        var outputs = new List<CellOutput>();
        var result = await session.RunAsync("#r \"nuget: MathNet.Numerics, 5.0.0\"\nMathNet.Numerics.SpecialFunctions.Gamma(5)", outputs.Add);
        if (result.Error is { Name: "PackageError" } error && !error.Message.Contains("NU1101", StringComparison.Ordinal) && !error.Message.Contains("NU1102", StringComparison.Ordinal))
            Assert.Skip("This test needs a package source that can be reached: " + error.Message);
        Assert.Equal(24, (double)result.Value!, 1e-9);
        Assert.Contains(outputs, output => output is DisplayUpdate update && update.Data["text/plain"] == "Packages: MathNet.Numerics 5.0.0");
        outputs.Clear();
        result = await session.RunAsync("#r \"nuget: MathNet.Numerics, 5.0.0\"\n1", outputs.Add);
        Assert.Equal(1, result.Value);
        Assert.Single(outputs);
    }

    [Fact]
    public async Task APackageThatCannotBeHad_IsNamed_AndTheSessionGoesOn()
    {
        using var session = new CSharpSession();
        var result = await session.RunAsync("#r \"nuget: StockLab.No.Such.Package, 1.0.0\"\n1");
        Assert.Equal("PackageError", result.Error!.Name);
        Assert.Contains("StockLab.No.Such.Package", result.Error.Message);
        Assert.Equal(2, (await session.RunAsync("2")).Value);
    }
}
