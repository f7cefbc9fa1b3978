using System.Collections.Concurrent;
using StockLab.Experiments;

namespace StockLab.Service;

/// <summary>
/// Forecasts that wait for a model's network. Whoever comes to an idle queue orders a worker behind the work that the thread pool already has; until it begins, the requests
/// that arrived together have joined it, so that it asks the network for all of them at once. There is no timer: alone, a request waits for nobody.
/// </summary>
internal sealed class ForecastQueue
{
    private readonly ConcurrentQueue<ForecastJob> waiting = new();
    private readonly ConcurrentBag<Worker> idle = [];
    private readonly SavedModel model;
    private readonly ServiceMetrics metrics;
    private readonly int most, workers, values, outputs;
    private int active, length;
    private volatile bool retired;

    public ForecastQueue(SavedModel model, ServiceOptions options, ServiceMetrics metrics)
    {
        (this.model, this.metrics, most, workers) = (model, metrics, options.MostWaiting, Environment.ProcessorCount);
        (values, outputs) = (model.Description.Window * model.Description.Features.Count, model.Description.Targets.Count);
    }

    /// <summary>Sends a job to the network.</summary>
    /// <returns>False if too many wait.</returns>
    public bool TryEnqueue(ForecastJob job)
    {
        if (Interlocked.Increment(ref length) > most)
        {
            Interlocked.Decrement(ref length);
            return false;
        }
        waiting.Enqueue(job);
        Wake();
        return true;
    }

    /// <summary>Gives back what the idle networks hold, and what the busy ones hold when they are done. Jobs that still come are answered.</summary>
    public void Retire()
    {
        retired = true;
        DisposeIdle();
    }

    private void DisposeIdle()
    {
        while (idle.TryTake(out var worker))
            worker.Dispose();
    }

    private void Wake()
    {
        while (true)
        {
            var now = Volatile.Read(ref active);
            if (now >= workers || waiting.IsEmpty)
                return;
            if (Interlocked.CompareExchange(ref active, now + 1, now) == now)
            {
                ThreadPool.UnsafeQueueUserWorkItem(idle.TryTake(out var worker) ? worker : new Worker(this), preferLocal: false);
                return;
            }
        }
    }

    // Takes what waits, a batch at a time, until nothing does.
    private void Work(Worker worker)
    {
        ForecastJob? open = null;       // a job whose windows did not all fit
        while (true)
        {
            var count = 0;
            try
            {
                count = worker.Take(this, ref open);
                if (count == 0)
                    break;
                worker.Network.Run(count);
                worker.Give(count);
                metrics.Batch(count);
            }
            catch (Exception error)
            {
                worker.Fail(count, error);      // the network itself broke, or could not be made: those who wait for it hear of it
                if (open is not null && !worker.Holds(open, count))
                    open.Fail(error);
                open = null;
            }
        }
        idle.Add(worker);
        if (retired)
            DisposeIdle();
        Interlocked.Decrement(ref active);
        Wake();     // for a job that came after the last look
    }

    /// <summary>A network and the jobs whose windows are in it.</summary>
    private sealed class Worker(ForecastQueue queue) : IThreadPoolWorkItem, IDisposable
    {
        private readonly (ForecastJob Job, int Window)[] slots = new (ForecastJob, int)[BatchedNetwork.Capacity];

        private BatchedNetwork? network;

        public BatchedNetwork Network => network ??= queue.model.CreateNetwork();

        public void Execute() => queue.Work(this);

        public void Dispose() => network?.Dispose();

        public int Take(ForecastQueue from, ref ForecastJob? open)
        {
            var count = 0;
            while (count < slots.Length)
            {
                if (open is null)
                {
                    if (!from.waiting.TryDequeue(out open))
                        break;
                    Interlocked.Decrement(ref from.length);
                    if (open.Cancel.IsCancellationRequested)
                    {
                        open.Fail(new OperationCanceledException(open.Cancel));      // the client left while it waited
                        open = null;
                        continue;
                    }
                }
                var window = open.Next++;
                open.Windows.AsSpan(window * from.values, from.values).CopyTo(Network.Window(count));
                slots[count++] = (open, window);
                if (open.Next == open.Count)
                    open = null;
            }
            return count;
        }

        public void Give(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var (job, window) = slots[i];
                slots[i] = default;
                Network.Forecast(i).CopyTo(job.Forecasts.AsSpan(window * queue.outputs));
                if (window == job.Count - 1)
                    job.Complete();
            }
        }

        public bool Holds(ForecastJob job, int count) => slots.AsSpan(0, count).ToArray().Any(slot => slot.Job == job);

        public void Fail(int count, Exception error)
        {
            foreach (var job in slots.AsSpan(0, count).ToArray().Select(slot => slot.Job).Where(job => job is not null).Distinct())
                job.Fail(error);
        }
    }
}
