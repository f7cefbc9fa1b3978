using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StockLab.Cli.Tests;

/// <summary>The packages that a lesson loads by name are those that the libraries are built with: two versions of one in a session do not agree on their types.</summary>
public sealed partial class LessonPackagesTests
{
    [Fact]
    public void Lessons_LoadTheVersionsThatAreBuiltWith()
    {
        var built = XDocument.Load(Path.Combine(CommandLine.Root, "Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var loaded = CommandLine.Lessons.SelectMany(path => Directive().Matches(File.ReadAllText(path))).Select(match => (Package: match.Groups["package"].Value, Version: match.Groups["version"].Value)).ToList();
        Assert.Contains(loaded, directive => directive.Package == "Skender.Stock.Indicators");
        Assert.All(loaded.Where(directive => !directive.Package.StartsWith("StockLab.", StringComparison.Ordinal)), directive => Assert.Equal(built[directive.Package], directive.Version));
    }

    [GeneratedRegex("""#r \\"nuget: (?<package>[^,\\]+), (?<version>[^\\]+)\\""")]
    private static partial Regex Directive();
}
