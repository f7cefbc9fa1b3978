namespace StockLab.Notebooks;

/// <summary>What the kernel has to say to whoever started it: on the process's own standard error, past the capture of cells' output.</summary>
internal static class KernelLog
{
    private static readonly TextWriter Writer = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });

    /// <summary>Opens the log, so that it is there when the process may open no more files: just then there is something to say.</summary>
    public static void Open() => Writer.Flush();

    /// <summary>Writes a line.</summary>
    public static void Write(string line)
    {
        try
        {
            Writer.WriteLine("kernel: " + line);
        }
        catch (IOException)
        {
            // Whoever started the kernel has closed its end; there is nobody left to tell.
            return;
        }
    }
}
