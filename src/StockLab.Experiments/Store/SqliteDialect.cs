using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace StockLab.Experiments;

/// <summary>SQLite: one file, written ahead (WAL), so that readers never wait; a writer begins with BEGIN IMMEDIATE, so that two never claim the same task.</summary>
internal sealed class SqliteDialect(string path) : SqlDialect
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    static SqliteDialect() => SQLitePCL.Batteries_V2.Init();

    public override string Place => path;

    public override string Now => "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)";

    public override string SkipLocked => "";        // the one writer has locked everything

    public override string Lock => "";

    public override string TableOptions => "";

    public override string Widened(string column) => column;

    public override DbConnection Open()
    {
        if (!File.Exists(path))
            throw new StoreException(path, "there is no sweep", "Begin one with: stocklab sweep init");
        return Open(SqliteOpenMode.ReadWrite);
    }

    public override void Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = Open(SqliteOpenMode.ReadWriteCreate);
        connection.Execute("PRAGMA journal_mode = WAL");
    }

    public override DbTransaction BeginWrite(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false);

    public override IReadOnlyCollection<string> Tables(DbConnection connection, DbTransaction? transaction) =>
        [.. connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'", transaction: transaction)];

    public override bool IsTransient(Exception error) => error is SqliteException { SqliteErrorCode: Busy or Locked };

    public override StoreException? Explain(Exception error) => error is not SqliteException sqlite ? null : sqlite.SqliteErrorCode switch
    {
        ReadOnly => new(path, "the file cannot be written", "Make it and its folder writable for this user, or name another file with --store.", error),
        CannotOpen => new(path, "the file cannot be opened", "Check that it is there, and that this user may read and write it and its folder.", error),
        // The shared memory beside a write-ahead log does not grow on a full disk, and SQLite calls that an error of input and output.
        Full or IoError when sqlite.SqliteErrorCode == Full || Available() < 1 << 20 => new(path, "the disk is full", "Make room on it and start again; everything recorded so far is there.", error),
        IoError => new(path, $"the disk does not read or write ({sqlite.Message})", "Check the disk; everything recorded so far is there.", error),
        Corrupt or NotADatabase => new(path, "the file is no SQLite database, or a damaged one", "Name the right file with --store, or take it from a backup.", error),
        Busy or Locked => new(path, "another process has kept the database locked", "Look for a process that holds it open, and start again.", error),
        _ => new(path, $"SQLite says: {sqlite.Message}", "Nothing was changed.", error),
    };

    private long Available()
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return long.MaxValue;
        }
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            // With WAL, NORMAL loses nothing when a process is killed; after a power cut the last tasks may have to be done again.
            connection.Execute("PRAGMA busy_timeout = 30000; PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
