using System.Diagnostics;
using System.Text.Json;

namespace StockLab.Experiments.Tests;

/// <summary>Workers as people start them.</summary>
public sealed class SweepWorkerTests(MariaDbServer server)
{
    [Fact]
    public void CountOne_DoesOneTask_AndEnds()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(3);
        Assert.Equal(1, new SweepWorker(any.Place, new WorkerOptions { Count = 1 }).Run());
        Assert.Equal((1, 2), (store.Status().Of(TaskState.Completed), store.Status().Of(TaskState.NotExecuted)));
    }

    [Fact]
    public void ATaskThatFailsWhateverIsTried_IsAnErrorAtOnce()
    {
        using var any = new AnyStore("sqlite", server);
        // A learning rate at which the loss overflows: the same at every try.
        using var store = SweepStore.Create(any.Place, S4.Grid with
        {
            Symbol = "SIM001", From = null, To = null,
            Parameters = [new(S4.Epoch, ["1"]), new(S4.LearningRate, ["1E+30"]), new(S4.SizeSequence, ["5"]), new(S4.SizeUnitInput, ["2"]), new(S4.SizeUnitHidden, ["2"])],
        }, Sample.Open());
        new SweepWorker(any.Place).Run();
        var trial = Assert.Single(store.ReadOutcome().Trials);
        Assert.Equal(TaskState.Error, trial.State);
        Assert.NotEqual("", trial.Note);
        Assert.Equal(1, any.Query<long>("SELECT TRIES FROM SWEEP_TASK").Single());
    }

    [Fact]
    public void HopelessAndMedianRules_PruneAndSayWhy()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(30, plan => plan with { Median = new MedianRule(1, 3), Hopeless = new HopelessRule(2, 1.1) });
        new SweepWorker(any.Place).Run();
        var pruned = store.ReadOutcome().Trials.Where(trial => trial.State == TaskState.Pruned).ToList();
        Assert.Contains(pruned, trial => trial.Note.StartsWith("median rule: validation loss", StringComparison.Ordinal));
        Assert.InRange(pruned.Count, 5, 25);
        Assert.All(pruned, trial => Assert.NotEmpty(trial.Epochs));
        Assert.All(pruned, trial => Assert.True(double.IsNaN(trial.Mse)));
    }

    [Fact]
    public void EarlyStopping_EndsATrainingThatNoLongerImproves()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = SweepStore.Create(any.Place, S4.Grid with
        {
            Symbol = "SIM001", From = null, To = null, Patience = 2,
            Parameters = [new(S4.Epoch, ["60"]), new(S4.LearningRate, ["0.05"]), new(S4.SizeSequence, ["5"]), new(S4.SizeUnitInput, ["2"]), new(S4.SizeUnitHidden, ["2"]), new(S4.BatchSize, ["20"])],
        }, Sample.Open());
        new SweepWorker(any.Place).Run();
        var trial = Assert.Single(store.ReadOutcome().Trials);
        var epochs = trial.Epochs;
        Assert.InRange(epochs.Count, 3, 59);
        // The best epoch is the third from the end: two more without a new low, and no further.
        Assert.Equal(epochs.Count - 2, epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch);
        // The network that was judged is that of the best epoch, and so is the loss by which it is chosen.
        Assert.Equal(epochs.Min(epoch => epoch.ValidationLoss), trial.ValidationLoss);
        Assert.NotEqual(epochs[^1].ValidationLoss, trial.ValidationLoss);
        Assert.Equal(trial.ValidationLoss, any.Query<double>("SELECT VALIDATION_LOSS FROM SWEEP_RESULT").Single());
    }

    [Fact]
    public void ANameThatTheStoreDoesNotHold_IsRefused_AndNothingIsDone()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(3);
        foreach (var arguments in (string[][])[["cancel", "other"], ["work", "other"], ["best", "other"], ["export", "other", "-o", "x.csv"]])
        {
            var (exit, _, error) = SweepCommand.Run(any.Place, arguments);
            Assert.Equal(1, exit);
            Assert.Contains("holds the sweep 'rehearsal', not 'other'", error);
        }
        Assert.Equal(3, store.Status().Of(TaskState.NotExecuted));
        Assert.Contains("1 tasks were cancelled", SweepCommand.Run(any.Place, "cancel", "rehearsal", "--tasks", "TASK01").Output);
    }

    [Fact]
    public void BadNumbers_AreRefusedInOneLine()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(1);
        foreach (var (arguments, message) in ((string[], string)[])[(["work", "--patience", "1e30"], "--patience is 1E+30"), (["work", "--patience", "NaN"], "--patience is NaN"), (["best", "--top", "0"], "--top is 0")])
        {
            var (exit, _, error) = SweepCommand.Run(any.Place, arguments);
            Assert.Equal(1, exit);
            Assert.Contains(message, error);
            Assert.DoesNotContain("   at ", error);
        }
        Assert.DoesNotContain("NaN", SweepCommand.Run(any.Place, "best").Output);        // no ranking yet, and no correlation of rankings
    }

    [Fact]
    public void ARehearsal_NeedsNoPrices()
    {
        using var any = new AnyStore("sqlite", server);
        var (exit, _, error) = SweepCommand.Run(any.Place, "init", "rehearsal", "--data", Path.Combine(Path.GetTempPath(), "no-such-folder"));
        Assert.True(exit == 0, error);
        Assert.Throws<ArgumentNullException>(() => SweepStore.Create(StorePlace.Parse("unused.db"), S4.Grid, null));
    }

    [Fact]
    public void Status_IsDrawnAgain_UntilTheLastTaskHasEnded()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(8, milliseconds: 900);
        using var worker = Start(any.Place);
        WaitFor(() => store.Status().Ended > 0);
        var (exit, output, error) = SweepCommand.Run(any.Place, "status", "--watch");
        Assert.True(exit == 0, error);
        Assert.Contains("tasks a minute, about", output);
        Assert.Matches("TASK0[0-9] on .*:[0-9]+, try 1, last sign of life", output);
        var looks = output.Split("rehearsal · rehearsal · none").Skip(1).ToList();
        Assert.True(looks.Count > 1, output);
        Assert.Contains("done", looks[^1]);
        Assert.DoesNotContain("last sign of life", looks[^1]);
        Assert.True(worker.WaitForExit(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public void AskedToStop_AWorkerGivesItsTaskBack(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix's");
        Assert.SkipWhen(signal == "-INT" && IgnoresInterrupts(), "the tests run in the background of a shell, where SIGINT is ignored by all that they start");
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(2, milliseconds: 60_000);
        using var worker = Start(any.Place);
        WaitFor(() => store.Status().Of(TaskState.Running) == 1);
        Process.Start("kill", [signal, $"{worker.Id}"]).WaitForExit();
        Assert.True(worker.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal((2, 0), (store.Status().Of(TaskState.NotExecuted), store.Status().Of(TaskState.Running)));
        Assert.Equal(0, any.Query<long>("SELECT SUM(TRIES) FROM SWEEP_TASK").Single());        // the try does not count
    }

    [Fact]
    public void Workers_EndWithTheirParent_EvenIfItIsKilled_AndGiveTheirTasksBack()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(4, milliseconds: 60_000);
        using var parent = Start(any.Place, "--workers", "2");
        WaitFor(() => store.Status().Of(TaskState.Running) == 2);
        parent.Kill();                          // not the tree: the children must notice by themselves
        WaitFor(() => store.Status().Of(TaskState.NotExecuted) == 4);
    }

    [Fact]
    public void TheCommand_TakesASweepFromItsFileToItsCsv()
    {
        var folder = Directory.CreateTempSubdirectory("stocklab-sweep-").FullName;
        try
        {
            var place = StorePlace.Parse(Path.Combine(folder, "s.db"));
            File.WriteAllText(Path.Combine(folder, "space.yaml"), "recipe: rehearsal\nparameters:\n  NUMBER: [1, 2, 3, 4, 5]\n");
            var init = SweepCommand.Run(place, "init", Path.Combine(folder, "space.yaml"));
            Assert.True(init.ExitCode == 0, init.Error);
            Assert.Contains("5 tasks", SweepCommand.Run(place, "cancel").Output);
            Assert.Contains("5 tasks", SweepCommand.Run(place, "retry").Output);
            Assert.Equal(0, SweepCommand.Run(place, "work", "--workers", "2").ExitCode);
            using var status = JsonDocument.Parse(SweepCommand.Run(place, "status", "--json").Output);
            Assert.Equal(5, status.RootElement.GetProperty("states").GetProperty("Completed").GetInt32());
            using var best = JsonDocument.Parse(SweepCommand.Run(place, "best", "--json").Output);
            Assert.Equal(5, best.RootElement.GetProperty("completed").GetInt32());
            foreach (var file in (string[])["out.csv", "out.xlsx", "out.html"])
            {
                var export = SweepCommand.Run(place, "export", "--output", Path.Combine(folder, file));
                Assert.True(export.ExitCode == 0, export.Error);
                Assert.True(new FileInfo(Path.Combine(folder, file)).Length > 300);
            }
            var again = SweepCommand.Run(place, "init", Path.Combine(folder, "space.yaml"));
            Assert.Equal(1, again.ExitCode);
            Assert.Contains("5 of its 5 tasks completed", again.Error);
            Assert.DoesNotContain("   at ", again.Error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // SigIgn is a set of bits, the first of them signal 1; SIGINT is 2.
    private static bool IgnoresInterrupts() => File.Exists("/proc/self/status") && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 2) != 0;

    private static Process Start(StorePlace place, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [SweepCommand.Assembly, "sweep", "work", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["STOCKLAB_STORE"] = place.ToParseable();
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void WaitFor(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "waited a minute in vain");
            Thread.Sleep(100);
        }
    }
}
