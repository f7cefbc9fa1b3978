using System.Collections.Concurrent;
using System.Xml;

namespace StockLab.Notebooks;

/// <summary>The documentation of the framework's own types. It is part of the SDK, not of the runtime; without an SDK there is none.</summary>
internal static class FrameworkDocumentation
{
    private static readonly Lazy<string[]> Files = new(FindFiles);
    private static readonly ConcurrentDictionary<string, string?> Known = new(StringComparer.Ordinal);

    /// <summary>The comment on a member as XML; null when it cannot be found.</summary>
    public static string? Find(string id) => Known.GetOrAdd(id, Search);

    private static string? Search(string id)
    {
        var needle = $"name=\"{id}\"";
        foreach (var file in Files.Value)
        {
            // Reading text is many times quicker than parsing XML, and almost all files do not have the member.
            var text = File.ReadAllText(file);
            if (!text.Contains(needle, StringComparison.Ordinal))
                continue;
            using var reader = XmlReader.Create(new StringReader(text));
            while (reader.ReadToFollowing("member"))
            {
                if (reader.GetAttribute("name") == id)
                    return reader.ReadOuterXml();
            }
        }
        return null;
    }

    private static string[] FindFiles()
    {
        // …/dotnet/shared/Microsoft.NETCore.App/10.0.1/ stands beside …/dotnet/packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0/.
        var shared = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var root = Path.GetFullPath(Path.Combine(shared ?? ".", "..", "..", ".."));
        var packs = Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref");
        if (!Directory.Exists(packs))
            return [];
        var newest = Directory.GetDirectories(packs).OrderBy(folder => folder, StringComparer.Ordinal).LastOrDefault();
        return newest is null ? [] : Directory.GetFiles(newest, "*.xml", SearchOption.AllDirectories).OrderBy(file => Path.GetFileName(file) == "System.Runtime.xml" ? 0 : 1).ToArray();
    }
}
