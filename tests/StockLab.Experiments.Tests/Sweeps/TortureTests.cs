using System.Diagnostics;
using System.Globalization;

namespace StockLab.Experiments.Tests;

/// <summary>
/// Worker processes killed at random, and the server with them: every task ends once, and the tables of results are, digit by digit, those of one worker whom nobody disturbed.
/// With the variable STOCKLAB_TORTURE=full 200 workers are killed, which takes some minutes a database; without it, 40. The server is killed five times either way.
/// </summary>
public sealed class TortureTests(MariaDbServer server, ITestOutputHelper output)
{
    private const int Workers = 8, ServerKills = 5;
    private static readonly bool Full = Environment.GetEnvironmentVariable("STOCKLAB_TORTURE") == "full";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("mariadb")]
    public void WorkersAndServersKilledAtRandom_LoseNothingAndDoubleNothing(string kind)
    {
        var (kills, tasks) = Full ? (200, 6000) : (40, 1200);
        // A server of its own: it is killed, and other tests need theirs.
        using var own = kind == "mariadb" ? new MariaDbServer([]) : null;
        using var tortured = new AnyStore(kind, own ?? server);
        using var quiet = new AnyStore(kind, server);
        using (var undisturbed = Begin(quiet, tasks, milliseconds: 0))
            new SweepWorker(quiet.Place).Run();
        using var store = Patient(Begin(tortured, tasks, milliseconds: 50), tortured.Place);

        var random = new Random(20240106);
        var clock = Stopwatch.StartNew();
        var workers = new List<Process>();
        var (killed, served, doneMeanwhile) = (0, 0, 0);
        try
        {
            workers.AddRange(Enumerable.Range(0, Workers).Select(_ => Start(tortured.Place)));
            while (killed < kills)
            {
                Thread.Sleep(random.Next(50, 450));
                var now = store.Status();
                doneMeanwhile = now.Ended;
                if (now.Ended == now.Tasks)
                    Assert.Fail($"the work was done after {killed} kills of {kills}: take more tasks");
                var victim = Victim(workers, now, random);
                if (!workers[victim].HasExited)
                {
                    workers[victim].Kill();
                    killed++;
                }
                workers[victim].Dispose();
                workers[victim] = Start(tortured.Place);
                if (own is not null && killed >= (served + 1) * kills / (ServerKills + 1) && served < ServerKills)
                {
                    own.Kill();
                    Thread.Sleep(random.Next(100, 1500));
                    own.Start();
                    served++;
                }
            }
            foreach (var worker in workers)
            {
                Assert.True(worker.WaitForExit(TimeSpan.FromSeconds(240)), "a worker does not come to an end");
                Assert.Equal(0, worker.ExitCode);
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                if (!worker.HasExited)
                    worker.Kill();
                worker.Dispose();
            }
        }

        using var after = SweepStore.Open(tortured.Place);
        var status = after.Status();
        var tries = tortured.Query<long>("SELECT SUM(TRIES) FROM SWEEP_TASK").Single();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind}: {tasks} tasks, {killed} workers and {served} servers killed while {doneMeanwhile} of them ended, {tries} tries, {clock.Elapsed.TotalSeconds:0} s"));
        Assert.True(tries > tasks, "no task was ever interrupted, so the test has shown nothing");
        Assert.Equal(tasks, status.Of(TaskState.Completed));
        Assert.Equal(own is null ? 0 : ServerKills, served);
        foreach (var table in (string[])["TB_MODELRESULT", "SWEEP_RESULT"])
            Assert.Equal(tasks, tortured.Query<long>($"SELECT COUNT(*) FROM {table}").Single());
        Assert.Equal(quiet.Results(), tortured.Results());
    }

    private static SweepStore Begin(AnyStore any, int tasks, int milliseconds) =>
        any.Rehearse(tasks, plan => plan with { StaleSeconds = 2, RetrySeconds = 0.1 }, milliseconds);

    // Three times in four one that has tasks, so that something is lost; else any, so that some die while they start or record.
    private static int Victim(List<Process> workers, SweepStatus now, Random random)
    {
        var busy = now.Running.Select(task => int.Parse(task.Worker.Split(':')[^1], CultureInfo.InvariantCulture)).ToHashSet();
        List<int> victims = [.. Enumerable.Range(0, workers.Count).Where(i => busy.Contains(workers[i].Id))];
        return victims.Count > 0 && random.Next(4) > 0 ? victims[random.Next(victims.Count)] : random.Next(workers.Count);
    }

    // The server will be away now and then while we look.
    private static SweepStore Patient(SweepStore begun, StorePlace place)
    {
        begun.Dispose();
        return SweepStore.Open(place, TimeSpan.FromMinutes(1));
    }

    private static Process Start(StorePlace place)
    {
        var command = SweepCommand.Assembly;
        var start = new ProcessStartInfo("dotnet", [command, "sweep", "work", "--patience", "120"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["STOCKLAB_STORE"] = place.ToParseable();
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
