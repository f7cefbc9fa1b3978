using System.Diagnostics;
using Dapper;
using StockLab.Market;

namespace StockLab.Experiments.Tests;

/// <summary>What can be wrong with a database: a clear message, and nothing lost.</summary>
public sealed class StoreErrorTests(MariaDbServer server) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-store-").FullName;

    public static TheoryData<string> Kinds => AnyStore.Kinds;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ASecondSweepOfTheName_IsRefused_AndTheFirstStays(string kind)
    {
        using var any = new AnyStore(kind, server);
        using (var first = any.Rehearse(5))
            new SweepWorker(any.Place, new WorkerOptions { Count = 2 }).Run();
        var before = any.Results();

        var error = Assert.Throws<StoreException>(() => any.Rehearse(9));

        Assert.Contains("it holds the sweep 'rehearsal' already, 2 of its 5 tasks completed", error.Message);
        Assert.Equal(before, any.Results());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ADatabaseOfANewerSchema_IsLeftAlone(string kind)
    {
        using var any = new AnyStore(kind, server);
        any.Rehearse(3).Dispose();
        any.Execute("INSERT INTO SWEEP_SCHEMA (VERSION) VALUES (99)");

        foreach (var use in (Action[])[() => SweepStore.Open(any.Place), () => any.Rehearse(3), () => new SweepWorker(any.Place).Run()])
            Assert.Contains("version 99, made by a newer StockLab; this one knows version 1", Assert.Throws<StoreException>(use).Message);
        Assert.Equal(3, any.Query<long>("SELECT COUNT(*) FROM SWEEP_TASK WHERE STATE = 0").Single());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TablesThatSomebodyElseMade_AreLeftAlone(string kind)
    {
        using var any = new AnyStore(kind, server);
        any.Place.Dialect.Create();
        any.Execute("CREATE TABLE TB_TASKSTATUS (A int)");

        Assert.Contains("it holds a table TB_TASKSTATUS that StockLab did not make", Assert.Throws<StoreException>(() => any.Rehearse(3)).Message);
        Assert.Equal(["TB_TASKSTATUS"], any.Query<string>(kind == "sqlite" ? "SELECT name FROM sqlite_master" : "SELECT CONVERT(table_name USING utf8mb4) FROM information_schema.tables WHERE table_schema = DATABASE()"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AHostileTicker_IsText(string kind)
    {
        const string Hostile = "'; DROP TABLE x";
        using var any = new AnyStore(kind, server);
        using (var store = any.Rehearse(2, plan => plan with { Symbol = Hostile }))
            new SweepWorker(any.Place).Run();

        Assert.Equal([Hostile], any.Query<string>("SELECT DISTINCT TICKER FROM TB_TASKSTATUS"));
        Assert.Equal([Hostile, Hostile], any.Query<string>("SELECT TICKER FROM TB_MODELRESULT"));
        Assert.Equal(2, SweepStore.Open(any.Place).Status().Of(TaskState.Completed));
        // One that is asked for prices finds none, and no sweep is begun.
        using var other = new AnyStore(kind, server, "other");
        Assert.Contains("there is no symbol", Assert.Throws<PriceDataException>(() => SweepStore.Create(other.Place, S4.Grid with { Symbol = "'; DROP TABLE x; --" }, Sample.Open())).Message);
        Assert.Contains("the tables hold 1 to 20", Assert.Throws<ArgumentException>(() => SweepStore.Create(other.Place, S4.Grid with { Symbol = "'; DROP TABLE TB_TASKSTATUS; --" }, Sample.Open())).Message);
        Assert.Throws<StoreException>(() => SweepStore.Open(other.Place));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PricesComeBackFromBothKindsOfDatabase_AsTheyWere(string kind)
    {
        using var any = new AnyStore(kind, server);
        var prices = Sample.Open();
        using var store = SweepStore.Create(any.Place, S4.Grid with { Symbol = "SIM001", From = null, To = null }, prices);
        using var stored = store.Prices();
        var expected = UsdKrwLstm.Clean(prices.Read("SIM001"), null, null);

        Assert.Equal(expected.Dates, stored.Adjusted.Dates);
        // The columns are FLOAT: seven digits, and the shortest decimal text of them is the price as the file has it.
        Assert.All(expected.Close.Zip(stored.Adjusted.Close), pair => Assert.Equal((float)pair.First, (float)pair.Second));
        Assert.All(expected.Volume.Zip(stored.Adjusted.Volume), pair => Assert.Equal((float)pair.First, (float)pair.Second));
        Assert.True(stored.Adjusted.Origin.IsGenerated);
        Assert.True(stored.Folder.Read("SIM001").Origin.IsGenerated);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheTables_AreThoseOfTheSource_FieldByField(string kind)
    {
        using var any = new AnyStore(kind, server);
        any.Rehearse(1).Dispose();
        // The document's own tables: field, type, key. It lets every field but the keys be NULL.
        const string Prices = "DATE_MARKET varchar(20) PRI, TICKER varchar(20) PRI, OPEN_P float, HIGH_P float, LOW_P float, CLOSE_P float, VOLUME float, DATE_UPDATE datetime";
        (string Table, string Fields)[] document =
        [
            ("TB_ASSETVALUE_RAW", Prices),
            ("TB_ASSETVALUE_ADJ", Prices),
            ("TB_HYPERPARAMETER", "CODE_TASK varchar(20) PRI, EPOCH int, BATCH_SIZE int, LEARNING_RATE float, RATIO_TRAIN_SET float, SIZE_SEQUENCE int, SIZE_UNIT_INPUT int, SIZE_UNIT_HIDDEN int, SIZE_UNIT_OUTPUT int, DATE_UPDATE datetime"),
            ("TB_MODELRESULT", "CODE_TASK varchar(20) PRI, TICKER varchar(20), VERSION_MODEL int, DATE_B_TRAIN varchar(20), DATE_E_TRAIN varchar(20), DATE_B_TEST varchar(20), DATE_E_TEST varchar(20), LOSS float, ACCURACY float, MSE float, DATE_UPDATE datetime"),
            ("TB_TASKSTATUS", "CODE_TASK varchar(20) PRI, TICKER varchar(20), IDX_TASK int, STATUS varchar(20), NOTE varchar(300), DATE_UPDATE datetime"),
        ];
        var sql = kind == "sqlite"
            ? "SELECT name || ' ' || type || CASE pk WHEN 0 THEN '' ELSE ' PRI' END || CASE WHEN \"notnull\" = (pk > 0) THEN '' ELSE ' wrong NULL' END FROM pragma_table_info(@table) ORDER BY cid"
            : "SELECT CONVERT(CONCAT(column_name, ' ', IF(data_type = 'int', 'int', column_type), IF(column_key = 'PRI', ' PRI', ''), "
                + "IF((is_nullable = 'NO') = (column_key = 'PRI'), '', ' wrong NULL')) USING utf8mb4) FROM information_schema.columns "
                + "WHERE table_schema = DATABASE() AND table_name = @table ORDER BY ordinal_position";
        foreach (var (table, fields) in document)
            Assert.Equal(fields, string.Join(", ", any.Query<string>(sql, new { table })));
        Assert.Equal(["SETTING_DBTABLE", "GETTING_STOCKDATA1", "GETTING_STOCKDATA2", "TASK01"], any.Query<string>("SELECT CODE_TASK FROM TB_TASKSTATUS ORDER BY IDX_TASK"));
    }

    [Fact]
    public void AnUnreachableServer_IsNamed()
    {
        var place = StorePlace.Parse("Server=127.0.0.1;Port=1;Database=sweep;User Id=me;Password=secret");
        var error = Assert.Throws<StoreException>(() => SweepStore.Open(place));
        Assert.StartsWith("127.0.0.1:1/sweep: the server cannot be reached", error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Fact]
    public void AUserWithoutRights_IsToldSo_AndAnUnknownOneToo()
    {
        using var any = new AnyStore("mariadb", server);
        any.Rehearse(1).Dispose();
        var reader = any.As("reader", "reader");
        using (var store = SweepStore.Open(reader))
            Assert.Equal(1, store.Status().Tasks);                       // reading is allowed
        Assert.Contains("reader may not write here", Assert.Throws<StoreException>(() => new SweepWorker(reader).Run()).Message);
        Assert.Contains("the server does not let reader in", Assert.Throws<StoreException>(() => SweepStore.Open(any.As("reader", "wrong"))).Message);
        Assert.Equal(1, any.Query<long>("SELECT COUNT(*) FROM SWEEP_TASK WHERE STATE = 0 AND TRIES = 0").Single());
    }

    [Fact]
    public void AReadOnlyServer_IsNamed_AndTheWorkGoesOnOnceItTakesChanges()
    {
        using var any = new AnyStore("mariadb", server);
        using var other = new AnyStore("mariadb", server, "other");
        any.Rehearse(3).Dispose();
        other.Place.Dialect.Create();
        var writer = any.As("writer", "writer");
        new SweepWorker(writer, new WorkerOptions { Count = 1 }).Run();
        any.Execute("SET GLOBAL read_only = 1");
        try
        {
            Assert.Contains("the server is read-only. Name a server that takes changes", Assert.Throws<StoreException>(() => new SweepWorker(writer).Run()).Message);
            Assert.Contains("the server is read-only", Assert.Throws<StoreException>(() => SweepStore.Create(other.As("writer", "writer"), Rehearsal.Of(3, 0), Sample.Open())).Message);
            using var store = SweepStore.Open(writer);                  // looking is allowed
            Assert.Equal((1, 2), (store.Status().Of(TaskState.Completed), store.Status().Of(TaskState.NotExecuted)));
        }
        finally
        {
            any.Execute("SET GLOBAL read_only = 0");
        }
        Assert.Equal(2, new SweepWorker(writer).Run());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OfSweepsBegunAtTheSameTimeInOnePlace_OneIsBegun_AndTheOthersAreToldSo(string kind)
    {
        using var any = new AnyStore(kind, server);
        var said = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var start = new Barrier(4);
        Thread[] threads = [.. Enumerable.Range(1, 4).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                any.Rehearse(10 * i, plan => plan with { Name = $"sweep{i}" }).Dispose();
                said.Add($"sweep{i}");
            }
            catch (StoreException error)
            {
                said.Add(error.Message);
            }
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        var winner = Assert.Single(said, text => text.StartsWith("sweep", StringComparison.Ordinal));
        Assert.All(said.Where(text => text != winner), text => Assert.Contains($"it holds the sweep '{winner}' already", text));
        using var store = SweepStore.Open(any.Place);
        Assert.Equal((winner, 10 * (winner[^1] - '0')), (store.Plan.Name, store.Status().Tasks));
    }

    [Fact]
    public void ASweepThatCannotBeBegun_LeavesNone_AndAnotherCanBeBegunThere()
    {
        using var any = new AnyStore("mariadb", server);
        // TB_HYPERPARAMETER is S4's, and a FLOAT ends at 3.4E+38.
        var error = Assert.Throws<StoreException>(() => SweepStore.Create(any.Place, S4.Grid with
        {
            Symbol = "SIM001", From = null, To = null, Parameters = [new(S4.LearningRate, ["0.001", "1E+300"])],
        }, Sample.Open()));
        Assert.Contains("Out of range value for column 'LEARNING_RATE'", error.Message);
        Assert.Contains("there is no sweep in this database", Assert.Throws<StoreException>(() => SweepStore.Open(any.Place)).Message);
        using var store = any.Rehearse(2);
        Assert.Equal(2, new SweepWorker(any.Place).Run());
    }

    [Fact]
    public void TheCommand_SaysInOneLine_WhatIsWrongWithTheStore()
    {
        var unreachable = StorePlace.Parse("Server=127.0.0.1;Port=1;Database=sweep;User Id=me;Password=secret");
        foreach (var arguments in (string[][])[["status"], ["work", "--patience", "0.2"], ["init", "rehearsal"], ["best"], ["retry"]])
        {
            var (exit, output, error) = SweepCommand.Run(unreachable, arguments);
            Assert.Equal((1, ""), (exit, output));
            Assert.StartsWith("stocklab: 127.0.0.1:1/sweep: the server cannot be reached", error.Split('\n')[^2]);
            Assert.DoesNotContain("   at ", error);
            Assert.DoesNotContain("secret", error);
        }
        var missing = SweepCommand.Run(StorePlace.Parse(Path.Combine(folder, "none.db")), "status");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("none.db: there is no sweep. Begin one with: stocklab sweep init", missing.Error);
        Assert.False(File.Exists(Path.Combine(folder, "none.db")));
    }

    [Fact]
    public void AFileThatCannotBeWritten_IsNamed()
    {
        using var any = new AnyStore("sqlite", server);
        any.Rehearse(2).Dispose();
        // Root may write any file, so the file system itself is made read-only, where that can be done.
        var mounted = Path.Combine(folder, "disk");
        Directory.CreateDirectory(mounted);
        Assert.SkipUnless(Mount(mounted, "size=4m"), "a file system cannot be mounted here (needs root)");
        try
        {
            File.Copy(any.Place.ToParseable(), Path.Combine(mounted, "sweep.db"));
            Run("mount", "-o", "remount,ro", mounted);
            var error = Assert.Throws<StoreException>(() => new SweepWorker(StorePlace.Parse(Path.Combine(mounted, "sweep.db"))).Run());
            Assert.Contains("cannot be", error.Message);
            Assert.Contains(Path.Combine(mounted, "sweep.db"), error.Message);
            Run("mount", "-o", "remount,rw", mounted);
            Assert.Equal(2, new SweepWorker(StorePlace.Parse(Path.Combine(mounted, "sweep.db"))).Run());
        }
        finally
        {
            Run("umount", mounted);
        }
    }

    [Fact]
    public void OnAFullDisk_WhatWasRecordedStays_AndTheWorkGoesOnOnceThereIsRoom()
    {
        var mounted = Path.Combine(folder, "disk");
        Directory.CreateDirectory(mounted);
        Assert.SkipUnless(Mount(mounted, "size=2m"), "a file system cannot be mounted here (needs root)");
        try
        {
            var place = StorePlace.Parse(Path.Combine(mounted, "sweep.db"));
            using (SweepStore.Create(place, Rehearsal.Of(400, 0), Sample.Open()))
            {
            }
            new SweepWorker(place, new WorkerOptions { Count = 10 }).Run();
            var filler = Path.Combine(mounted, "filler");
            Fill(filler);

            var error = Assert.Throws<StoreException>(() => new SweepWorker(place).Run());

            Assert.Contains("the disk is full", error.Message);
            File.Delete(filler);
            using var store = SweepStore.Open(place);
            var done = store.Status().Of(TaskState.Completed);
            Assert.InRange(done, 10, 399);
            Assert.Equal(done, store.ReadOutcome().Trials.Count(trial => double.IsFinite(trial.Mse)));
            // Claims that the full disk cut off come back by themselves; here time is made to pass.
            using (var connection = place.Dialect.Open())
                connection.Execute("UPDATE SWEEP_TASK SET HEARTBEAT = 0 WHERE STATE = 1");
            new SweepWorker(place).Run();
            Assert.Equal(400, store.Status().Of(TaskState.Completed));
        }
        finally
        {
            Run("umount", mounted);
        }
    }

    [Fact]
    public void AServersFullDisk_IsNamed_AndNothingIsLost()
    {
        // A table space that may not grow: the same error as a full disk's.
        static string[] Disk(int megabytes) => ["--innodb-file-per-table=0", $"--innodb-data-file-path=ibdata1:12M:autoextend:max:{megabytes}M"];
        using var small = new MariaDbServer(Disk(14));
        using var any = new AnyStore("mariadb", small);
        using var store = any.Rehearse(400, plan => plan with { Parameters = [.. plan.Parameters, new(S4.Epoch, ["100"])] });
        new SweepWorker(any.Place, new WorkerOptions { Count = 10 }).Run();
        any.Execute("CREATE TABLE FILLER (A mediumtext) ENGINE = InnoDB");
        foreach (var size in (int[])[100_000, 5_000])
        {
            Assert.Equal(1114, Assert.Throws<MySql.Data.MySqlClient.MySqlException>(() =>
            {
                for (var i = 0; i < 10_000; i++)
                    any.Execute("INSERT INTO FILLER VALUES (REPEAT('x', @size))", new { size });
            }).Number);
        }

        var error = Assert.Throws<StoreException>(() => new SweepWorker(any.Place).Run());

        Assert.Contains("the server's disk is full", error.Message);
        var done = store.Status().Of(TaskState.Completed);
        Assert.InRange(done, 10, 399);
        Assert.All(store.ReadOutcome().Trials.Where(trial => trial.State == TaskState.Completed), trial => Assert.Equal((true, 100), (double.IsFinite(trial.Mse), trial.Epochs.Count)));
        Assert.Equal(100 * done, any.Query<long>("SELECT COUNT(*) FROM SWEEP_EPOCH").Single());
        small.Restart(Disk(64));                                                    // room is made
        any.Execute("UPDATE SWEEP_TASK SET HEARTBEAT = 0 WHERE STATE = 1");         // and time passes
        new SweepWorker(any.Place).Run();
        using var after = SweepStore.Open(any.Place);
        Assert.Equal(400, after.Status().Of(TaskState.Completed));
    }

    private static bool Mount(string path, string options) => Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }
}
