namespace StockLab.Market;

/// <summary>Files that exist complete or not at all, whatever interrupts the writer.</summary>
internal static class WholeFile
{
    /// <summary>Writes to a temporary file in the same folder, flushes it to the disk, and lets it take the place of <paramref name="path"/>.</summary>
    /// <remarks>If <paramref name="write"/> throws, the old file is as it was and the temporary one is gone. A killed process leaves a file ending in <c>.part</c>.</remarks>
    internal static void Write(string path, Action<Stream> write, Disk? disk = null)
    {
        disk ??= Disk.Real;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}.part");
        try
        {
            using (var stream = disk.Create(part))
            {
                write(stream);
                disk.Flush(stream);
            }
            disk.Move(part, path);
        }
        catch
        {
            disk.Delete(part);
            throw;
        }
    }
}
