using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Dapper;
using MySql.Data.MySqlClient;

namespace StockLab.Experiments;

/// <summary>MySQL from 8.0.17, which can cast to double, and MariaDB from 10.6, which can skip locked rows.</summary>
internal sealed partial class MySqlDialect : SqlDialect
{
    private const int DatabaseExists = 1007;
    private readonly MySqlConnectionStringBuilder settings;

    public MySqlDialect(string connectionString)
    {
        try
        {
            settings = new MySqlConnectionStringBuilder(connectionString) { Pooling = false, CharacterSet = "utf8mb4" };
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"The connection string cannot be read: {error.Message} An example: Server=127.0.0.1;Port=3306;Database=sweep;User Id=me;Password=…");
        }
    }

    public override string Place => $"{settings.Server}:{settings.Port}/{settings.Database}";

    public override string Now => "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

    public override string SkipLocked => " FOR UPDATE SKIP LOCKED";

    public override string Lock => " FOR UPDATE";

    public override string TableOptions => " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

    // As text a FLOAT has six digits; as a double, all that it holds.
    public override string Widened(string column) => $"CAST({column} AS DOUBLE)";

    public override DbConnection Open() => Open(settings);

    // MariaDB calls its own texts (warnings, names of tables) utf8mb3, a name that MySql.Data 8.0.16 does not know. So no statement may raise a warning: what might be missing is
    // asked for first, and names are read as utf8mb4.
    public override void Create()
    {
        if (!DatabaseName().IsMatch(settings.Database))
            throw new ArgumentException($"'{settings.Database}' cannot name a database. Take letters, digits and '_', at most 64.");
        var server = new MySqlConnectionStringBuilder(settings.ConnectionString) { Database = "" };
        using var connection = Open(server);
        if (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = @Database", new { settings.Database }) > 0)
            return;
        try
        {
            connection.Execute($"CREATE DATABASE `{settings.Database}`");       // a name cannot be bound; it was checked above
        }
        catch (MySqlException error) when (error.Number == DatabaseExists)
        {
            // Somebody else begins a sweep here, and was faster.
        }
    }

    public override DbTransaction BeginWrite(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    public override IReadOnlyCollection<string> Tables(DbConnection connection, DbTransaction? transaction) =>
        [.. connection.Query<string>("SELECT CONVERT(table_name USING utf8mb4) FROM information_schema.tables WHERE table_schema = DATABASE()", transaction: transaction)];

    public override bool IsTransient(Exception error) => error switch
    {
        MySqlException { Number: 1205 or 1213 } => true,                                        // somebody holds a lock; deadlock
        MySqlException { Number: 1040 or 1042 or 1053 or 1077 or 1152 or 1158 or 1159 or 1160 or 1161 or 1184 or 1927 or 2002 or 2003 or 2006 or 2013 } => true,  // the server goes, is away, or comes
        MySqlException { Number: 0, InnerException: { } inner } => IsTransient(inner) || inner is IOException or SocketException or TimeoutException,
        MySqlException { Number: 0 } => true,                                                   // the connection broke while it was made or used
        IOException or SocketException or TimeoutException => true,
        InvalidOperationException => error.Message.Contains("Connection must be valid and open", StringComparison.Ordinal),
        _ => false,
    };

    public override StoreException? Explain(Exception error) => error switch
    {
        MySqlException { Number: 1044 or 1045 } => Say($"the server does not let {settings.UserID} in", "Check User Id, Password and the user's rights."),
        MySqlException { Number: 0, InnerException: MySqlException { Number: 1044 or 1045 } } => Say($"the server does not let {settings.UserID} in", "Check User Id, Password and the user's rights."),
        MySqlException { Number: 1049 } or MySqlException { Number: 0, InnerException: MySqlException { Number: 1049 } } =>
            Say("there is no sweep: the server has no such database", "Begin one with: stocklab sweep init"),
        MySqlException { Number: 1290 or 1792 or 1836 } => Say("the server is read-only", "Name a server that takes changes, usually the primary."),
        MySqlException { Number: 1142 or 1143 or 1227 } => Say($"{settings.UserID} may not write here", "Grant that user all rights on the database."),
        MySqlException { Number: 1021 or 1114 or 3 or 28 } => Say("the server's disk is full", "Make room on it and start again; everything recorded so far is there."),
        _ when IsTransient(error) => Say($"the server cannot be reached ({Innermost(error).Message})", "Check that it runs, and Server and Port."),
        MySqlException mysql => Say($"the server says: {mysql.Message}", "Nothing was changed."),
        _ => null,
    };

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private static MySqlConnection Open(MySqlConnectionStringBuilder settings)
    {
        var connection = new MySqlConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            // UTC, so that the clock does not jump in autumn; strict, so that nothing is cut off silently.
            connection.Execute("SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES'");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private StoreException Say(string problem, string remedy) => new(Place, problem, remedy);

    [GeneratedRegex("^[A-Za-z0-9_]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex DatabaseName();
}
