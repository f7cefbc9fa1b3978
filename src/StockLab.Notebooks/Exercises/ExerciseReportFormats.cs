using StockLab.Display;

namespace StockLab.Notebooks;

/// <summary>Shows an <see cref="ExerciseReport"/> as HTML and as text.</summary>
public sealed class ExerciseReportFormats : IFormatterSource
{
    /// <inheritdoc/>
    public string[] PreferredMimeTypes => ["text/html", "text/plain"];

    /// <inheritdoc/>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new MimeFormatter("text/html", value => (value as ExerciseReport)?.ToHtml()),
        new MimeFormatter("text/plain", value => (value as ExerciseReport)?.ToString()),
    ];
}
