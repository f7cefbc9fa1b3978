namespace StockLab;

/// <summary>The steps that change a disk. A process can be killed between any two of them; tests do so.</summary>
internal class Disk
{
    internal static Disk Real { get; } = new();

    /// <summary>Creates a new, empty file.</summary>
    internal virtual Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    /// <summary>Brings what was written to the medium.</summary>
    internal virtual void Flush(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    /// <summary>Lets a file take the place of another; readers see the one or the other.</summary>
    internal virtual void Move(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Removes a file, if it is there.</summary>
    internal virtual void Delete(string path) => File.Delete(path);
}
