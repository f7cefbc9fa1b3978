namespace StockLab.Experiments;

/// <summary>A model folder that cannot be written or trusted. The message reads <c>FILE: what is wrong with which value. What to do about it.</c></summary>
public sealed class ModelFolderException : Exception
{
    /// <summary>Says what is wrong, where, and how to mend it.</summary>
    /// <param name="file">The file or folder at fault.</param>
    /// <param name="problem">What is wrong, with the value, as a sentence without its full stop.</param>
    /// <param name="remedy">What to do, as a complete sentence.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public ModelFolderException(string file, string problem, string remedy, Exception? inner = null)
        : base($"{file}: {problem}. {remedy}", inner) => (File, Problem, Remedy) = (file, problem, remedy);

    /// <summary>The file or folder at fault.</summary>
    public string File { get; }

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
