namespace StockLab.Experiments;

/// <summary>A file of soft labels that cannot be used as it is. The message reads <c>FILE:LINE: what is wrong with which value. What to do about it.</c></summary>
public sealed class SoftLabelException : Exception
{
    /// <summary>Says what is wrong, where, and how to mend it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="row">The line of a CSV file (its header is line 1), or the row of a tensor, from 0; null where it is the whole file.</param>
    /// <param name="problem">What is wrong, with the value, as a sentence without its full stop.</param>
    /// <param name="remedy">What the reader can do, as a complete sentence.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public SoftLabelException(string file, long? row, string problem, string remedy, Exception? inner = null)
        : base($"{file}{(row is null ? "" : $":{row}")}: {problem}. {remedy}", inner) => (File, Row, Remedy) = (file, row, remedy);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line or row at fault; null where it is the whole file.</summary>
    public long? Row { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
