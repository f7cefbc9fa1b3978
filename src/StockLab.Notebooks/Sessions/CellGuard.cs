using System.Runtime.CompilerServices;

namespace StockLab.Notebooks;

/// <summary>The way to stop a cell that computes without end: every loop and function of a cell is compiled with a call to <see cref="Check"/>.</summary>
public static class CellGuard
{
    private static readonly Lock Gate = new();
    private static int[] alarms = new int[16];
    private static int next;

    /// <summary>Throws when the calling cell has been told to stop. Costs one comparison while no cell of the session has been.</summary>
    /// <param name="session">The number of the session that compiled the cell.</param>
    /// <exception cref="CellInterruptedException">The cell is to stop.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int session)
    {
        if (Volatile.Read(ref alarms[session]) != 0)
            StopIfTold();
    }

    /// <summary>A number for a session about to begin.</summary>
    internal static int Next()
    {
        lock (Gate)
        {
            if (next == alarms.Length)
                Array.Resize(ref alarms, 2 * next);
            return next++;
        }
    }

    /// <summary>Makes the cells of a session look whether they are to stop, or lets them run without looking.</summary>
    internal static void SetAlarm(int session, bool on)
    {
        lock (Gate)
            Volatile.Write(ref alarms[session], on ? 1 : 0);
    }

    private static void StopIfTold()
    {
        if (CellExecution.Current is { Cancel.IsCancellationRequested: true })
            throw new CellInterruptedException();
    }
}

/// <summary>Ends a cell that was told to stop.</summary>
public sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted.");
