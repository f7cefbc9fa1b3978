using System.Diagnostics;
using System.Globalization;

namespace StockLab.Notebooks;

/// <summary>Notices the end of the process that started the kernel, so that no kernel is left over from a client that crashed.</summary>
internal static class ParentWatch
{
    /// <summary>Waits for the end of the process that <c>JPY_PARENT_PID</c> names; where it names none, for ever.</summary>
    public static async Task WaitAsync()
    {
        // On Windows the variable holds a handle, not a process id.
        var named = Environment.GetEnvironmentVariable("JPY_PARENT_PID");
        if (!OperatingSystem.IsWindows() && int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 1)
        {
            while (Lives(id))
                await Task.Delay(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
            return;
        }
        await Task.Delay(Timeout.Infinite).ConfigureAwait(false);
    }

    private static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
