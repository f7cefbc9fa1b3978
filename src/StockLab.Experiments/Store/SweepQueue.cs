using System.Data.Common;
using Dapper;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// The queue of a sweep. A task is taken by one transaction, kept by heartbeats, and given back complete: its result and its change of state are one commit, and only the claim that
/// still holds the task may make it. So every task ends exactly once, however many workers there are and whichever of them die.
/// </summary>
public sealed class SweepQueue : IDisposable
{
    private const int NoteLength = 300;
    private readonly StoreConnection store;
    private readonly SweepPlan plan;
    private readonly string symbol;

    internal SweepQueue(StoreConnection store, SweepPlan plan, string symbol) => (this.store, this.plan, this.symbol) = (store, plan, symbol);

    private SqlDialect Sql => store.Dialect;

    private long StaleMilliseconds => (long)(plan.StaleSeconds * 1000);

    /// <summary>Takes tasks out of the queue, the oldest first. First returns to it those whose worker has given no sign of life for too long.</summary>
    /// <param name="claim">An identifier of this claim that no other claim has.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="worker">Who works, for people who look at the table.</param>
    /// <param name="cancel">Ends the waiting for an unreachable database.</param>
    public IReadOnlyList<ClaimedTask> Claim(string claim, int most, string worker, CancellationToken cancel = default) => store.Write(
        (connection, transaction, again) =>
        {
            if (again && Held(connection, transaction, claim) is { Count: > 0 } held)
                return held;        // the commit had arrived, its answer had not
            ReturnStale(connection, transaction);
            var rows = connection.Query<TaskRow>(
                $"SELECT CODE_TASK, SETTINGS, SEED, TRIES + 1 AS TRY_NUMBER FROM SWEEP_TASK WHERE STATE = @waiting AND READY_AT <= {Sql.Now} ORDER BY IDX_TASK LIMIT @most{Sql.SkipLocked}",
                new { waiting = (int)TaskState.NotExecuted, most }, transaction).ToList();
            if (rows.Count == 0)
                return [];
            var codes = rows.ConvertAll(row => row.CODE_TASK);
            connection.Execute(
                $"UPDATE SWEEP_TASK SET STATE = @running, CLAIM = @claim, WORKER = @worker, HEARTBEAT = {Sql.Now}, TRIES = TRIES + 1 WHERE CODE_TASK IN @codes",
                new { running = (int)TaskState.Running, claim, worker = Cut(worker, 80), codes }, transaction);
            Show(connection, transaction, codes, TaskState.Running, note: null);
            return (IReadOnlyList<ClaimedTask>)rows.ConvertAll(row => row.ToTask());
        },
        cancel);

    /// <summary>A sign of life.</summary>
    /// <returns>The tasks that the claim still holds; those that are missing were taken away, and their results will not be wanted.</returns>
    public IReadOnlySet<string> Beat(string claim, CancellationToken cancel = default) => store.Write(
        (connection, transaction, _) =>
        {
            connection.Execute(
                $"UPDATE SWEEP_TASK SET HEARTBEAT = {Sql.Now} WHERE STATE = @running AND CLAIM = @claim", new { running = (int)TaskState.Running, claim }, transaction);
            return (IReadOnlySet<string>)Held(connection, transaction, claim).Select(task => task.Code).ToHashSet();
        },
        cancel);

    /// <summary>Records what became of tasks, in one transaction: results, errors, states, and the promotions of successive halving that follow from them.</summary>
    /// <returns>The tasks that were recorded. The others had been taken away from this claim: whoever has them now will record them.</returns>
    public IReadOnlySet<string> Record(string claim, IReadOnlyList<TaskReport> reports, CancellationToken cancel = default) => store.Write(
        (connection, transaction, _) =>
        {
            var rows = connection.Query<HolderRow>(
                $"SELECT CODE_TASK, STATE, CLAIM, TRIES, RUNG FROM SWEEP_TASK WHERE CODE_TASK IN @codes{Sql.Lock}", new { codes = reports.Select(report => report.Code).ToList() }, transaction)
                .Where(row => row.CLAIM == claim).ToDictionary(row => row.CODE_TASK);
            // Where the answer to an earlier commit was lost, the tasks are found done, under this claim: nothing is left to do.
            var open = reports.Where(report => rows.TryGetValue(report.Code, out var row) && row.STATE == (int)TaskState.Running).ToList();
            Complete(connection, transaction, [.. open.Where(report => report.Result is not null)]);
            foreach (var report in open.Where(report => report.Pruned is not null))
            {
                End(connection, transaction, [report.Code], TaskState.Pruned, report.Pruned!);
                WriteEpochs(connection, transaction, [(report.Code, report.Epochs ?? [])]);
            }
            foreach (var report in open.Where(report => report.Failure is not null))
                Fail(connection, transaction, report, rows[report.Code].TRIES);
            Promote(connection, transaction, open.Select(report => rows[report.Code].RUNG));
            return (IReadOnlySet<string>)rows.Keys.ToHashSet();
        },
        cancel);

    /// <summary>Records an epoch of a running task, for the median rule.</summary>
    /// <returns>The validation losses of other tasks after as many epochs; null where the claim no longer holds the task.</returns>
    public IReadOnlyList<double>? Report(string claim, string code, EpochValue epoch, CancellationToken cancel = default) => store.Write(
        (connection, transaction, _) =>
        {
            var held = connection.ExecuteScalar<long>(
                "SELECT COUNT(*) FROM SWEEP_TASK WHERE CODE_TASK = @code AND CLAIM = @claim AND STATE = @running", new { code, claim, running = (int)TaskState.Running }, transaction);
            if (held == 0)
                return null;
            connection.Execute("DELETE FROM SWEEP_EPOCH WHERE CODE_TASK = @code AND EPOCH >= @Epoch", new { code, epoch.Epoch }, transaction);
            MultiRowInsert.Run(connection, transaction, "SWEEP_EPOCH (CODE_TASK, EPOCH, TRAINING_LOSS, VALIDATION_LOSS)", stamped: false, [[code, epoch.Epoch, epoch.TrainingLoss, epoch.ValidationLoss]]);
            return (IReadOnlyList<double>)[.. connection.Query<double>(
                "SELECT VALIDATION_LOSS FROM SWEEP_EPOCH WHERE EPOCH = @Epoch AND CODE_TASK <> @code AND VALIDATION_LOSS IS NOT NULL", new { epoch.Epoch, code }, transaction)];
        },
        cancel);

    /// <summary>Gives tasks back to the queue undone, for example because the worker was asked to stop. The try does not count.</summary>
    public void Release(string claim, IReadOnlyList<string> codes, CancellationToken cancel = default) => store.Write(
        (connection, transaction, _) =>
        {
            List<string> held = [.. Held(connection, transaction, claim).Select(task => task.Code).Intersect(codes)];
            if (held.Count > 0)
            {
                connection.Execute(
                    "UPDATE SWEEP_TASK SET STATE = @waiting, CLAIM = NULL, WORKER = NULL, HEARTBEAT = NULL, TRIES = TRIES - 1 WHERE CODE_TASK IN @held", new { waiting = (int)TaskState.NotExecuted, held }, transaction);
                Show(connection, transaction, held, TaskState.NotExecuted, note: null);
            }
            return held.Count;
        },
        cancel);

    /// <summary>Puts tasks back into the queue, their tries forgotten: failed and cancelled ones, or those named, whatever became of them; a result that they had is removed.</summary>
    /// <param name="codes">The tasks; null takes all that failed or were cancelled.</param>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">A task is not there, or it runs.</exception>
    public int Retry(IReadOnlyList<string>? codes = null) => store.Write((connection, transaction, _) =>
    {
        var chosen = codes is null
            ? connection.Query<string>("SELECT CODE_TASK FROM SWEEP_TASK WHERE STATE IN @states", new { states = new[] { (int)TaskState.Error, (int)TaskState.Cancelled } }, transaction).ToList()
            : Named(connection, transaction, codes, forbidden: TaskState.Running, "is running; cancel it first");
        foreach (var part in chosen.Chunk(500))
        {
            foreach (var table in (string[])["TB_MODELRESULT", "SWEEP_RESULT", "SWEEP_EPOCH"])
                connection.Execute($"DELETE FROM {table} WHERE CODE_TASK IN @part", new { part }, transaction);
            connection.Execute(
                "UPDATE SWEEP_TASK SET STATE = @waiting, CLAIM = NULL, WORKER = NULL, HEARTBEAT = NULL, TRIES = 0, READY_AT = 0 WHERE CODE_TASK IN @part", new { waiting = (int)TaskState.NotExecuted, part }, transaction);
            Show(connection, transaction, part, TaskState.NotExecuted, note: null);
        }
        return chosen.Count;
    });

    /// <summary>Takes tasks out of the queue: those that wait, and on request those that run, whose workers notice at their next sign of life.</summary>
    /// <param name="codes">The tasks; null takes all.</param>
    /// <param name="running">Whether running tasks are cancelled too.</param>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">A task is not there.</exception>
    public int Cancel(IReadOnlyList<string>? codes = null, bool running = false) => store.Write((connection, transaction, _) =>
    {
        int[] states = running ? [(int)TaskState.NotExecuted, (int)TaskState.Running] : [(int)TaskState.NotExecuted];
        if (codes is not null)
            Named(connection, transaction, codes, forbidden: null, "");
        var rows = connection.Query<HolderRow>($"SELECT CODE_TASK, STATE, CLAIM, TRIES, RUNG FROM SWEEP_TASK WHERE STATE IN @states{Sql.Lock}", new { states }, transaction)
            .Where(row => codes is null || codes.Contains(row.CODE_TASK)).ToList();
        foreach (var part in rows.Chunk(500))
            TakeAway(connection, transaction, [.. part.Select(row => row.CODE_TASK)], TaskState.Cancelled, "cancelled by hand");
        // Without the tasks that were named, a rung of successive halving may be complete. Who cancels all wants an end, and no next rung.
        if (codes is not null)
            Promote(connection, transaction, rows.Select(row => row.RUNG));
        return rows.Count;
    });

    /// <summary>How many tasks wait, how many run, and how long the first of those that wait must still rest.</summary>
    public (int Waiting, int Running, TimeSpan Pause) Left(CancellationToken cancel = default) => store.Read(
        connection =>
        {
            var rows = connection.Query<LeftRow>(
                $"SELECT STATE, COUNT(*) AS TASKS, MIN(READY_AT) - {Sql.Now} AS REST FROM SWEEP_TASK WHERE STATE IN @states GROUP BY STATE",
                new { states = new[] { (int)TaskState.NotExecuted, (int)TaskState.Running } }).ToDictionary(row => (TaskState)row.STATE);
            var waiting = rows.GetValueOrDefault(TaskState.NotExecuted);
            return ((int)(waiting?.TASKS ?? 0), (int)(rows.GetValueOrDefault(TaskState.Running)?.TASKS ?? 0), TimeSpan.FromMilliseconds(Math.Max(0, waiting?.REST ?? 0)));
        },
        cancel);

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static void Show(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<string> codes, TaskState state, string? note) => connection.Execute(
        "UPDATE TB_TASKSTATUS SET STATUS = @status, NOTE = @note, DATE_UPDATE = CURRENT_TIMESTAMP WHERE CODE_TASK IN @codes",
        new { status = state.ToString(), note = note is null ? null : Cut(note, NoteLength), codes }, transaction);

    // What its own worker ends keeps the claim: by it a worker whose commit was not answered finds that it was the one.
    private static void End(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<string> codes, TaskState state, string? note)
    {
        connection.Execute("UPDATE SWEEP_TASK SET STATE = @state WHERE CODE_TASK IN @codes", new { state = (int)state, codes }, transaction);
        Show(connection, transaction, codes, state, note);
    }

    // What somebody else ends is taken away from its worker.
    private static void TakeAway(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<string> codes, TaskState state, string note)
    {
        connection.Execute("UPDATE SWEEP_TASK SET CLAIM = NULL WHERE CODE_TASK IN @codes", new { codes }, transaction);
        End(connection, transaction, codes, state, note);
    }

    private List<ClaimedTask> Held(DbConnection connection, DbTransaction transaction, string claim) => connection.Query<TaskRow>(
        "SELECT CODE_TASK, SETTINGS, SEED, TRIES AS TRY_NUMBER FROM SWEEP_TASK WHERE STATE = @running AND CLAIM = @claim ORDER BY IDX_TASK", new { running = (int)TaskState.Running, claim }, transaction)
        .Select(row => row.ToTask()).ToList();

    private void Complete(DbConnection connection, DbTransaction transaction, IReadOnlyList<TaskReport> reports)
    {
        if (reports.Count == 0)
            return;
        End(connection, transaction, [.. reports.Select(report => report.Code)], TaskState.Completed, note: null);
        MultiRowInsert.Run(
            connection, transaction,
            "TB_MODELRESULT (CODE_TASK, TICKER, VERSION_MODEL, DATE_B_TRAIN, DATE_E_TRAIN, DATE_B_TEST, DATE_E_TEST, LOSS, ACCURACY, MSE, DATE_UPDATE)", stamped: true,
            reports.Select(report => SourceRow(report.Code, report.Result!)));
        var now = connection.ExecuteScalar<long>($"SELECT {Sql.Now}", transaction: transaction);
        MultiRowInsert.Run(
            connection, transaction, "SWEEP_RESULT (CODE_TASK, MSE, BROADCAST_MSE, NAIVE_MSE, VALIDATION_LOSS, SECONDS, FINISHED_AT)", stamped: false,
            reports.Select(report => (object?[])
                [report.Code, report.Result!.Mse, report.Result.BroadcastMse, report.Result.NaiveMse, report.Result.ValidationLoss, report.Result.Seconds, now]));
        WriteEpochs(connection, transaction, reports.Select(report => (report.Code, report.Result!.Epochs)));
    }

    // Honest, the row says what is true. Faithful, it repeats S4: the broadcast error as MSE, Keras's accuracy of a regression, and the dates of training and test swapped.
    private object?[] SourceRow(string code, TrialResult result)
    {
        var faithful = plan.Mode == Mode.Faithful;
        var (train, test) = faithful ? (result.Test, result.Train) : (result.Train, result.Test);
        return
        [
            code, symbol, 1, Day(train?.First), Day(train?.Last), Day(test?.First), Day(test?.Last),
            Single(result.Loss), Single(faithful ? result.KerasAccuracy : result.DirectionalAccuracy), Single(faithful ? result.BroadcastMse : result.Mse),
        ];

        // S4's columns are of single precision, and a server refuses what they cannot hold: the error of a network that nearly diverged. SWEEP_RESULT has it.
        static double? Single(double value) => Math.Abs(value) <= float.MaxValue ? value : null;

        static string? Day(DateOnly? day) => day?.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void WriteEpochs(DbConnection connection, DbTransaction transaction, IEnumerable<(string Code, IReadOnlyList<EpochValue> Epochs)> tasks)
    {
        var all = tasks.ToList();
        connection.Execute("DELETE FROM SWEEP_EPOCH WHERE CODE_TASK IN @codes", new { codes = all.ConvertAll(task => task.Code) }, transaction);
        MultiRowInsert.Run(
            connection, transaction, "SWEEP_EPOCH (CODE_TASK, EPOCH, TRAINING_LOSS, VALIDATION_LOSS)", stamped: false,
            all.SelectMany(task => task.Epochs.Select(epoch => (object?[])[task.Code, epoch.Epoch, epoch.TrainingLoss, epoch.ValidationLoss])));
    }

    private void Fail(DbConnection connection, DbTransaction transaction, TaskReport report, int tries)
    {
        if (report.Hopeless || tries >= plan.MaxTries)
        {
            End(connection, transaction, [report.Code], TaskState.Error, report.Hopeless ? report.Failure! : $"after {tries} tries: {report.Failure}");
            return;
        }
        connection.Execute(
            $"UPDATE SWEEP_TASK SET STATE = @waiting, CLAIM = NULL, HEARTBEAT = NULL, READY_AT = {Sql.Now} + @rest WHERE CODE_TASK = @Code",
            new { waiting = (int)TaskState.NotExecuted, rest = (long)(plan.RetrySeconds * 1000), report.Code }, transaction);
        Show(connection, transaction, [report.Code], TaskState.NotExecuted, $"try {tries} of {plan.MaxTries}: {report.Failure}");
    }

    private void ReturnStale(DbConnection connection, DbTransaction transaction)
    {
        var stale = connection.Query<HolderRow>(
            $"SELECT CODE_TASK, STATE, CLAIM, TRIES, RUNG FROM SWEEP_TASK WHERE STATE = @running AND HEARTBEAT < {Sql.Now} - @silence ORDER BY IDX_TASK{Sql.SkipLocked}",
            new { running = (int)TaskState.Running, silence = StaleMilliseconds }, transaction).ToList();
        var spent = stale.Where(row => row.TRIES >= plan.MaxTries).ToList();
        List<string> back = [.. stale.Except(spent).Select(row => row.CODE_TASK)];
        if (back.Count > 0)
        {
            connection.Execute("UPDATE SWEEP_TASK SET STATE = @waiting, CLAIM = NULL, HEARTBEAT = NULL WHERE CODE_TASK IN @back", new { waiting = (int)TaskState.NotExecuted, back }, transaction);
            Show(connection, transaction, back, TaskState.NotExecuted, "its worker gave no sign of life");
        }
        if (spent.Count > 0)
        {
            TakeAway(connection, transaction, [.. spent.Select(row => row.CODE_TASK)], TaskState.Error, $"claimed {plan.MaxTries} times, and each time its worker gave no further sign of life");
            Promote(connection, transaction, spent.Select(row => row.RUNG));
        }
    }

    // A rung of successive halving whose last task has just ended promotes its best. The lock on the plan lets one transaction at a time look, after it the next sees what that one did.
    private void Promote(DbConnection connection, DbTransaction transaction, IEnumerable<int> rungs)
    {
        if (plan.Halving is not { } halving)
            return;
        foreach (var rung in rungs.Distinct().Where(rung => rung + 1 < halving.Rungs.Count).ToList())
        {
            connection.Query<int>($"SELECT ID FROM SWEEP_PLAN WHERE ID = 1{Sql.Lock}", transaction: transaction);
            var open = connection.ExecuteScalar<long>(
                "SELECT COUNT(*) FROM SWEEP_TASK WHERE (RUNG = @rung AND STATE IN @states) OR RUNG = @next",
                new { rung, next = rung + 1, states = new[] { (int)TaskState.NotExecuted, (int)TaskState.Running } }, transaction);
            if (open > 0)
                continue;       // somebody still trains, or the next rung is there already
            var tasks = connection.Query<RungRow>(
                "SELECT t.IDX_TASK, t.SETTINGS, t.FOLD, COALESCE(r.VALIDATION_LOSS, r.MSE) AS RANKED_BY, CASE WHEN t.STATE = @pruned THEN "
                + "(SELECT e.VALIDATION_LOSS FROM SWEEP_EPOCH e WHERE e.CODE_TASK = t.CODE_TASK ORDER BY e.EPOCH DESC LIMIT 1) END AS PRUNED_AT "
                + "FROM SWEEP_TASK t LEFT JOIN SWEEP_RESULT r ON r.CODE_TASK = t.CODE_TASK WHERE t.RUNG = @rung",
                new { rung, pruned = (int)TaskState.Pruned }, transaction).ToList();
            var last = connection.ExecuteScalar<int>("SELECT MAX(IDX_TASK) FROM SWEEP_TASK", transaction: transaction);
            // A setting that is trained several times is judged by the mean of its runs, and promoted with all of them: the best single run would be that of the luckiest seed. For the same reason a run
            // that was pruned counts as it stood; but a setting without a complete run is not promoted.
            var settings = tasks.GroupBy(task => task.SETTINGS).ToDictionary(group => group.Min(task => task.IDX_TASK), group => group.OrderBy(task => task.IDX_TASK).ToList());
            var promoted = halving.Promoted(settings.Select(setting => (setting.Key, Mean(setting.Value))), settings.Count);
            var epochs = halving.Rungs[rung + 1].ToString(System.Globalization.CultureInfo.InvariantCulture);
            NewTasks.Insert(
                connection, transaction, plan, symbol, rung + 1, last + 1,
                promoted.SelectMany(first => settings[first]).Select(task => (TaskSettings.FromJson(task.SETTINGS).With(S4.Epoch, epochs), task.FOLD)));
        }

        static double Mean(IReadOnlyList<RungRow> runs) => runs.All(run => run.RANKED_BY is null) ? double.NaN : runs.Select(run => run.RANKED_BY ?? run.PRUNED_AT).OfType<double>().Average();
    }

    private List<string> Named(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> codes, TaskState? forbidden, string because)
    {
        var found = connection.Query<HolderRow>($"SELECT CODE_TASK, STATE, CLAIM, TRIES, RUNG FROM SWEEP_TASK WHERE CODE_TASK IN @codes{Sql.Lock}", new { codes }, transaction).ToList();
        if (codes.FirstOrDefault(code => found.All(row => row.CODE_TASK != code)) is { } missing)
            throw new ArgumentException($"The sweep {plan.Name} has no task '{missing}'.");
        if (found.FirstOrDefault(row => row.STATE == (int?)forbidden) is { } other)
            throw new ArgumentException($"{other.CODE_TASK} {because}.");
        return found.ConvertAll(row => row.CODE_TASK);
    }

#pragma warning disable CA1707, IDE1006, SA1300 // the rows bear the columns' names
    private sealed record TaskRow
    {
        public string CODE_TASK { get; init; } = "";
        public string SETTINGS { get; init; } = "";
        public int SEED { get; init; }
        public int TRY_NUMBER { get; init; }
        public ClaimedTask ToTask() => new(CODE_TASK, TaskSettings.FromJson(SETTINGS), SEED, TRY_NUMBER);
    }

    private sealed record HolderRow
    {
        public string CODE_TASK { get; init; } = "";
        public int STATE { get; init; }
        public string? CLAIM { get; init; }
        public int TRIES { get; init; }
        public int RUNG { get; init; }
    }

    private sealed record LeftRow
    {
        public int STATE { get; init; }
        public long TASKS { get; init; }
        public long? REST { get; init; }
    }

    private sealed record RungRow
    {
        public int IDX_TASK { get; init; }
        public string SETTINGS { get; init; } = "";
        public int FOLD { get; init; }
        public double? RANKED_BY { get; init; }
        public double? PRUNED_AT { get; init; }
    }
#pragma warning restore CA1707, IDE1006, SA1300
}
