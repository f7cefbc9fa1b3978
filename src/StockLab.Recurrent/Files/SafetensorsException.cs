namespace StockLab.Recurrent;

/// <summary>A safetensors file that cannot be read or written: names the file, the tensor where there is one, and the way out.</summary>
public sealed class SafetensorsException : Exception
{
    /// <summary>Builds the message "<paramref name="file"/>, tensor '…': problem. remedy".</summary>
    /// <param name="file">The path as the caller gave it.</param>
    /// <param name="tensor">The tensor's name; null when the header or the file as a whole is at fault.</param>
    /// <param name="problem">What is wrong, with the value.</param>
    /// <param name="remedy">What the reader can do about it.</param>
    /// <param name="inner">The cause, if another exception reported it.</param>
    public SafetensorsException(string file, string? tensor, string problem, string remedy, Exception? inner = null)
        : base($"{file}{(tensor is null ? "" : $", tensor '{tensor}'")}: {problem}. {remedy}", inner)
    {
        File = file;
        Tensor = tensor;
        Remedy = remedy;
    }

    /// <summary>The file at fault.</summary>
    public string File { get; }

    /// <summary>The tensor at fault; null when the header or the file as a whole is.</summary>
    public string? Tensor { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
