using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using StockLab.Display;
using StockLab.Experiments;
using StockLab.Notebooks;

namespace StockLab.Cli;

/// <summary><c>stocklab sweep work</c>: one worker in this process, or several in processes of their own.</summary>
internal static class SweepWorkVerb
{
    private const int RestartsAWorker = 10;
    private const double LongestPatience = 7 * 86_400;

    public static Command Create()
    {
        var sweep = new SweepPlace();
        var usual = new WorkerOptions();
        var workers = new Option<int>("--workers") { Description = "Processes, each a worker on one core.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var count = new Option<int?>("--count") { Description = "Tasks a worker at most; 1 does one task and ends.", HelpName = "N" };
        var patience = new Option<double>("--patience") { Description = "Seconds to wait for a server that does not answer.", DefaultValueFactory = _ => usual.Patience.TotalSeconds, HelpName = "S" };
        var device = new Option<string>("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => usual.Device }.AcceptOnlyFromAmong("cpu", "cuda");
        var child = new Option<bool>("--child") { Hidden = true };
        var command = new Command("work", "Claim tasks, train, record, until none is left. Ctrl+C gives back what is not finished.") { sweep.Name, sweep.Store, workers, count, patience, device, child };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(workers) < 1 || parsed.GetValue(count) < 1)
                throw new ArgumentException("--workers and --count are at least 1.");
            if (parsed.GetValue(patience) is not (>= 0 and <= LongestPatience))
                throw new ArgumentException(FormattableString.Invariant($"--patience is {parsed.GetValue(patience)}; give seconds from 0 to {LongestPatience}, a week."));
            var wait = TimeSpan.FromSeconds(parsed.GetValue(patience));
            StorePlace place;
            using (var store = sweep.Open(parsed, wait, Console.Error.WriteLine))
            {
                place = store.Place;
                if (parsed.GetValue(workers) > 1)
                    return Several(store, parsed.GetValue(workers), [.. Passed(parsed, count, patience, device)], cancel);
            }

            // Whoever started this worker holds the other end of its input, and if that one dies, so does the worker.
            using var orphaned = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (parsed.GetValue(child))
                _ = Task.Run(() => EndWithParent(orphaned), CancellationToken.None);
            var options = new WorkerOptions
            {
                Count = parsed.GetValue(count),
                Patience = wait,
                Device = parsed.GetValue(device)!,
                Say = Console.Error.WriteLine,
                Ended = parsed.GetValue(child) ? null : report => Console.Error.WriteLine(Line(report)),
            };
            var done = new SweepWorker(place, options).Run(orphaned.Token);
            if (!parsed.GetValue(child))
                Console.WriteLine($"{done} tasks done.");
            return 0;
        }, CancellationToken.None));
        return command;
    }

    private static string Line(TaskReport report) => report switch
    {
        { Result: { } result } => string.Create(CultureInfo.InvariantCulture, $"{report.Code} Completed · MSE {result.Mse:G5}, naive {result.NaiveMse:G5} · {result.Seconds:0.0} s"),
        { Pruned: { } rule } => $"{report.Code} Pruned · {rule}",
        _ => $"{report.Code} failed · {report.Failure}",
    };

    private static IEnumerable<string> Passed(ParseResult parsed, Option<int?> count, Option<double> patience, Option<string> device)
    {
        if (parsed.GetValue(count) is { } tasks)
            yield return string.Create(CultureInfo.InvariantCulture, $"--count={tasks}");
        yield return string.Create(CultureInfo.InvariantCulture, $"--patience={parsed.GetValue(patience)}");
        yield return $"--device={parsed.GetValue(device)}";
    }

    private static int Several(SweepStore store, int workers, string[] passed, CancellationToken cancel)
    {
        var children = Enumerable.Range(0, workers).Select(_ => Start(store.Place, passed)).ToList();
        var restarts = RestartsAWorker * workers;
        var failed = 0;
        try
        {
            // Successive halving adds tasks as it goes on.
            using var bar = new Progress("sweep", store.Plan.Halving is null ? store.Status().Tasks : null, cancel).Live(Console.Error);
            while (children.Count > 0)
            {
                if (cancel.WaitHandle.WaitOne(TimeSpan.FromSeconds(1)))
                    cancel.ThrowIfCancellationRequested();
                var status = store.Status();
                bar.Report(status.Ended, string.Create(CultureInfo.InvariantCulture, $"{status.Running.Count} running{(status.Left is { } left && status.PerMinute > 0 ? $" · {status.PerMinute:0.#} a minute, {Duration.Text(left)} left" : "")}"));
                foreach (var ended in children.Where(worker => worker.HasExited).ToList())
                {
                    children.Remove(ended);
                    // A worker that was killed (128 + signal) is replaced; one that says it cannot go on is not.
                    if (ended.ExitCode > 128 && restarts-- > 0)
                    {
                        Console.Error.WriteLine($"A worker was killed (exit code {ended.ExitCode}); another takes its place.");
                        children.Add(Start(store.Place, passed));
                    }
                    else if (ended.ExitCode != 0)
                    {
                        failed = ended.ExitCode;
                    }
                    ended.Dispose();
                }
            }
        }
        finally
        {
            Stop(children);
        }
        var end = store.Status();
        Console.WriteLine(end.ToDisplay().ToText());
        return failed;
    }

    private static Process Start(StorePlace place, string[] passed)
    {
        string[] command = [.. KernelBuild.CommandIn(AppContext.BaseDirectory), "sweep", "work", "--child", .. passed];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true };
        start.Environment[SweepPlace.Variable] = place.ToParseable();
        // One core's worth each: the fused engine has one thread, the rest is told so.
        foreach (var variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "DOTNET_PROCESSOR_COUNT"])
            start.Environment[variable] = "1";
        return Process.Start(start)!;
    }

    // Closing its input asks a worker to give its task back and end.
    private static void Stop(List<Process> children)
    {
        foreach (var child in children)
            child.StandardInput.Close();
        foreach (var child in children)
        {
            if (!child.WaitForExit(TimeSpan.FromSeconds(20)))
                child.Kill();
            child.Dispose();
        }
    }

    private static void EndWithParent(CancellationTokenSource orphaned)
    {
        while (Console.In.Read() >= 0)
        {
        }
        orphaned.Cancel();
    }
}
