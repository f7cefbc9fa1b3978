using System.Text;

namespace StockLab.Market;

/// <summary>
/// Prices that cannot be used as they are. The message reads <c>FILE:LINE: what is wrong with which value. What to do about it.</c>
/// </summary>
public class PriceDataException : Exception
{
    /// <summary>Says what is wrong, where, and how to mend it.</summary>
    /// <param name="problem">What is wrong, with the value, as a sentence without its full stop.</param>
    /// <param name="remedy">What the reader can do, as a complete sentence.</param>
    /// <param name="file">The file, where there is one.</param>
    /// <param name="line">The line in that file, the header being line 1.</param>
    /// <param name="value">The offending value as it was found.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public PriceDataException(string problem, string remedy, string? file = null, long? line = null, string? value = null, Exception? inner = null)
        : base($"{Place(file, line)}{problem}. {remedy}", inner)
    {
        Problem = problem;
        Remedy = remedy;
        File = file;
        Line = line;
        Value = value;
    }

    /// <summary>What is wrong, without the place and the remedy.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>The file, or null where the data came from no file.</summary>
    public string? File { get; }

    /// <summary>The line in <see cref="File"/>; the header is line 1.</summary>
    public long? Line { get; }

    /// <summary>The offending value as it was found, shortened to 40 characters.</summary>
    public string? Value { get; }

    /// <summary>A value from outside, fit to be shown: quoted, control characters escaped, at most 40 characters.</summary>
    internal static string Quote(string value)
    {
        var text = new StringBuilder("'");
        foreach (var c in value.Length > 40 ? value.AsSpan(0, 40) : value)
            text.Append(char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString());
        return text.Append(value.Length > 40 ? "…'" : "'").ToString();
    }

    private static string Place(string? file, long? line) => (file, line) switch
    {
        (null, _) => "",
        (_, null) => $"{file}: ",
        _ => $"{file}:{line}: ",
    };
}
