using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StockLab.Notebooks;

/// <summary>A package that a cell asks for, as in <c>#r "nuget: MathNet.Numerics, 5.0.0"</c>.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">Its version or version range; <c>*</c> for the newest.</param>
internal sealed record PackageDirective(string Name, string Version)
{
    private const string Scheme = "nuget:";

    /// <summary>Finds the directives for packages in a cell, and takes them out without moving anything else.</summary>
    /// <returns>The code without them, the packages, and the sources that <c>#i "nuget: https://…"</c> adds.</returns>
    public static (string Code, List<PackageDirective> Packages, List<string> Sources) Extract(string code, CSharpParseOptions options)
    {
        var packages = new List<PackageDirective>();
        var sources = new List<string>();
        if (!code.Contains(Scheme, StringComparison.OrdinalIgnoreCase))
            return (code, packages, sources);

        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("#r", StringComparison.Ordinal) && Argument(line) is { } package)
            {
                var parts = package.Split(',', 2, StringSplitOptions.TrimEntries);
                packages.Add(new PackageDirective(parts[0], parts.Length == 2 && parts[1].Length > 0 ? parts[1] : "*"));
            }
            else if (line.StartsWith("#i", StringComparison.Ordinal) && Argument(line) is { } source)
            {
                sources.Add(source);
            }
            else
            {
                continue;
            }
            lines[i] = "//" + lines[i];
        }
        var without = string.Join('\n', lines);
        // Text in a raw string may look like a directive: if taking it out changes more than directives, nothing is taken out.
        var before = CSharpSyntaxTree.ParseText(code, options).GetRoot();
        var directives = before.DescendantTrivia().Count(trivia => trivia.GetStructure() is ReferenceDirectiveTriviaSyntax or BadDirectiveTriviaSyntax && trivia.ToString().Contains(Scheme, StringComparison.OrdinalIgnoreCase));
        return directives == packages.Count + sources.Count ? (without, packages, sources) : (code, [], []);
    }

    private static string? Argument(string line)
    {
        var start = line.IndexOf('"');
        var end = line.LastIndexOf('"');
        if (start < 0 || end <= start)
            return null;
        var argument = line[(start + 1)..end].Trim();
        return argument.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? argument[Scheme.Length..].Trim() : null;
    }
}
