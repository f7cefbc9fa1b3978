namespace StockLab.Display;

/// <summary>What <see cref="TypeFormatterSourceAttribute"/> names: it knows the formatters of a type and the MIME types to show together.</summary>
public interface IFormatterSource
{
    /// <summary>The MIME types that go into one output together, the richest first.</summary>
    string[] PreferredMimeTypes { get; }

    /// <summary>One object a MIME type, each with <c>string MimeType</c> and <c>bool Format(object, TextWriter)</c>.</summary>
    IEnumerable<object> CreateTypeFormatters();
}
