using System.Data.Common;

namespace StockLab.Experiments;

/// <summary>What differs between the two kinds of database; everything else is the same SQL.</summary>
internal abstract class SqlDialect
{
    /// <summary>The database in words, without its password.</summary>
    public abstract string Place { get; }

    /// <summary>The database's own clock, in milliseconds since 1970: no worker's clock decides whether another is dead.</summary>
    public abstract string Now { get; }

    /// <summary>What follows a SELECT inside a writing transaction whose rows nobody else may take meanwhile; rows that somebody has taken are passed over.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>What follows a SELECT inside a writing transaction that waits for whoever has the rows.</summary>
    public abstract string Lock { get; }

    /// <summary>What follows CREATE TABLE (…).</summary>
    public abstract string TableOptions { get; }

    /// <summary>A connection, open and set up.</summary>
    public abstract DbConnection Open();

    /// <summary>Creates the database itself, where it is missing.</summary>
    public abstract void Create();

    /// <summary>Begins a transaction that writes.</summary>
    public abstract DbTransaction BeginWrite(DbConnection connection);

    /// <summary>The names of the tables.</summary>
    public abstract IReadOnlyCollection<string> Tables(DbConnection connection, DbTransaction? transaction);

    /// <summary>Whether the same work may succeed a moment later: the server restarts, somebody holds a lock.</summary>
    public abstract bool IsTransient(Exception error);

    /// <summary>The database's error in the words of this suite; null where it is none that a user can mend.</summary>
    public abstract StoreException? Explain(Exception error);

    /// <summary>A column of single precision as the double that its shortest decimal text means.</summary>
    public abstract string Widened(string column);
}
