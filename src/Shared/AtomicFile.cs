namespace StockLab;

/// <summary>Files that exist whole or not at all, whatever interrupts the writer. One source file, compiled into every room that writes files.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, flushes it to the disk, and lets it take the place of <paramref name="path"/>.</summary>
    /// <remarks>If <paramref name="write"/> throws, the old file is as it was and the temporary one is gone. A killed process leaves a file ending in <c>.part</c>.</remarks>
    /// <param name="path">The file to create or replace; its folder is created where it is missing.</param>
    /// <param name="write">Writes the contents to an empty stream.</param>
    /// <param name="disk">The disk; another one in tests.</param>
    internal static void Write(string path, Action<Stream> write, Disk? disk = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        disk ??= Disk.Real;
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? throw new IOException($"{path} is no file: name a file in a folder.");
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.part");
        try
        {
            using (var stream = disk.Create(part))
            {
                write(stream);
                disk.Flush(stream);
            }
            disk.Move(part, target);
        }
        catch
        {
            disk.Delete(part);
            throw;
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream}, Disk?)"/>
    internal static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var contents = bytes.ToArray();
        Write(path, stream => stream.Write(contents));
    }
}
