using System.Collections.Concurrent;

namespace StockLab.Notebooks;

/// <summary>The thread that a session's cells begin on: with a deep stack, and not one of the pool's, so that a cell that blocks it starves nobody.</summary>
internal sealed class CellThread
{
    private const int StackSize = 16 << 20;
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;
    private volatile bool isBusy;

    public CellThread()
    {
        thread = new Thread(Serve, StackSize) { IsBackground = true, Name = "notebook cells" };
        thread.Start();
    }

    /// <summary>Runs something; it must not throw.</summary>
    public void Run(Action action) => work.Add(action);

    /// <summary>Wakes what runs here and waits: a sleep, a lock, a join ends with a <see cref="ThreadInterruptedException"/>.</summary>
    public void Wake()
    {
        if (isBusy && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0)
            thread.Interrupt();
    }

    /// <summary>Lets the thread end after what it does now.</summary>
    public void Leave() => work.CompleteAdding();

    private void Serve()
    {
        while (!work.IsCompleted)
        {
            try
            {
                if (!work.TryTake(out var action, Timeout.Infinite))
                    continue;
                isBusy = true;
                action();
                isBusy = false;
            }
            catch (ThreadInterruptedException)
            {
                // The interruption came when its cell had just ended, and met the wait for the next one.
                isBusy = false;
            }
        }
    }
}
