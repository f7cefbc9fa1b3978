using System.Data.Common;

namespace StockLab.Experiments;

/// <summary>Where a sweep is kept: an SQLite file, or a database of a MySQL or MariaDB server by its connection string. One database holds one sweep.</summary>
public sealed class StorePlace
{
    private readonly string text;

    private StorePlace(string text, bool isServer) => (this.text, IsServer) = (text, isServer);

    /// <summary>Whether it is a server, which workers on several machines can share.</summary>
    public bool IsServer { get; }

    /// <summary>Reads a place: <c>Server=HOST;Port=3306;Database=NAME;User Id=…;Password=…</c>, or the path of a file.</summary>
    /// <param name="text">The place.</param>
    /// <param name="database">The database where a connection string names none; null then is an error.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static StorePlace Parse(string text, string? database = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            return File(text);        // a path with no '=' in it, or none that a connection string could have
        }
        if (!builder.ContainsKey("Server") && !builder.ContainsKey("Host") && !builder.ContainsKey("Data Source"))
            return File(text);
        if (!builder.ContainsKey("Database") && !builder.ContainsKey("Initial Catalog"))
        {
            builder["Database"] = database is null ? throw new ArgumentException("The connection string names no database. Add Database=NAME, or name the sweep.") : $"stocklab_{database.Replace('-', '_').Replace('.', '_')}";
        }
        return new StorePlace(builder.ConnectionString, isServer: true);

        static StorePlace File(string path) => new(Path.GetFullPath(path), isServer: false);
    }

    /// <summary>The text from which <see cref="Parse"/> makes this place; a password included.</summary>
    public string ToParseable() => text;

    /// <summary>The dialect of SQL that is spoken there.</summary>
    internal SqlDialect Dialect => IsServer ? new MySqlDialect(text) : new SqliteDialect(text);

    /// <summary>The file, or server and database; never the password.</summary>
    public override string ToString() => Dialect.Place;
}
