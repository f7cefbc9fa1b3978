namespace StockLab.Recurrent;

/// <summary>Writes a file whole or not at all: into a temporary file of the same folder, flushed to the disk, then renamed over the target.</summary>
public static class AtomicFile
{
    /// <summary>Calls <paramref name="write"/> with an empty stream and puts the result in the place of <paramref name="path"/>.</summary>
    /// <remarks>Whatever goes wrong, the file that was at <paramref name="path"/> stays as it was and the temporary file is removed.</remarks>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="write">Writes the contents.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
