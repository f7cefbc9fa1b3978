using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace StockLab.Notebooks;

/// <summary>The documentation comments of an assembly, read from the XML file beside it when the first one is asked for.</summary>
internal sealed class XmlDocumentation(string file) : DocumentationProvider
{
    private readonly Lazy<Dictionary<string, string>> members = new(() => Read(file));

    /// <summary>The documentation of the assembly at a path; null when no file holds any.</summary>
    public static XmlDocumentation? Beside(string assembly)
    {
        var file = Path.ChangeExtension(assembly, ".xml");
        return System.IO.File.Exists(file) ? new XmlDocumentation(file) : null;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is XmlDocumentation other && other.File == File;

    /// <inheritdoc/>
    public override int GetHashCode() => File.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        members.Value.GetValueOrDefault(documentationMemberID);

    private string File { get; } = file;

    private static Dictionary<string, string> Read(string file)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var member in XDocument.Load(file).Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } name)
                    found[name] = member.ToString(SaveOptions.DisableFormatting);
            }
        }
        catch (XmlException)
        {
            // Documentation that cannot be read is documentation that is not there; the code works without it.
            return found;
        }
        return found;
    }
}
