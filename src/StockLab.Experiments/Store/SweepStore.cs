using System.Data.Common;
using Dapper;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// A sweep in its database: S4's five tables, the queue, the results. <see cref="Create"/> begins a sweep, <see cref="Open"/> takes it up again, from as many processes and machines as
/// there are.
/// </summary>
public sealed class SweepStore : IDisposable
{
    private readonly StoreConnection store;

    private SweepStore(StorePlace place, StoreConnection store, SweepPlan plan, string symbol, PriceOrigin origin) =>
        (Place, this.store, Plan, Symbol, Origin) = (place, store, plan, symbol, origin);

    /// <summary>Where it is kept.</summary>
    public StorePlace Place { get; }

    /// <summary>What is trained, and by which rules.</summary>
    public SweepPlan Plan { get; }

    /// <summary>The ticker as the tables have it.</summary>
    public string Symbol { get; }

    /// <summary>Where the prices come from.</summary>
    public PriceOrigin Origin { get; }

    /// <summary>
    /// Begins a sweep. S4's three stages in one transaction: the tables and tasks (SETTING_DBTABLE), the prices as collected (GETTING_STOCKDATA1), the prices as cleaned
    /// (GETTING_STOCKDATA2). After an error there is no sweep, and what was there before is untouched.
    /// </summary>
    /// <param name="place">Where to keep it.</param>
    /// <param name="plan">What to train.</param>
    /// <param name="prices">Where the prices are; may be null for a sweep that <see cref="SweepExperiment.NeedsPrices">needs none</see>.</param>
    /// <exception cref="ArgumentException">The plan cannot be carried out.</exception>
    /// <exception cref="PriceDataException">The prices cannot be used.</exception>
    /// <exception cref="StoreException">A sweep is there already, or the database cannot be used.</exception>
    public static SweepStore Create(StorePlace place, SweepPlan plan, PriceFolder? prices)
    {
        plan = plan.Checked();
        var experiment = SweepExperiment.Find(plan.Recipe);
        if (experiment.NeedsPrices)
            ArgumentNullException.ThrowIfNull(prices);
        IReadOnlyList<PriceSeries> collected = experiment.NeedsPrices ? experiment.Collect(prices!, plan) : [];
        var symbol = plan.Symbol ?? (collected.Count > 0 ? collected[0].Symbol : "none");
        var origin = collected.Count > 0 ? collected[0].Origin : new PriceOrigin("no prices", IsGenerated: true);
        var cleaned = collected.Count > 0 ? experiment.Clean(collected[0], plan) : null;
        List<(TaskSettings Settings, int Fold)> tasks = [.. from settings in plan.Settings() from fold in Enumerable.Range(0, plan.Repeats) select (settings, fold)];

        var dialect = place.Dialect;
        var store = new StoreConnection(dialect, TimeSpan.Zero);
        try
        {
            Guard(dialect, dialect.Create);
            if (place.IsServer)
                store.Read(connection => Under(connection, () => StoreSchema.Create(dialect, connection, null)));     // a server commits each table by itself
            store.Write((connection, transaction, _) =>
            {
                StoreSchema.Create(dialect, connection, transaction);
                // Of several that begin a sweep here at the same time, the second waits for this row until the first has committed, and then finds its sweep.
                connection.Query<int>($"SELECT VERSION FROM SWEEP_SCHEMA{dialect.Lock}", transaction: transaction);
                if (connection.QueryFirstOrDefault<string>("SELECT NAME FROM SWEEP_PLAN", transaction: transaction) is { } there)
                    throw Exists(place, there, plan.Name, connection, transaction);
                connection.Execute(
                    $"INSERT INTO SWEEP_PLAN (ID, NAME, SYMBOL, SOURCE, IS_GENERATED, SETTINGS, CREATED_AT) VALUES (1, @Name, @symbol, @source, @generated, @settings, {dialect.Now})",
                    new { plan.Name, symbol, source = Cut(origin.Source), generated = origin.IsGenerated ? 1 : 0, settings = plan.ToJson() }, transaction);
                NewTasks.Insert(connection, transaction, plan, symbol, rung: 0, NewTasks.Stages.Count, tasks, tasks.Count);
                foreach (var (series, i) in collected.Select((series, i) => (series, i)))
                    PriceRows.Insert(connection, transaction, "TB_ASSETVALUE_RAW", i == 0 ? symbol : series.Symbol, series);
                if (cleaned is not null)
                    PriceRows.Insert(connection, transaction, "TB_ASSETVALUE_ADJ", symbol, cleaned);
                MultiRowInsert.Run(
                    connection, transaction, "TB_TASKSTATUS (CODE_TASK, TICKER, IDX_TASK, STATUS, DATE_UPDATE)", stamped: true,
                    NewTasks.Stages.Select((stage, i) => (object?[])[stage, symbol, i, nameof(TaskState.Completed)]));
                return 0;
            });
            return new SweepStore(place, store, plan, symbol, origin);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Opens a sweep.</summary>
    /// <param name="place">Where it is kept.</param>
    /// <param name="patience">How long to wait for a server that does not answer, now and later; null does not wait.</param>
    /// <param name="say">Told when such a wait begins.</param>
    /// <exception cref="StoreException">There is none, a newer StockLab made it, or the database cannot be used.</exception>
    public static SweepStore Open(StorePlace place, TimeSpan? patience = null, Action<string>? say = null)
    {
        var dialect = place.Dialect;
        var store = new StoreConnection(dialect, patience ?? TimeSpan.Zero, say);
        try
        {
            var row = store.Read(connection =>
            {
                StoreSchema.Check(dialect, connection);
                return connection.QueryFirstOrDefault<PlanRow>("SELECT NAME, SYMBOL, SOURCE, IS_GENERATED, SETTINGS FROM SWEEP_PLAN");
            }) ?? throw new StoreException(dialect.Place, "there is no sweep in this database", "Begin one with: stocklab sweep init");
            return new SweepStore(place, store, SweepPlan.FromJson(row.SETTINGS), row.SYMBOL, new PriceOrigin(row.SOURCE, row.IS_GENERATED != 0));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The queue, over a connection of its own.</summary>
    /// <param name="patience">How long to wait for a server that does not answer; null does not wait.</param>
    /// <param name="say">Told when such a wait begins.</param>
    public SweepQueue Queue(TimeSpan? patience = null, Action<string>? say = null) => new(new StoreConnection(Place.Dialect, patience ?? TimeSpan.Zero, say), Plan, Symbol);

    /// <summary>Where the sweep stands.</summary>
    public SweepStatus Status() => store.Read(connection =>
    {
        var sql = store.Dialect;
        var states = connection.Query<(long State, long Tasks)>("SELECT STATE, COUNT(*) FROM SWEEP_TASK GROUP BY STATE").ToDictionary(row => (TaskState)row.State, row => (int)row.Tasks);
        var times = connection.QueryFirst<TimesRow>(
            $"SELECT {sql.Now} AS NOW_AT, COUNT(*) AS RECENT, MIN(FINISHED_AT) AS FIRST_AT, (SELECT AVG(SECONDS) FROM SWEEP_RESULT) AS MEAN_SECONDS FROM SWEEP_RESULT WHERE FINISHED_AT > {sql.Now} - @window",
            new { window = (long)SweepStatus.Window.TotalMilliseconds });
        var stages = connection.Query<(string Stage, string Status)>("SELECT CODE_TASK, STATUS FROM TB_TASKSTATUS WHERE CODE_TASK IN @Stages ORDER BY IDX_TASK", new { NewTasks.Stages }).ToList();
        var running = connection.Query<RunningRow>(
            $"SELECT CODE_TASK, WORKER, TRIES, {sql.Now} - HEARTBEAT AS SILENT FROM SWEEP_TASK WHERE STATE = @state ORDER BY IDX_TASK", new { state = (int)TaskState.Running })
            .Select(row => new RunningTask(row.CODE_TASK, row.WORKER ?? "", row.TRIES, TimeSpan.FromMilliseconds(Math.Max(0, row.SILENT ?? 0)))).ToList();
        return new SweepStatus(
            Plan.Name, Symbol, Origin, Plan.Recipe, Plan.Mode, stages, states, running, (int)times.RECENT,
            TimeSpan.FromMilliseconds(times.NOW_AT - (times.FIRST_AT ?? times.NOW_AT)), times.MEAN_SECONDS ?? double.NaN);
    });

    /// <summary>Everything that the sweep has found so far.</summary>
    public SweepOutcome ReadOutcome() => store.Read(connection =>
    {
        // Faithful, the source's columns hold the days of training and test the wrong way round.
        var (first, last) = Plan.Mode == Mode.Faithful ? ("DATE_B_TRAIN", "DATE_E_TRAIN") : ("DATE_B_TEST", "DATE_E_TEST");
        var rows = connection.Query<TrialRow>(
            "SELECT t.CODE_TASK, t.SETTINGS, t.SEED, t.FOLD, t.STATE, s.NOTE, r.MSE, r.BROADCAST_MSE, r.NAIVE_MSE, r.VALIDATION_LOSS, r.SECONDS, "
            + $"m.{first} AS TEST_FIRST, m.{last} AS TEST_LAST FROM SWEEP_TASK t JOIN TB_TASKSTATUS s ON s.CODE_TASK = t.CODE_TASK "
            + "LEFT JOIN SWEEP_RESULT r ON r.CODE_TASK = t.CODE_TASK LEFT JOIN TB_MODELRESULT m ON m.CODE_TASK = t.CODE_TASK ORDER BY t.IDX_TASK").ToList();
        // Read after the tasks, for workers go on meanwhile: so a task that has a result has its epochs.
        var epochs = connection.Query<EpochRow>("SELECT CODE_TASK, EPOCH, TRAINING_LOSS, VALIDATION_LOSS FROM SWEEP_EPOCH ORDER BY CODE_TASK, EPOCH")
            .ToLookup(row => row.CODE_TASK, row => new EpochValue(row.EPOCH, row.TRAINING_LOSS ?? double.NaN, row.VALIDATION_LOSS ?? double.NaN));
        var trials = rows
            .Select(row => (Loss: row.VALIDATION_LOSS, Trial: new SweepTrial(
                row.CODE_TASK, TaskSettings.FromJson(row.SETTINGS).Values, row.SEED, row.FOLD, (TaskState)row.STATE, row.MSE ?? double.NaN, row.BROADCAST_MSE ?? double.NaN,
                row.NAIVE_MSE ?? double.NaN, row.SECONDS ?? double.NaN, [.. epochs[row.CODE_TASK]], row.NOTE ?? "")
                { Test = row.TEST_FIRST is { } from && row.TEST_LAST is { } to ? (Day(from), Day(to)) : null }))
            .Select(each => each.Loss is { } loss ? each.Trial with { ValidationLoss = loss } : each.Trial).ToList();
        return new SweepOutcome(Plan.Name, Symbol, Origin, Plan.Varying, trials);

        static DateOnly Day(string written) => DateOnly.ParseExact(written, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
    });

    /// <summary>The prices that every worker trains on. Dispose of them after use: they may have written a folder.</summary>
    internal StoredPrices Prices() => new(store, Symbol, Origin);

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    private static string Cut(string text) => text.Length <= 300 ? text : text[..299] + "…";

    private static StoreException Exists(StorePlace place, string there, string name, DbConnection connection, DbTransaction transaction)
    {
        var (tasks, done) = connection.QueryFirst<(long, long)>(
            "SELECT COUNT(*), COALESCE(SUM(CASE WHEN STATE = @done THEN 1 ELSE 0 END), 0) FROM SWEEP_TASK", new { done = (int)TaskState.Completed }, transaction);
        return new StoreException(
            place.ToString(), $"it holds the sweep '{there}' already, {done} of its {tasks} tasks completed",
            there == name ? "Go on with it (stocklab sweep work), or begin another with --name. Nothing was changed." : "Begin the new one in another place, with --name or --store. Nothing was changed.");
    }

    // Two that begin a sweep on one server at the same time make the tables one after the other.
    private static int Under(DbConnection connection, Action work)
    {
        connection.ExecuteScalar<long?>("SELECT GET_LOCK(CONCAT('stocklab_', DATABASE()), 30)");
        try
        {
            work();
        }
        finally
        {
            connection.ExecuteScalar<long?>("SELECT RELEASE_LOCK(CONCAT('stocklab_', DATABASE()))");
        }
        return 0;
    }

    private static void Guard(SqlDialect dialect, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (dialect.Explain(error) is { } explained)
        {
            throw explained;
        }
    }

#pragma warning disable CA1707, IDE1006, SA1300 // the rows bear the columns' names
    private sealed record PlanRow
    {
        public string NAME { get; init; } = "";
        public string SYMBOL { get; init; } = "";
        public string SOURCE { get; init; } = "";
        public int IS_GENERATED { get; init; }
        public string SETTINGS { get; init; } = "";
    }

    private sealed record TimesRow
    {
        public long NOW_AT { get; init; }
        public long RECENT { get; init; }
        public long? FIRST_AT { get; init; }
        public double? MEAN_SECONDS { get; init; }
    }

    private sealed record RunningRow
    {
        public string CODE_TASK { get; init; } = "";
        public string? WORKER { get; init; }
        public int TRIES { get; init; }
        public long? SILENT { get; init; }
    }

    private sealed record EpochRow
    {
        public string CODE_TASK { get; init; } = "";
        public int EPOCH { get; init; }
        public double? TRAINING_LOSS { get; init; }
        public double? VALIDATION_LOSS { get; init; }
    }

    private sealed record TrialRow
    {
        public string CODE_TASK { get; init; } = "";
        public string SETTINGS { get; init; } = "";
        public int SEED { get; init; }
        public int FOLD { get; init; }
        public int STATE { get; init; }
        public string? NOTE { get; init; }
        public string? TEST_FIRST { get; init; }
        public string? TEST_LAST { get; init; }
        public double? MSE { get; init; }
        public double? BROADCAST_MSE { get; init; }
        public double? NAIVE_MSE { get; init; }
        public double? VALIDATION_LOSS { get; init; }
        public double? SECONDS { get; init; }
    }
#pragma warning restore CA1707, IDE1006, SA1300
}
