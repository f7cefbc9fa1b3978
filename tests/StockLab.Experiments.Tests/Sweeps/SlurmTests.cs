using System.Diagnostics;

namespace StockLab.Experiments.Tests;

/// <summary>The array script on a real Slurm of one machine, started for the test, with MariaDB as the store.</summary>
public sealed class SlurmTests(MariaDbServer server)
{
    [Fact]
    public void ArrayJobs_ShareTheWork_AndEveryTaskEndsOnce()
    {
        using var cluster = SlurmCluster.Start();
        using var any = new AnyStore("mariadb", server);
        using var store = any.Rehearse(24, milliseconds: 200);
        new SweepWorker(any.Place, new WorkerOptions { Count = 1 }).Run();       // measures

        // The repository's own command needs the SDK to look for changes; the built one is what its last line starts.
        var command = Path.Combine(cluster.Folder, "stocklab");
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet '{SweepCommand.Assembly}' \"$@\"\n");
        Process.Start("chmod", ["755", command]).WaitForExit();
        var script = Path.Combine(cluster.Folder, "job.sh");
        File.WriteAllText(script, new SlurmScript { Command = command, Minutes = 0.02, Megabytes = 100 }.Write(any.Place, store.Status()));

        cluster.Submit(script, any.Place.ToParseable());

        var clock = Stopwatch.StartNew();
        while (store.Status().Ended < 24)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"the jobs do not come to an end:\n{cluster.Log()}");
            Thread.Sleep(250);
        }
        Assert.Equal(24, store.Status().Of(TaskState.Completed));
        Assert.Equal(24, any.Query<long>("SELECT COUNT(*) FROM TB_MODELRESULT").Single());
        Assert.Equal(24, any.Query<long>("SELECT SUM(TRIES) FROM SWEEP_TASK").Single());
        Assert.True(any.Query<string>("SELECT DISTINCT WORKER FROM SWEEP_TASK").Count > 2, "one job did everything");
    }
}
