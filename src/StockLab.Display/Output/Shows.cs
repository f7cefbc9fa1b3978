namespace StockLab.Display;

/// <summary>Formats a <typeparamref name="T"/>, or a value that <see cref="IDisplaysAs{T}">displays as</see> one. Named in <see cref="TypeFormatterSourceAttribute"/>.</summary>
public sealed class Shows<T> : IFormatterSource where T : IDisplayable
{
    /// <inheritdoc/>
    public string[] PreferredMimeTypes => [.. T.PreferredMimeTypes];

    /// <inheritdoc/>
    public IEnumerable<object> CreateTypeFormatters() => T.MimeTypes.Select(mimeType => new MimeFormatter(mimeType, value => value switch
    {
        T shown => shown.Render(mimeType),
        IDisplaysAs<T> source => source.ToDisplay().Render(mimeType),
        _ => null,
    }));
}
