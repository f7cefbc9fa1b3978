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
        // …/dotnet/packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0/ stands beside …/dotnet/dotnet and …/dotnet/shared/Microsoft.NETCore.App/10.0.1/.
        var dotnet = DotnetCommand.Path;
        if (File.Exists(dotnet))
            dotnet = File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet;
        string[] roots = [Path.GetDirectoryName(dotnet) ?? "", Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "", "..", "..", "..")];
        var packs = roots.Select(root => Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref")).FirstOrDefault(Directory.Exists);
        if (packs is null)
            return [];
        var newest = Directory.GetDirectories(packs).OrderBy(folder => folder, StringComparer.Ordinal).LastOrDefault();
        return newest is null ? [] : Directory.GetFiles(newest, "*.xml", SearchOption.AllDirectories).OrderBy(file => Path.GetFileName(file) == "System.Runtime.xml" ? 0 : 1).ToArray();
    }
}
