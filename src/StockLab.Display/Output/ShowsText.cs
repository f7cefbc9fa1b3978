namespace StockLab.Display;

/// <summary>Formats a value as the plain text of its <see cref="object.ToString"/>. Named in <see cref="TypeFormatterSourceAttribute"/>.</summary>
public sealed class ShowsText : IFormatterSource
{
    /// <inheritdoc/>
    public string[] PreferredMimeTypes => ["text/plain"];

    /// <inheritdoc/>
    public IEnumerable<object> CreateTypeFormatters() => [new MimeFormatter("text/plain", value => value.ToString())];
}
