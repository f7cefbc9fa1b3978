using System.Text.RegularExpressions;

namespace StockLab.Notebooks;

/// <summary>An excerpt of source in a notebook.</summary>
/// <param name="Notebook">The notebook's name.</param>
/// <param name="Cell">The Markdown cell, counted from 1.</param>
/// <param name="Source">What it shows, as <c>path#region</c>.</param>
/// <param name="IsStale">True when it differs, or differed, from the source.</param>
public sealed record Excerpt(string Notebook, int Cell, string Source, bool IsStale);

/// <summary>
/// Keeps the library code that notebooks show equal to the library's source. In a Markdown cell, the line
/// <c>&lt;!-- excerpt: src/Project/File.cs#region --&gt;</c> is followed by a <c>```csharp</c> fence with the content of that <c>#region</c>.
/// </summary>
public static partial class ExcerptSync
{
    /// <summary>Compares the excerpts of notebooks with the source, and writes those that differ unless told only to check.</summary>
    /// <param name="notebooks">The notebooks' files.</param>
    /// <param name="root">What the markers' paths are relative to: the repository.</param>
    /// <param name="check">True to change nothing.</param>
    /// <returns>Every excerpt found.</returns>
    /// <exception cref="ExcerptException">A marker names a file or a region that is not there; the message names notebook and cell.</exception>
    public static IReadOnlyList<Excerpt> SyncAll(IEnumerable<string> notebooks, string root, bool check = false)
    {
        var found = new List<Excerpt>();
        foreach (var path in notebooks)
        {
            var document = NotebookDocument.Load(path);
            var excerpts = Refresh(document, root);
            found.AddRange(excerpts);
            if (!check && excerpts.Any(excerpt => excerpt.IsStale))
                document.Save();
        }
        return found;
    }

    /// <summary>Brings the excerpts of a document up to date, in memory.</summary>
    /// <inheritdoc cref="SyncAll"/>
    public static IReadOnlyList<Excerpt> Refresh(NotebookDocument document, string root)
    {
        var found = new List<Excerpt>();
        foreach (var cell in document.Cells.Where(cell => cell.Kind == CellKind.Markdown))
        {
            cell.Source = Marked().Replace(cell.Source, marked =>
            {
                var path = marked.Groups["path"].Value;
                var region = marked.Groups["region"].Value;
                string code;
                try
                {
                    code = SourceExcerpt.Read(root, path, region);
                }
                catch (ExcerptException error)
                {
                    throw new ExcerptException($"{document.Name}, cell {cell.Index + 1}: {error.Message}.");
                }
                var ticks = code.Contains("```", StringComparison.Ordinal) ? "````" : "```";
                var fresh = $"{marked.Groups["marker"].Value}\n{ticks}csharp\n{code}\n{ticks}";
                found.Add(new Excerpt(document.Name, cell.Index + 1, $"{path}#{region}", fresh != marked.Value));
                return fresh;
            });
        }
        return found;
    }

    [GeneratedRegex("""(?<marker><!--\s*excerpt:\s*(?<path>[^#\s]+)#(?<region>.+?)\s*-->)(?:\s*\n(?<ticks>`{3,})[^\n]*\n(?:.*?\n)?\k<ticks>(?=\n|$))?""", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Marked();
}
