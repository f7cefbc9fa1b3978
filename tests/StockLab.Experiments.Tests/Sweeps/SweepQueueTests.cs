using System.Globalization;

namespace StockLab.Experiments.Tests;

/// <summary>The queue on both kinds of database: nothing is done twice, nothing is lost.</summary>
public sealed class SweepQueueTests(MariaDbServer server)
{
    public static TheoryData<string> Kinds => AnyStore.Kinds;

    private static TrialResult Result(double mse = 1) => new() { Mse = mse, BroadcastMse = 2, NaiveMse = 3, Loss = 4, Seconds = 0.5, Epochs = [new(1, 5, 6)] };

    private static string NewClaim() => Guid.NewGuid().ToString("N");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WorkersAtOnce_ShareTheTasks_AndEachIsClaimedOnce(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(300);
        var claimed = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            using var queue = store.Queue(TimeSpan.FromSeconds(30));
            for (var size = 1 + worker; ; size = (size % 7) + 1)
            {
                var claim = NewClaim();
                var tasks = queue.Claim(claim, size, $"w{worker}");
                if (tasks.Count == 0)
                    break;
                foreach (var task in tasks)
                    claimed.Add(task.Code);
                Assert.Equal(tasks.Select(task => task.Code).ToHashSet(), queue.Record(claim, [.. tasks.Select(task => new TaskReport(task.Code, Result(task.Seed)))]));
            }
        });

        Assert.Equal(300, claimed.Count);
        Assert.Equal(300, claimed.Distinct().Count());
        Assert.Equal(300, store.Status().Of(TaskState.Completed));
        Assert.All(store.ReadOutcome().Trials, trial => Assert.Equal(trial.Seed, trial.Mse));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ALateWorker_WhoseTaskWasTakenOver_RecordsNothing(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(1, plan => plan with { StaleSeconds = 600 });
        using var queue = store.Queue();
        var (late, next) = (NewClaim(), NewClaim());
        var code = Assert.Single(queue.Claim(late, 1, "late")).Code;
        Assert.Empty(queue.Claim(next, 1, "next"));                 // it is held
        any.Later(601);
        Assert.Equal(2, Assert.Single(queue.Claim(next, 1, "next")).Try);

        Assert.Empty(queue.Beat(late));
        Assert.Empty(queue.Record(late, [new TaskReport(code, Result(mse: 111))]));
        Assert.Equal(TaskState.Running, store.ReadOutcome().Trials[0].State);
        Assert.Equal([code], queue.Record(next, [new TaskReport(code, Result(mse: 222))]));
        Assert.Empty(queue.Record(late, [new TaskReport(code, Result(mse: 111))]));
        Assert.Equal(222, Assert.Single(store.ReadOutcome().Trials).Mse);
        Assert.Equal(1, any.Query<long>("SELECT COUNT(*) FROM TB_MODELRESULT").Single());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RecordingAgain_AfterAnAnswerWasLost_ChangesNothing(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(2);
        using var queue = store.Queue();
        var claim = NewClaim();
        var tasks = queue.Claim(claim, 2, "w");
        TaskReport[] reports = [.. tasks.Select(task => new TaskReport(task.Code, Result()))];
        queue.Record(claim, reports);
        var before = any.Results();

        Assert.Equal(2, queue.Record(claim, reports).Count);         // counted as ours, written once
        Assert.Equal(before, any.Results());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SignsOfLife_KeepAClaim(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(1, plan => plan with { StaleSeconds = 600 });
        using var queue = store.Queue();
        var claim = NewClaim();
        queue.Claim(claim, 1, "w");
        for (var i = 0; i < 6; i++)
        {
            any.Later(400);
            Assert.Single(queue.Beat(claim));
            Assert.Empty(queue.Claim(NewClaim(), 1, "other"));
        }
        any.Later(601);
        Assert.Single(queue.Claim(NewClaim(), 1, "other"));
    }

    [Fact]
    public void WhoIsSilent_AndWhoRests_GoesByTheServersClock_NotByTheWorkers()
    {
        using var any = new AnyStore("mariadb", server);
        any.Rehearse(1).Dispose();
        // The server lets every connection of this user live at a second of our choice, far from the clock of this machine. A silence of 60 s and a rest of 5 s are the usual ones.
        const long Noon = 1_000_000_000;
        (ClaimedTask? Task, SweepQueue Queue, string Claim) At(long second)
        {
            any.Execute("SET GLOBAL init_connect = @sql", new { sql = FormattableString.Invariant($"SET timestamp = {second}") });
            using var store = SweepStore.Open(any.As("writer", "writer"));
            var (queue, claim) = (store.Queue(), NewClaim());
            return (queue.Claim(claim, 1, "w").SingleOrDefault(), queue, claim);
        }
        try
        {
            var (first, queue, claim) = At(Noon);
            Assert.Equal(1, first!.Try);
            Assert.Equal(1000 * Noon, any.Query<long>("SELECT HEARTBEAT FROM SWEEP_TASK").Single());
            using (queue)
            {
                Assert.Null(At(Noon + 60).Task);
                Assert.Equal(2, At(Noon + 61).Task!.Try);
                Assert.Empty(queue.Beat(claim));
            }
            var (third, late, holds) = At(Noon + 200);
            using (late)
                late.Record(holds, [new TaskReport(third!.Code, Failure: "no luck")]);
            Assert.Null(At(Noon + 204).Task);
            Assert.Equal(4, At(Noon + 205).Task!.Try);
        }
        finally
        {
            any.Execute("SET GLOBAL init_connect = ''");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnErrorTooLargeForTheSourcesFloat_IsRecordedInFull(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(1);
        using var queue = store.Queue();
        var claim = NewClaim();
        var code = Assert.Single(queue.Claim(claim, 1, "w")).Code;
        Assert.Equal([code], queue.Record(claim, [new TaskReport(code, Result(mse: 1e60) with { Loss = 1e300 })]));
        Assert.Equal(1e60, Assert.Single(store.ReadOutcome().Trials).Mse);
        Assert.Equal([null], any.Query<double?>("SELECT MSE FROM TB_MODELRESULT"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFailedTask_RestsAndIsTriedAgain_AsOftenAsIsAllowed(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(1, plan => plan with { MaxTries = 3, RetrySeconds = 600 });
        using var queue = store.Queue();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var claim = NewClaim();
            var task = Assert.Single(queue.Claim(claim, 1, "w"));
            Assert.Equal(attempt, task.Try);
            queue.Record(claim, [new TaskReport(task.Code, Failure: $"the {attempt}th {new string('x', 400)}")]);
            Assert.Empty(queue.Claim(NewClaim(), 1, "w"));            // it rests, or is given up
            any.Later(601);
        }
        var trial = Assert.Single(store.ReadOutcome().Trials);
        Assert.Equal(TaskState.Error, trial.State);
        Assert.StartsWith("after 3 tries: the 3th", trial.Note);
        Assert.Equal(300, trial.Note.Length);                         // NOTE is varchar(300)

        Assert.Equal(1, queue.Retry());
        Assert.Equal(1, Assert.Single(queue.Claim(NewClaim(), 1, "w")).Try);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ATaskWhoseWorkersAllDie_IsGivenUpAfterTheLastTry(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(1, plan => plan with { MaxTries = 2, StaleSeconds = 600 });
        using var queue = store.Queue();
        for (var i = 0; i < 2; i++)
        {
            Assert.Single(queue.Claim(NewClaim(), 1, "dies"));
            any.Later(601);
        }
        Assert.Empty(queue.Claim(NewClaim(), 1, "dies"));
        var trial = Assert.Single(store.ReadOutcome().Trials);
        Assert.Equal((TaskState.Error, "claimed 2 times, and each time its worker gave no further sign of life"), (trial.State, trial.Note));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReleasedTasks_GoBackAsIfNeverClaimed_AndCancelledOnesStayOut(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(4);
        using var queue = store.Queue();
        var claim = NewClaim();
        var tasks = queue.Claim(claim, 2, "w");
        queue.Release(claim, [.. tasks.Select(task => task.Code)]);
        Assert.Equal([1, 1], queue.Claim(claim = NewClaim(), 2, "w").Select(task => task.Try));

        Assert.Equal(1, queue.Cancel(["TASK04"]));
        Assert.Equal(0, queue.Cancel(["TASK01"]));                    // it runs
        Assert.Equal(1, queue.Cancel(["TASK01"], running: true));
        Assert.Equal(["TASK02"], queue.Beat(claim));                  // the worker of TASK01 learns of it
        Assert.Equal(["TASK02"], queue.Record(claim, [new("TASK01", Result()), new("TASK02", Result())]));
        Assert.Equal(["Cancelled", "Completed", "NotExecuted", "Cancelled"], any.Query<string>("SELECT STATUS FROM TB_TASKSTATUS WHERE IDX_TASK >= 3 ORDER BY IDX_TASK"));
        Assert.Equal(1, any.Query<long>("SELECT COUNT(*) FROM TB_MODELRESULT").Single());
        Assert.Equal(2, queue.Retry());
        Assert.Contains("no task 'TASK09'", Assert.Throws<ArgumentException>(() => queue.Retry(["TASK09"])).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SuccessiveHalving_PromotesTheBestOfARungOnce_WhoeverEndsItsLastTask(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(27, plan => plan with { Search = SearchKind.Halving, Halving = new SuccessiveHalving(1, 3, 9) });
        // Eight threads end tasks at the same time, so the last of a rung are often recorded together.
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var queue = store.Queue(TimeSpan.FromSeconds(30));
            for (var idle = 0; idle < 20;)
            {
                var claim = NewClaim();
                var tasks = queue.Claim(claim, 1, "w");
                idle = tasks.Count == 0 ? idle + 1 : 0;
                if (tasks.Count > 0)
                    queue.Record(claim, [new TaskReport(tasks[0].Code, Result() with { Epochs = [new(1, 1, tasks[0].Seed)] })]);
                else
                    Thread.Sleep(10);
            }
        });

        var trials = store.ReadOutcome().Trials;
        Assert.All(trials, trial => Assert.Equal(TaskState.Completed, trial.State));
        Assert.Equal([27, 9, 3], trials.GroupBy(trial => trial.Settings[S4.Epoch]).OrderBy(rung => int.Parse(rung.Key, CultureInfo.InvariantCulture)).Select(rung => rung.Count()));
        var first = trials.Where(trial => trial.Settings[S4.Epoch] == "1").ToList();
        // The seed leaves EPOCH out: a promoted task continues the one that it came from, and the best nine by validation loss, here the seed, are the ones.
        Assert.Equal(first.Select(trial => trial.Seed).Order().Take(9), trials.Where(trial => trial.Settings[S4.Epoch] == "3").Select(trial => trial.Seed).Order());
        Assert.Equal(first.Select(trial => trial.Seed).Order().Take(3), trials.Where(trial => trial.Settings[S4.Epoch] == "9").Select(trial => trial.Seed).Order());
        Assert.Equal(Enumerable.Range(1, 39).Select(i => $"TASK{i:00}"), trials.Select(trial => trial.Task));
    }

    [Fact]
    public void CancellingAll_EndsSuccessiveHalvingToo_AndCancellingTheLastTaskOfARung_PromotesTheOthers()
    {
        using var any = new AnyStore("sqlite", server);
        using var store = any.Rehearse(4, plan => plan with { Search = SearchKind.Halving, Halving = new SuccessiveHalving(1, 2, 2) });
        using var queue = store.Queue();
        var claim = NewClaim();
        queue.Record(claim, [.. queue.Claim(claim, 2, "w").Select((task, i) => new TaskReport(task.Code, Result() with { Epochs = [new(1, 1, i + 1)] }))]);

        Assert.Equal(2, queue.Cancel());
        Assert.Equal((2, 2, 4), (store.Status().Of(TaskState.Completed), store.Status().Of(TaskState.Cancelled), store.Status().Tasks));
        Assert.Equal(2, queue.Retry());
        Assert.Equal(2, queue.Cancel(["TASK03", "TASK04"]));
        Assert.Equal(["TASK05", "TASK06"], store.ReadOutcome().Trials.Where(trial => trial.State == TaskState.NotExecuted).Select(trial => trial.Task));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SuccessiveHalving_OfRepeatedSettings_PromotesByTheMeanOfTheRuns_AndAllOfThem(string kind)
    {
        using var any = new AnyStore(kind, server);
        using var store = any.Rehearse(4, plan => plan with { Search = SearchKind.Halving, Halving = new SuccessiveHalving(1, 2, 2), Repeats = 2 });
        // Setting by setting, two runs each: the best single run, 0.01, belongs to the setting with the worst mean, whose other run is pruned at 9; of the last setting one run fails, and the other counts.
        double?[] losses = [0.01, 9, 0.3, 0.5, 0.6, 0.7, 0.2, null];
        using (var queue = store.Queue())
        {
            var claim = NewClaim();
            var tasks = queue.Claim(claim, 8, "w");
            queue.Record(claim, [.. tasks.Zip(losses, (task, loss) => loss is 9 ? new TaskReport(task.Code, Pruned: "worse than the median", Epochs: [new(1, 1, 9)]) : loss is { } value
                ? new TaskReport(task.Code, Result() with { Epochs = [new(1, 1, value)] }) : new TaskReport(task.Code, Failure: "diverged", Hopeless: true))]);
        }
        var promoted = store.ReadOutcome().Trials.Where(trial => trial.Settings[S4.Epoch] == "2").ToList();
        Assert.Equal([("4", 0), ("4", 1), ("2", 0), ("2", 1)], promoted.Select(trial => (trial.Settings[Rehearsal.Number], trial.Fold)));
    }
}
