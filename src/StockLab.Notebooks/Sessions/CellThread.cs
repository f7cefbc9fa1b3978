using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

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

    /// <summary>Awaited, lets an asynchronous method go on here.</summary>
    public Entrance Enter() => new(this);

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

    /// <summary>The way onto the thread, for <c>await</c>.</summary>
    public readonly struct Entrance(CellThread target) : ICriticalNotifyCompletion
    {
        /// <summary>True where the caller is there already.</summary>
        public bool IsCompleted => Thread.CurrentThread == target.thread;

        /// <summary>What <c>await</c> asks for.</summary>
        public Entrance GetAwaiter() => this;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation)
        {
            try
            {
                target.Run(continuation);
            }
            catch (InvalidOperationException)
            {
                // The session has ended meanwhile; what wanted to go on here is to find that out elsewhere.
                ThreadPool.UnsafeQueueUserWorkItem(static continuation => continuation(), continuation, preferLocal: false);
            }
        }

        /// <summary>Nothing comes of it.</summary>
        public void GetResult()
        {
        }
    }
}
