using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Benchmarks;

/// <summary>
/// 10,000 tasks that train nothing, claimed and recorded by two workers, on SQLite and on MariaDB. The peer does the same on the same database as a plain program would: one task at a
/// time, a transaction for the claim and one for the result. Microseconds a task; 1,000 is a thousand tasks a second.
/// </summary>
public sealed class SweepBenchmark : IBenchmark
{
    private const int Tasks = 10_000, PeerTasks = 1_000, Workers = 2;

    /// <inheritdoc/>
    public string Name => "sweep";

    /// <inheritdoc/>
    public string Summary => "claim and record a task of a sweep, on SQLite and on MariaDB, beside one task at a time";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-bench-").FullName;
        Process? server = null;
        try
        {
            yield return Measure("sweep-sqlite", i => StorePlace.Parse(Path.Combine(folder, $"{i}.db")), log);
            var port = StartMariaDb(folder, out server);
            if (port is null)
                log.WriteLine("MariaDB is not installed (Debian: mariadb-server), so its case is left out.");
            else
                yield return Measure("sweep-mariadb", i => StorePlace.Parse(FormattableString.Invariant($"Server=127.0.0.1;Port={port};Database=bench{i};User Id=bench;Password=bench")), log);
        }
        finally
        {
            if (server is not null)
            {
                server.Kill();
                server.WaitForExit();
                server.Dispose();
            }
            Directory.Delete(folder, recursive: true);
        }
    }

    private static BenchmarkCase Measure(string name, Func<int, StorePlace> place, TextWriter log)
    {
        Time(place(0), 500, parallel: true);          // warm up
        var (ours, peer) = (Time(place(1), Tasks, parallel: true), Time(place(2), PeerTasks, parallel: false));
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {1e6 / ours:F0} tasks/s, one at a time {1e6 / peer:F0} tasks/s"));
        return new BenchmarkCase(name, ours, peer, "µs/task");
    }

    // Microseconds a task.
    private static double Time(StorePlace place, int tasks, bool parallel)
    {
        var prices = new PriceFolder(Directory.CreateTempSubdirectory("stocklab-none-").FullName);
        using var store = SweepStore.Create(place, Rehearsal.Of(tasks, milliseconds: 0), prices);
        Directory.Delete(prices.FolderPath);
        var clock = Stopwatch.StartNew();
        if (parallel)
            Parallel.For(0, Workers, _ => new SweepWorker(place).Run());
        else
            OneAtATime(store);
        clock.Stop();
        if (store.Status().Of(TaskState.Completed) != tasks)
            throw new InvalidOperationException($"{store.Status().Of(TaskState.Completed)} of {tasks} tasks were completed.");
        return clock.Elapsed.TotalMicroseconds / tasks;
    }

    private static void OneAtATime(SweepStore store)
    {
        using var queue = store.Queue();
        var experiment = new Rehearsal();
        while (true)
        {
            var claim = Guid.NewGuid().ToString("N");
            var tasks = queue.Claim(claim, 1, "peer");
            if (tasks.Count == 0)
                return;
            var result = experiment.Train(new TrialRequest(store.Plan, tasks[0].Settings, tasks[0].Seed, Prices: null!));
            queue.Record(claim, [new TaskReport(tasks[0].Code, result)]);
        }
    }

    private static int? StartMariaDb(string folder, out Process? server)
    {
        server = null;
        string[] paths = ["/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db"];
        if (!paths.All(File.Exists))
            return null;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            using (var install = Start(paths[1], "--no-defaults", $"--datadir={folder}/data", $"--user={Environment.UserName}", "--skip-test-db", "--auth-root-authentication-method=normal"))
                install.WaitForExit();
            File.WriteAllText($"{folder}/init.sql", "CREATE USER IF NOT EXISTS 'bench'@'%' IDENTIFIED BY 'bench';\nGRANT ALL ON *.* TO 'bench'@'%';\n");
            server = Start(paths[0], "--no-defaults", $"--datadir={folder}/data", $"--port={port}", "--bind-address=127.0.0.1", $"--socket={folder}/s", $"--pid-file={folder}/pid",
                $"--log-error={folder}/log", $"--user={Environment.UserName}", "--skip-name-resolve", $"--init-file={folder}/init.sql");
            for (var waited = 0; waited < 300; waited++)
            {
                try
                {
                    using var client = new TcpClient();
                    client.Connect(IPAddress.Loopback, port);
                    return port;
                }
                catch (SocketException)
                {
                    Thread.Sleep(100);
                }
            }
            throw new TimeoutException($"mariadbd does not listen on {port}; its log: {File.ReadAllText($"{folder}/log")}");
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
