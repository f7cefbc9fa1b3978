namespace StockLab.Notebooks;

/// <summary>A part of a source file, between <c>#region name</c> and its <c>#endregion</c>.</summary>
internal static class SourceExcerpt
{
    /// <summary>Reads a region: without the region lines, without common indentation, with its comments.</summary>
    /// <exception cref="ExcerptException">There is no such file or region, or the region does not end.</exception>
    public static string Read(string root, string path, string region)
    {
        var file = Path.GetFullPath(Path.Combine(root, path));
        if (!File.Exists(file))
            throw new ExcerptException($"there is no source file {path} (looked in {root}). Correct the path in the marker");
        var lines = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        var start = Array.FindIndex(lines, line => NameOf(line) == region);
        if (start < 0)
        {
            var there = lines.Select(NameOf).OfType<string>().ToList();
            throw new ExcerptException($"{path} has no #region {region}; it has {(there.Count == 0 ? "none" : string.Join(", ", there))}. Add the region to the source, or correct the marker");
        }
        var excerpt = new List<string>();
        var depth = 1;
        for (var i = start + 1; i < lines.Length; i++)
        {
            if (NameOf(lines[i]) is not null)
            {
                depth++;
            }
            else if (lines[i].TrimStart().StartsWith("#endregion", StringComparison.Ordinal))
            {
                if (--depth == 0)
                    return Dedent(excerpt);
            }
            else
            {
                excerpt.Add(lines[i].TrimEnd());
            }
        }
        throw new ExcerptException($"{path}, line {start + 1}: #region {region} has no #endregion. Add it");
    }

    private static string? NameOf(string line)
    {
        line = line.TrimStart();
        return line.StartsWith("#region", StringComparison.Ordinal) ? line["#region".Length..].Trim() : null;
    }

    private static string Dedent(List<string> lines)
    {
        while (lines is [{ Length: 0 }, ..])
            lines.RemoveAt(0);
        while (lines is [.., { Length: 0 }])
            lines.RemoveAt(lines.Count - 1);
        var indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }
}

/// <summary>An excerpt cannot be made. The message says why and what to do.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class ExcerptException(string message) : Exception(message);
