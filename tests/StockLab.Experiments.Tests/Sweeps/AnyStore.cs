using System.Data.Common;
using Dapper;

namespace StockLab.Experiments.Tests;

/// <summary>A store of either kind for one test, and what a test wants to see in it.</summary>
internal sealed class AnyStore : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-store-").FullName;

    public AnyStore(string kind, MariaDbServer server, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Place = StorePlace.Parse(kind == "sqlite" ? Path.Combine(folder, "sweep.db") : server.NewDatabase(test));

    public StorePlace Place { get; }

    /// <summary>The same database of a server, entered by another user.</summary>
    public StorePlace As(string user, string password) =>
        StorePlace.Parse(new MySql.Data.MySqlClient.MySqlConnectionStringBuilder(Place.ToParseable()) { UserID = user, Password = password }.ConnectionString);

    public static TheoryData<string> Kinds => ["sqlite", "mariadb"];

    /// <summary>A sweep of so many tasks that train nothing.</summary>
    public SweepStore Rehearse(int tasks, Func<SweepPlan, SweepPlan>? change = null, int milliseconds = 0) =>
        SweepStore.Create(Place, (change ?? (plan => plan))(Rehearsal.Of(tasks, milliseconds)), Sample.Open());

    /// <summary>Asks the database itself.</summary>
    public List<T> Query<T>(string sql, object? values = null)
    {
        using var connection = Place.Dialect.Open();
        return connection.Query<T>(sql, values).ToList();
    }

    /// <summary>Does something to the database behind the store's back.</summary>
    public void Execute(string sql, object? values = null)
    {
        using var connection = Place.Dialect.Open();
        connection.Execute(sql, values);
    }

    /// <summary>So much later: every sign of life and every rest began that much earlier. A test that waited would depend on how long its own steps take.</summary>
    public void Later(double seconds) =>
        Execute("UPDATE SWEEP_TASK SET HEARTBEAT = HEARTBEAT - @ms, READY_AT = READY_AT - @ms", new { ms = (long)(seconds * 1000) });

    /// <summary>Every result as text, without what differs from run to run: who, when, how fast.</summary>
    public string Results() => string.Join('\n', (string[])
    [
        .. Rows("SELECT CODE_TASK, TICKER, VERSION_MODEL, DATE_B_TRAIN, DATE_E_TRAIN, DATE_B_TEST, DATE_E_TEST, LOSS, ACCURACY, MSE FROM TB_MODELRESULT ORDER BY CODE_TASK"),
        .. Rows("SELECT CODE_TASK, MSE, BROADCAST_MSE, NAIVE_MSE, VALIDATION_LOSS FROM SWEEP_RESULT ORDER BY CODE_TASK"),
        .. Rows("SELECT CODE_TASK, EPOCH, TRAINING_LOSS, VALIDATION_LOSS FROM SWEEP_EPOCH ORDER BY CODE_TASK, EPOCH"),
        .. Rows("SELECT CODE_TASK, TICKER, IDX_TASK, STATUS FROM TB_TASKSTATUS ORDER BY CODE_TASK"),
    ]);

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
    }

    private IEnumerable<string> Rows(string sql)
    {
        using var connection = Place.Dialect.Open();
        using var reader = connection.ExecuteReader(sql);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : FormattableString.Invariant($"{reader.GetValue(i)}"))));
        return rows;
    }
}
