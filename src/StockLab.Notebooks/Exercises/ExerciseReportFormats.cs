namespace StockLab.Notebooks;

/// <summary>Names the class that formats a type, by the convention that .NET Interactive and the kernel of this repository honour.</summary>
/// <param name="formatterSourceType">A class with a public <c>CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types a value is shown in.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>Shows an <see cref="ExerciseReport"/> as HTML and as text.</summary>
internal sealed class ExerciseReportFormats
{
    /// <summary>One formatter a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ReportFormatter("text/html", report => report.ToHtml()),
        new ReportFormatter("text/plain", report => report.ToString()),
    ];

    private sealed class ReportFormatter(string mimeType, Func<ExerciseReport, string> write)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not ExerciseReport report)
                return false;
            writer.Write(write(report));
            return true;
        }
    }
}
