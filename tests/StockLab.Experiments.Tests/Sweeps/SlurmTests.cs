using System.Diagnostics;

namespace StockLab.Experiments.Tests;

/// <summary>The array scripts on a real Slurm of one machine, started for the test, with MariaDB as the store.</summary>
public sealed class SlurmTests(MariaDbServer server)
{
    [Fact]
    public void ArrayJobs_ShareTheWork_AndEveryTaskEndsOnce_WithAGpuAndWithout()
    {
        using var cluster = SlurmCluster.Start();
        foreach (var gpu in (bool[])[false, true])
        {
            using var any = new AnyStore("mariadb", server);
            using var store = any.Rehearse(16, milliseconds: 200);
            new SweepWorker(any.Place, new WorkerOptions { Count = 1 }).Run();       // measures

            var script = Path.Combine(cluster.Folder, $"{(gpu ? "gpu" : "cpu")}.sh");
            string[] arguments = ["slurm", "--output", script, "--minutes", "0.02", "--memory", "100", .. gpu ? (string[])["--gpu"] : []];
            var (exit, output, error) = SweepCommand.Run(any.Place, arguments);
            Assert.True(exit == 0, error);
            Assert.Contains("sbatch", output);
            UseTheBuiltCommand(script, cluster.Folder);

            cluster.Submit(script, any.Place.ToParseable());

            var clock = Stopwatch.StartNew();
            while (store.Status().Ended < 16)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"the jobs do not come to an end:\n{cluster.Log()}");
                Thread.Sleep(250);
            }
            Assert.Equal(16, store.Status().Of(TaskState.Completed));
            Assert.Equal(16, any.Query<long>("SELECT COUNT(*) FROM TB_MODELRESULT").Single());
            Assert.Equal(16, any.Query<long>("SELECT SUM(TRIES) FROM SWEEP_TASK").Single());
            Assert.True(any.Query<string>("SELECT DISTINCT WORKER FROM SWEEP_TASK").Count > 2, "one job did everything");
            Assert.All(cluster.Granted(), granted => Assert.Equal(gpu ? "0" : "no GPU", granted));
        }
    }

    // The repository's own command needs the SDK to look for changes; the built one is what its last line starts. Before that, a job notes the GPU that Slurm has given it.
    private static void UseTheBuiltCommand(string script, string folder)
    {
        var command = Path.Combine(folder, "stocklab");
        File.WriteAllText(command, $"#!/bin/sh\necho \"${{CUDA_VISIBLE_DEVICES:-no GPU}}\" > '{folder}/granted-'$SLURM_ARRAY_TASK_ID\nexec dotnet '{SweepCommand.Assembly}' \"$@\"\n");
        Process.Start("chmod", ["755", command]).WaitForExit();
        var text = File.ReadAllText(script);
        var own = text.Split('\n').Single(line => line.StartsWith("exec '", StringComparison.Ordinal)).Split('\'')[1];
        Assert.EndsWith("/stocklab", own);
        File.WriteAllText(script, text.Replace(own, command, StringComparison.Ordinal));
    }
}
