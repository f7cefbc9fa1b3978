using System.Data.Common;
using System.Diagnostics;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// Claims tasks, trains, records, until none is left. It may be killed at any moment: what it had claimed returns to the queue, and what it had recorded stays. Asked to stop, it
/// gives back what it has not finished.
/// </summary>
/// <param name="place">Where the sweep is.</param>
/// <param name="options">How to work.</param>
public sealed class SweepWorker(StorePlace place, WorkerOptions? options = null)
{
    // Tasks of milliseconds are claimed and recorded several at a time, so that the database is not asked more often than a few times a second.
    private const int MostAtOnce = 64;
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(0.4);
    private readonly WorkerOptions options = options ?? new();

    /// <summary>Works.</summary>
    /// <param name="cancel">Asks to stop: the task that runs is given back to the queue.</param>
    /// <returns>How many tasks it has ended: completed, failed or pruned.</returns>
    /// <exception cref="StoreException">The database cannot be used; what was not recorded returns to the queue.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> asked for it; everything unfinished has been given back.</exception>
    public int Run(CancellationToken cancel = default)
    {
        using var store = SweepStore.Open(place, options.Patience, options.Say);
        using var queue = store.Queue(options.Patience, options.Say);
        using var prices = store.Prices();
        var experiment = SweepExperiment.Find(store.Plan.Recipe);
        var name = options.Name ?? $"{Environment.MachineName}:{Environment.ProcessId}";
        var (ended, atOnce) = (0, 1);
        var waited = 0;
        while (options.Count is not { } count || ended < count)
        {
            cancel.ThrowIfCancellationRequested();
            var claim = Guid.NewGuid().ToString("N");
            var tasks = queue.Claim(claim, Math.Min(atOnce, (options.Count ?? int.MaxValue) - ended), name, cancel);
            if (tasks.Count == 0)
            {
                var left = queue.Left(cancel);
                // Tasks that others run may come back, unless we were asked for a few only and others will see to them.
                if (left.Waiting == 0 && (left.Running == 0 || options.Count is not null))
                    break;
                waited = Math.Min(waited + 1, 10);
                var rest = TimeSpan.FromMilliseconds(Math.Clamp(left.Pause.TotalMilliseconds, 50 * waited, 1000));
                if (cancel.WaitHandle.WaitOne(rest))
                    cancel.ThrowIfCancellationRequested();
                continue;
            }
            waited = 0;
            var clock = Stopwatch.StartNew();
            var done = Work(store, queue, prices, experiment, claim, tasks, cancel);
            ended += done;
            var each = clock.Elapsed / Math.Max(1, tasks.Count);
            atOnce = (int)Math.Clamp(AtOnce / (each + TimeSpan.FromMicroseconds(100)), 1, Math.Min(MostAtOnce, atOnce * 4));
        }
        return ended;
    }

    // The tasks of one claim, one after the other; returns how many of them were recorded.
    private int Work(
        SweepStore store, SweepQueue queue, ISweepPrices prices, SweepExperiment experiment, string claim, IReadOnlyList<ClaimedTask> tasks, CancellationToken cancel)
    {
        using var life = new SignsOfLife(store, claim, options, cancel);
        var (open, reports, ended) = (tasks.Select(task => task.Code).ToList(), new List<TaskReport>(), 0);
        var clock = Stopwatch.StartNew();
        try
        {
            foreach (var task in tasks)
            {
                cancel.ThrowIfCancellationRequested();
                if (!life.Holds(task.Code))
                {
                    open.Remove(task.Code);
                    continue;
                }
                if (Train(store, queue, prices, experiment, claim, task, life, cancel) is { } report)
                    reports.Add(report);
                open.Remove(task.Code);
                if (clock.Elapsed > AtOnce)
                {
                    Record();
                    clock.Restart();
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Record();
            queue.Release(claim, open, CancellationToken.None);
            throw;
        }
        Record();
        return ended;

        void Record()
        {
            if (reports.Count == 0)
                return;
            // A result is worth more than a quick exit: it is recorded even if we were asked to stop meanwhile.
            var recorded = queue.Record(claim, reports, CancellationToken.None);
            foreach (var report in reports)
            {
                if (recorded.Contains(report.Code))
                    options.Ended?.Invoke(report);
                else
                    options.Say?.Invoke($"{report.Code} was taken over by another worker, whose result counts.");
            }
            ended += recorded.Count;
            reports.Clear();
        }
    }

    // Null where the task was taken away while it ran.
    private TaskReport? Train(
        SweepStore store, SweepQueue queue, ISweepPrices prices, SweepExperiment experiment, string claim, ClaimedTask task, SignsOfLife life, CancellationToken cancel)
    {
        var epochs = new List<EpochValue>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        life.Run(task.Code, stop);
        try
        {
            var result = experiment.Train(new TrialRequest(store.Plan, task.Settings, task.Seed, prices, options.Device, Watch), stop.Token);
            return double.IsFinite(result.Mse)
                ? new TaskReport(task.Code, result)
                : new TaskReport(task.Code, Failure: $"the mean squared error is {result.Mse}", Hopeless: true);
        }
        catch (TrialPrunedException pruned)
        {
            return new TaskReport(task.Code, Pruned: pruned.Message, Epochs: epochs);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error) when (error is TrainingDivergedException or ArgumentException or PriceDataException)
        {
            // Settings, seed and prices are the same at every try, and so would be this error.
            return new TaskReport(task.Code, Failure: error.Message, Hopeless: true);
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreException or DbException))
        {
            return new TaskReport(task.Code, Failure: $"{error.GetType().Name}: {error.Message}");
        }
        finally
        {
            life.Run(null, null);
        }

        void Watch(TrialEpoch epoch)
        {
            epochs.Add(epoch.Value);
            if (store.Plan.Hopeless?.Judge(epoch) is { } hopeless)
                throw new TrialPrunedException(hopeless);
            if (store.Plan.Median is { } rule && queue.Report(claim, task.Code, epoch.Value, stop.Token) is { } others && rule.Judge(epoch.Value, others) is { } reason)
                throw new TrialPrunedException(reason);
        }
    }

    /// <summary>Tells the database now and then that the worker is alive, and stops a training whose task was taken away.</summary>
    private sealed class SignsOfLife : IDisposable
    {
        private readonly Lock gate = new(), beating = new();
        private readonly Timer timer;
        private readonly SweepQueue queue;
        private readonly CancellationTokenSource end;
        private IReadOnlySet<string>? held;
        private string? running;
        private CancellationTokenSource? training;

        public SignsOfLife(SweepStore store, string claim, WorkerOptions options, CancellationToken cancel)
        {
            queue = store.Queue(options.Patience);
            end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var every = TimeSpan.FromSeconds(store.Plan.StaleSeconds / 4);
            timer = new Timer(_ => Beat(claim), null, every, every);
        }

        public bool Holds(string code)
        {
            lock (gate)
                return held?.Contains(code) ?? true;
        }

        public void Run(string? code, CancellationTokenSource? stop)
        {
            lock (gate)
                (running, training) = (code, stop);
        }

        public void Dispose()
        {
            end.Cancel();
            using var stopped = new ManualResetEvent(false);
            if (timer.Dispose(stopped))
                stopped.WaitOne();
            queue.Dispose();
            end.Dispose();
        }

        private void Beat(string claim)
        {
            // A beat that takes longer than the pause between two is not overtaken by the next.
            if (!beating.TryEnter())
                return;
            try
            {
                var now = queue.Beat(claim, end.Token);
                lock (gate)
                {
                    held = now;
                    if (running is not null && !now.Contains(running))
                        training?.Cancel();
                }
            }
            catch (Exception error) when (error is OperationCanceledException or StoreException or DbException or ObjectDisposedException)
            {
                // No sign of life could be given. If it lasts, the task goes to somebody else, and recording will find that out.
            }
            finally
            {
                beating.Exit();
            }
        }
    }
}
