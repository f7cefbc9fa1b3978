using System.Runtime.InteropServices;

namespace StockLab.Notebooks;

/// <summary>
/// SIGINT under nohup and in the background of a shell: they have it ignored by all that they start, a Jupyter server and its kernels too, and .NET leaves a signal alone
/// that it finds ignored when the console or a handler first needs it.
/// </summary>
internal static class InterruptSignal
{
    private const int Number = 2;
    private const nint Ignored = 1;

    /// <summary>Makes an ignored SIGINT one that can be handled; one that is handled already stays as it is. To be called before anything touches the console.</summary>
    public static void Heed()
    {
        if (OperatingSystem.IsWindows())
            return;
        // struct sigaction begins with the handler on Linux and macOS, and zeros mean the default; it is 152 bytes long at most.
        var action = new nint[64];
        if (Action(Number, null, action) != 0 || action[0] != Ignored)
            return;
        Array.Clear(action);
        _ = Action(Number, action, null);
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int Action(int signal, nint[]? action, [Out] nint[]? before);
}
