using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StockLab.Notebooks.Tests;

public sealed class PackageTests
{
    private static readonly CSharpParseOptions Options = new(kind: SourceCodeKind.Script);

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
    public async Task PackagesOfAFolder_ComeWithWhatTheyNeed_TellHowFarTheyAre_AndAreKept()
    {
        // A package of today that no registry has, so that it cannot have been brought before, and one that it needs.
        var folder = Directory.CreateTempSubdirectory("stocklab-feed-").FullName;
        var version = "1.0." + DateTime.UtcNow.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture)[..9];
        var (lower, upper) = ("StockLab.Test.Lower" + Guid.NewGuid().ToString("N")[..8], "StockLab.Test.Upper" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            var lowerImage = Compile(lower, "public static class Lower { public static int Half(int n) => n / 2; }");
            Pack(folder, lower, version, lowerImage);
            Pack(folder, upper, version, Compile(upper, "public static class Upper { public static int Quarter(int n) => Lower.Half(Lower.Half(n)); }", lowerImage), needs: lower);
            var code = $"#i \"nuget: {folder}\"\n#r \"nuget: {upper}, {version}\"\nUpper.Quarter(168)";
            var outputs = new List<CellOutput>();
            using (var session = new CSharpSession())
            {
                var result = await session.RunAsync(code, outputs.Add);
                if (result.Error is { Name: "PackageError" } error && error.Message.Contains("NU1301", StringComparison.Ordinal))
                    Assert.Skip("This test needs the package sources that are configured to answer: " + error.Message);
                Assert.True(result.Error is null, result.Error?.Message);
                Assert.Equal(42, result.Value);
            }
            Assert.Equal($"Bringing {upper} …", Assert.IsType<DisplayOutput>(outputs[0]).Data["text/plain"]);
            var told = outputs.OfType<DisplayUpdate>().Select(update => update.Data["text/plain"]!).ToList();
            Assert.Contains(told, line => line.StartsWith($"Bringing {upper} … 2 so far, the last StockLab.Test.", StringComparison.Ordinal));
            Assert.Equal($"Packages: {upper} {version}", told[^1]);

            // Another session, and nobody left to ask: it is still there.
            foreach (var package in Directory.GetFiles(folder))
                File.Delete(package);
            using (var later = new CSharpSession())
                Assert.Equal(42, (await later.RunAsync(code)).Value);

            // What the restore wrote down is cut short: the packages that are kept are restored anew.
            var assets = Directory.GetFiles(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "stocklab", "packages"), "project.assets.json", SearchOption.AllDirectories)
                .Single(file => File.ReadAllText(file).Contains(upper, StringComparison.OrdinalIgnoreCase));
            File.WriteAllText(assets, File.ReadAllText(assets)[..200]);
            using var last = new CSharpSession();
            Assert.Equal(42, (await last.RunAsync(code)).Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            foreach (var name in (string[])[lower, upper])
            {
                var kept = Path.Combine(Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"), name.ToLowerInvariant());
                if (Directory.Exists(kept))
                    Directory.Delete(kept, recursive: true);
            }
        }
    }

    private static byte[] Compile(string name, string code, params byte[][] references)
    {
        using var image = new MemoryStream();
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compiled = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)],
            [.. new[] { "System.Private.CoreLib.dll", "System.Runtime.dll" }.Select(file => MetadataReference.CreateFromFile(Path.Combine(framework, file))), .. references.Select(reference => MetadataReference.CreateFromImage(reference))],
            new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(compiled.Success, string.Join('\n', compiled.Diagnostics));
        return image.ToArray();
    }

    private static void Pack(string folder, string name, string version, byte[] library, string? needs = null)
    {
        using var package = ZipFile.Open(Path.Combine(folder, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        var dependency = needs is null ? "" : $"<dependency id=\"{needs}\" version=\"{version}\" />";
        using (var manifest = new StreamWriter(package.CreateEntry(name + ".nuspec").Open()))
        {
            manifest.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{name}</id><version>{version}</version><authors>a test</authors><description>For a test.</description>
                <dependencies><group targetFramework="net10.0">{dependency}</group></dependencies></metadata></package>
                """);
        }
        using var entry = package.CreateEntry($"lib/net10.0/{name}.dll").Open();
        entry.Write(library);
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
