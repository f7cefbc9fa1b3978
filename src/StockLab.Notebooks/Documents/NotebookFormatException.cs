namespace StockLab.Notebooks;

/// <summary>A file is no notebook, or not one of a kind that can be read. The message names the file, the line and the remedy.</summary>
/// <param name="file">The file, as the reader knows it.</param>
/// <param name="line">The line, counted from 1.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="remedy">The way out, as a sentence.</param>
public sealed class NotebookFormatException(string file, int line, string problem, string remedy)
    : Exception($"{file}, line {line}: {problem}. {remedy}")
{
    /// <summary>The file, as the reader knows it.</summary>
    public string File { get; } = file;

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; } = line;
}
