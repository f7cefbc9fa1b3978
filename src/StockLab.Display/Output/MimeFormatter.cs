namespace StockLab.Display;

/// <summary>One MIME type of one kind of value, in the shape that .NET Interactive looks for.</summary>
/// <param name="mimeType">The MIME type written.</param>
/// <param name="render">The content for a value, or null when the value is not of the expected kind.</param>
public sealed class MimeFormatter(string mimeType, Func<object, string?> render)
{
    /// <summary>The MIME type written, for example <c>text/html</c>.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the value.</summary>
    /// <returns>False, with nothing written, when the value is not of the expected kind.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (render(instance) is not { } content)
        {
            return false;
        }

        writer.Write(content);
        return true;
    }
}
