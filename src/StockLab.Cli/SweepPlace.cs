using System.CommandLine;
using StockLab.Experiments;

namespace StockLab.Cli;

/// <summary>Which sweep a verb means: NAME and --store, as all verbs of <c>stocklab sweep</c> take them.</summary>
internal sealed class SweepPlace
{
    /// <summary>The environment variable that names the store: a password in it is not seen in the list of processes.</summary>
    public const string Variable = "STOCKLAB_STORE";

    public Argument<string?> Name { get; } = new("NAME") { Description = "The sweep (default: the only one there is).", Arity = ArgumentArity.ZeroOrOne };

    public Option<string?> Store { get; } = Option();

    public static Option<string?> Option() => new("--store")
    {
        Description = $"An SQLite file, or \"Server=HOST;Database=DB;User Id=…;Password=…\" of a MySQL or MariaDB server (default: the variable {Variable}, else artifacts/sweeps/NAME.db).",
        HelpName = "PLACE",
    };

    /// <summary>The folder of the sweeps that were begun without a store.</summary>
    public static string Folder => Path.Combine(Repository.Artifacts, "sweeps");

    /// <summary>Where a sweep of a name is or will be.</summary>
    public static StorePlace Of(string name, string? store) =>
        StorePlace.Parse(store ?? FromEnvironment ?? Path.Combine(Folder, $"{name}.db"), name);

    /// <summary>Opens the sweep that the command line means.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="patience">How long to wait for a server that does not answer; null does not wait.</param>
    /// <param name="say">Told when such a wait begins.</param>
    /// <exception cref="ArgumentException">There is none, there are several and no name, or the store that was named holds another one.</exception>
    public SweepStore Open(ParseResult parsed, TimeSpan? patience = null, Action<string>? say = null)
    {
        var store = SweepStore.Open(Find(parsed), patience, say);
        // A file in the usual folder is found by its name; a store that was named keeps its own.
        if (parsed.GetValue(Name) is { } name && name != store.Plan.Name && Named(parsed) is not null)
        {
            using (store)
                throw new ArgumentException($"{store.Place} holds the sweep '{store.Plan.Name}', not '{name}'. Leave the name out, or name another store with --store or the variable {Variable}.");
        }
        return store;
    }

    /// <summary>The sweep that the command line means.</summary>
    /// <exception cref="ArgumentException">There is none, or several and no name.</exception>
    public StorePlace Find(ParseResult parsed)
    {
        var name = parsed.GetValue(Name);
        if (name is null && Named(parsed) is null)
        {
            var there = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.db").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).ToArray() : [];
            name = there.Length switch
            {
                1 => there[0],
                0 => throw new ArgumentException("There is no sweep yet. Begin one with: stocklab sweep init s4"),
                _ => throw new ArgumentException($"There are several sweeps; name one: {string.Join(", ", there)}."),
            };
        }
        return name is not null ? Of(name, parsed.GetValue(Store)) : StorePlace.Parse(Named(parsed)!);
    }

    private string? Named(ParseResult parsed) => parsed.GetValue(Store) ?? FromEnvironment;

    private static string? FromEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;
}
