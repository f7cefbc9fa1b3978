namespace StockLab.Display;

/// <summary>Something this room can draw: it renders itself into each of its MIME types.</summary>
public interface IDisplayable
{
    /// <summary>The MIME types that go into a notebook's output together, the richest first.</summary>
    static abstract IReadOnlyList<string> PreferredMimeTypes { get; }

    /// <summary>Every MIME type that <see cref="Render"/> knows.</summary>
    static abstract IReadOnlyList<string> MimeTypes { get; }

    /// <summary>The content for one MIME type.</summary>
    /// <param name="mimeType">One of the type's MIME types, for example <c>image/svg+xml</c>.</param>
    /// <exception cref="ArgumentException">The MIME type is not one of them.</exception>
    string Render(string mimeType);
}
