using System.Data.Common;
using Dapper;

namespace StockLab.Experiments;

/// <summary>
/// The tables: source S4's five, exactly as its document defines them, and beside them what exactly-once work needs. The same text is understood by SQLite and by MySQL.
/// </summary>
internal static class StoreSchema
{
    /// <summary>Raised whenever a table changes.</summary>
    public const int Version = 1;

    /// <summary>S4's tables, in the order of its document.</summary>
    public static readonly IReadOnlyList<string> SourceTables = ["TB_ASSETVALUE_RAW", "TB_ASSETVALUE_ADJ", "TB_HYPERPARAMETER", "TB_MODELRESULT", "TB_TASKSTATUS"];

    private const string AssetValue =
        """
        (
            DATE_MARKET varchar(20) NOT NULL,
            TICKER varchar(20) NOT NULL,
            OPEN_P float,
            HIGH_P float,
            LOW_P float,
            CLOSE_P float,
            VOLUME float,
            DATE_UPDATE datetime,
            PRIMARY KEY (DATE_MARKET, TICKER)
        )
        """;

    private static readonly (string Name, string Columns)[] Definitions =
    [
        ("TB_ASSETVALUE_RAW", AssetValue),
        ("TB_ASSETVALUE_ADJ", AssetValue),
        ("TB_HYPERPARAMETER",
            """
            (
                CODE_TASK varchar(20) NOT NULL PRIMARY KEY,
                EPOCH int,
                BATCH_SIZE int,
                LEARNING_RATE float,
                RATIO_TRAIN_SET float,
                SIZE_SEQUENCE int,
                SIZE_UNIT_INPUT int,
                SIZE_UNIT_HIDDEN int,
                SIZE_UNIT_OUTPUT int,
                DATE_UPDATE datetime
            )
            """),
        ("TB_MODELRESULT",
            """
            (
                CODE_TASK varchar(20) NOT NULL PRIMARY KEY,
                TICKER varchar(20),
                VERSION_MODEL int,
                DATE_B_TRAIN varchar(20),
                DATE_E_TRAIN varchar(20),
                DATE_B_TEST varchar(20),
                DATE_E_TEST varchar(20),
                LOSS float,
                ACCURACY float,
                MSE float,
                DATE_UPDATE datetime
            )
            """),
        ("TB_TASKSTATUS",
            """
            (
                CODE_TASK varchar(20) NOT NULL PRIMARY KEY,
                TICKER varchar(20),
                IDX_TASK int,
                STATUS varchar(20),
                NOTE varchar(300),
                DATE_UPDATE datetime
            )
            """),
        // Whose turn it is: the state as a number (TaskState), and who has claimed the task under which claim. Times are milliseconds of the database's clock.
        ("SWEEP_TASK",
            """
            (
                CODE_TASK varchar(20) NOT NULL PRIMARY KEY,
                IDX_TASK int NOT NULL,
                STATE int NOT NULL,
                SETTINGS mediumtext NOT NULL,
                SEED int NOT NULL,
                FOLD int NOT NULL,
                RUNG int NOT NULL,
                TRIES int NOT NULL,
                READY_AT bigint NOT NULL,
                CLAIM varchar(32),
                WORKER varchar(80),
                HEARTBEAT bigint
            )
            """),
        // The results in double precision, with what S4's table has no column for.
        ("SWEEP_RESULT",
            """
            (
                CODE_TASK varchar(20) NOT NULL PRIMARY KEY,
                MSE double,
                BROADCAST_MSE double,
                NAIVE_MSE double,
                VALIDATION_LOSS double,
                SECONDS double,
                FINISHED_AT bigint NOT NULL
            )
            """),
        ("SWEEP_EPOCH",
            """
            (
                CODE_TASK varchar(20) NOT NULL,
                EPOCH int NOT NULL,
                TRAINING_LOSS double,
                VALIDATION_LOSS double,
                PRIMARY KEY (CODE_TASK, EPOCH)
            )
            """),
        ("SWEEP_PLAN",
            """
            (
                ID int NOT NULL PRIMARY KEY,
                NAME varchar(60) NOT NULL,
                SYMBOL varchar(20) NOT NULL,
                SOURCE varchar(300) NOT NULL,
                IS_GENERATED int NOT NULL,
                SETTINGS mediumtext NOT NULL,
                CREATED_AT bigint NOT NULL
            )
            """),
        ("SWEEP_SCHEMA", "(VERSION int NOT NULL PRIMARY KEY)"),
    ];

    /// <summary>Makes the tables that are missing.</summary>
    /// <exception cref="StoreException">Another program made S4's tables here, or a newer StockLab.</exception>
    public static void Create(SqlDialect dialect, DbConnection connection, DbTransaction? transaction)
    {
        var there = dialect.Tables(connection, transaction);
        if (!there.Contains("SWEEP_SCHEMA") && SourceTables.FirstOrDefault(there.Contains) is { } foreign)
            throw new StoreException(dialect.Place, $"it holds a table {foreign} that StockLab did not make", "Name another database with --store, so that nothing there is changed.");
        foreach (var (name, columns) in Definitions.Reverse())       // SWEEP_SCHEMA first: it says whose the others are
        {
            if (!there.Contains(name))
                connection.Execute($"CREATE TABLE {name} {columns}{dialect.TableOptions}", transaction: transaction);
            if (!there.Contains(name) && name == "SWEEP_TASK")
                connection.Execute("CREATE INDEX SWEEP_TASK_QUEUE ON SWEEP_TASK (STATE, IDX_TASK)", transaction: transaction);
        }
        if (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM SWEEP_SCHEMA", transaction: transaction) == 0)
            connection.Execute("INSERT INTO SWEEP_SCHEMA (VERSION) VALUES (@Version)", new { Version }, transaction);
        Check(dialect, connection, transaction, there.Contains("SWEEP_SCHEMA") ? there : null);
    }

    /// <summary>Refuses a database that this version cannot read.</summary>
    /// <exception cref="StoreException">There is no sweep, or a newer StockLab made it.</exception>
    public static void Check(SqlDialect dialect, DbConnection connection, DbTransaction? transaction = null, IReadOnlyCollection<string>? tables = null)
    {
        if (!(tables ?? dialect.Tables(connection, transaction)).Contains("SWEEP_SCHEMA"))
            throw new StoreException(dialect.Place, "there is no sweep in this database", "Begin one with: stocklab sweep init");
        var version = connection.ExecuteScalar<int?>("SELECT MAX(VERSION) FROM SWEEP_SCHEMA", transaction: transaction);
        if (version > Version)
        {
            throw new StoreException(
                dialect.Place, $"its tables are of version {version}, made by a newer StockLab; this one knows version {Version}", "Update StockLab, or name another store. Nothing was changed.");
        }
    }
}
