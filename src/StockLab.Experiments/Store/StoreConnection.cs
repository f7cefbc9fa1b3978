using System.Data.Common;
using System.Diagnostics;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>
/// One connection to a sweep's database that survives what passes: a server that restarts, a deadlock, a lock. Work that met one of these is rolled back and done again, after
/// a pause that grows. Safe to use from several threads, one after the other.
/// </summary>
/// <param name="dialect">The database.</param>
/// <param name="patience">How long to try again before giving up; zero tries once.</param>
/// <param name="say">Told when a wait begins; null where nobody listens.</param>
internal sealed class StoreConnection(SqlDialect dialect, TimeSpan patience, Action<string>? say = null) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private readonly SeededRandom jitter = new(Environment.ProcessId, stream: Environment.TickCount);
    private DbConnection? connection;

    public SqlDialect Dialect => dialect;

    /// <summary>Work in one transaction: all of it or nothing.</summary>
    /// <param name="work">Gets the connection, the transaction, and whether an earlier attempt may have been committed without our knowing.</param>
    /// <param name="cancel">Ends the waiting between two attempts, not the work.</param>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    public T Write<T>(Func<DbConnection, DbTransaction, bool, T> work, CancellationToken cancel = default) => Do(
        (open, again) =>
        {
            using var transaction = dialect.BeginWrite(open);
            var result = work(open, transaction, again);
            transaction.Commit();
            return result;
        },
        cancel);

    /// <summary>Work that only reads.</summary>
    /// <exception cref="StoreException">The database cannot be used.</exception>
    public T Read<T>(Func<DbConnection, T> work, CancellationToken cancel = default) => Do((open, _) => work(open), cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            Close();
    }

    private T Do<T>(Func<DbConnection, bool, T> work, CancellationToken cancel)
    {
        lock (gate)
        {
            var clock = Stopwatch.StartNew();
            var pause = TimeSpan.FromMilliseconds(20);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    connection ??= dialect.Open();
                    return work(connection, attempt > 1);
                }
                catch (Exception error) when (dialect.IsTransient(error))
                {
                    Close();
                    if (clock.Elapsed + pause > patience)
                        throw dialect.Explain(error) ?? error;
                    if (attempt == 5)
                        say?.Invoke($"{dialect.Explain(error)?.Message ?? error.Message} Trying again for {patience.TotalSeconds:0} s.");
                    // Half to one and a half times the pause: workers that were thrown out together do not come back together.
                    if (cancel.WaitHandle.WaitOne(pause * jitter.NextUniform(0.5, 1.5)))
                        cancel.ThrowIfCancellationRequested();
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
                catch (Exception error) when (dialect.Explain(error) is { } explained)
                {
                    Close();
                    throw explained;
                }
                catch (Exception error) when (error is not StoreException)
                {
                    Close();        // whatever state the connection is in, nobody should find it so
                    throw;
                }
            }
        }
    }

    private void Close()
    {
        try
        {
            connection?.Dispose();
        }
        catch (Exception error) when (dialect.IsTransient(error) || error is DbException or InvalidOperationException)
        {
            // It was broken already; there is nothing left to close.
        }
        connection = null;
    }
}
