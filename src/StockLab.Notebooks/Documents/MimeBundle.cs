using System.Collections;

namespace StockLab.Notebooks;

/// <summary>One value in several representations, keyed by MIME type. JSON types hold JSON text, images base64, all others their text.</summary>
public sealed class MimeBundle : IReadOnlyCollection<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> entries = [];

    /// <summary>A bundle of representations; of two with the same MIME type the last counts.</summary>
    public MimeBundle(IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var entry in entries)
        {
            this.entries.RemoveAll(earlier => earlier.Key == entry.Key);
            this.entries.Add(entry);
        }
    }

    /// <summary>A bundle of plain text.</summary>
    public static MimeBundle PlainText(string text) => new([new("text/plain", text)]);

    /// <summary>The representation of a MIME type, or null when the bundle has none.</summary>
    public string? this[string mimeType]
    {
        get
        {
            foreach (var (key, value) in entries)
            {
                if (key == mimeType)
                    return value;
            }
            return null;
        }
    }

    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <summary>True for a MIME type whose value nbformat keeps as JSON instead of text.</summary>
    public static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
