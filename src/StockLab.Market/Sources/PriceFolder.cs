using System.Text.Json;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// A folder of price files, one <c>SYMBOL.csv</c> a symbol (see <see cref="PriceCsv"/>). A folder that holds a file named <c>generated.json</c> holds invented
/// prices, and everything read from it says so.
/// </summary>
[TypeFormatterSource(typeof(ShowsText))]
public sealed class PriceFolder : IPriceSource
{
    /// <summary>The marker of a folder of generated prices.</summary>
    public const string GeneratedMarker = "generated.json";

    /// <summary>The environment variable that names the folder of prices.</summary>
    public const string Variable = "STOCKLAB_DATA";

    /// <summary>Opens a folder.</summary>
    /// <exception cref="PriceDataException">The folder does not exist.</exception>
    public PriceFolder(string path)
    {
        if (!Directory.Exists(path))
            throw new PriceDataException("there is no such folder of prices", $"Name a folder that holds CSV files, with --data or the variable {Variable}.", path);
        FolderPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Symbols = [.. Directory.EnumerateFiles(FolderPath, "*.csv")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(symbol => !symbol.StartsWith('.'))
            .Order(StringComparer.Ordinal)];
        IsGenerated = File.Exists(Path.Combine(FolderPath, GeneratedMarker));
        Name = IsGenerated ? GeneratedName() : $"CSV folder {Path.GetFileName(FolderPath)}";
    }

    /// <summary>The folder in words: its name, or for a generated market the generator and seed.</summary>
    public string Name { get; }

    /// <summary>The folder's absolute path.</summary>
    public string FolderPath { get; }

    /// <summary>True if the folder holds <see cref="GeneratedMarker"/>: its prices are invented.</summary>
    public bool IsGenerated { get; }

    /// <summary>The symbols that have a file here, in ordinal order.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>
    /// The folder of prices of this session: <paramref name="path"/> if given, else the variable <c>STOCKLAB_DATA</c>, else <c>data/cache</c> if it holds CSV files,
    /// else <c>data/sample</c>; the last two are looked for in the current folder and those above it, then likewise from the library's own folder.
    /// </summary>
    /// <exception cref="PriceDataException">There is no such folder.</exception>
    public static PriceFolder Open(string? path = null)
    {
        path ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;
        if (path is not null)
            return new PriceFolder(path);

        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory, Path.GetDirectoryName(typeof(PriceFolder).Assembly.Location) })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                foreach (var name in new[] { "cache", "sample" })
                {
                    var candidate = Path.Combine(folder, "data", name);
                    if (Directory.Exists(candidate) && Directory.EnumerateFiles(candidate, "*.csv").Any())
                        return new PriceFolder(candidate);
                }
            }
        }
        throw new PriceDataException(
            $"there is no folder of prices: {Variable} is not set, and neither data/cache nor data/sample is in or above {Directory.GetCurrentDirectory()}",
            $"Set {Variable} to a folder of CSV files, or run from within the repository.");
    }

    /// <summary>
    /// Reads a symbol. <c>USD/KRW</c> finds <c>USDKRW.csv</c>, <c>삼성전자</c> finds <c>005930.csv</c> (see <see cref="Symbol"/>); upper and lower case are the same.
    /// Prices that were collected name the live source they come from.
    /// </summary>
    /// <exception cref="PriceDataException">There is no such file (the message suggests near names), or it cannot be used.</exception>
    public PriceSeries Read(string symbol)
    {
        var found = Find(symbol)
            ?? throw new PriceDataException($"there is no symbol {PriceDataException.Quote(symbol)} here", Suggest(WithoutSlash(symbol)), FolderPath, value: symbol);
        var path = Path.Combine(FolderPath, found + ".csv");
        var source = PriceCache.RecordOf(path) is { } record ? $"{record.Source} · collected {PriceSeries.Iso(DateOnly.FromDateTime(record.Collected.UtcDateTime))} · {Name}" : Name;
        return PriceCsv.Read(path, found, new PriceOrigin(source, IsGenerated, path));
    }

    /// <summary>Reads the first of some symbols that the folder has: a lesson names the real ticker first and one of the generated market after it.</summary>
    /// <exception cref="PriceDataException">None of them is here.</exception>
    public PriceSeries ReadFirst(params ReadOnlySpan<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (Has(symbol))
                return Read(symbol);
        }
        return Read(symbols[0]);
    }

    /// <summary>Whether the folder has a file for a symbol.</summary>
    public bool Has(string symbol) => Find(symbol) is not null;

    /// <inheritdoc/>
    public async Task<PriceSeries> GetAsync(string symbol, DateOnly? from = null, DateOnly? to = null, CancellationToken cancel = default)
    {
        var prices = await Task.Run(() => Read(symbol), cancel).ConfigureAwait(false);
        return from is null && to is null ? prices : prices.Between(from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue);
    }

    /// <summary>One line: the folder, its symbols, its origin.</summary>
    public override string ToString() => $"{new PriceOrigin(Name, IsGenerated)} · {Symbols.Count} symbols: {string.Join(' ', Symbols.Take(12))}{(Symbols.Count > 12 ? " …" : "")}";

    private static string WithoutSlash(string symbol) => symbol.Replace("/", "", StringComparison.Ordinal);

    private string? Find(string symbol)
    {
        var wanted = WithoutSlash(symbol);
        return Symbols.FirstOrDefault(known => known == wanted)
            ?? Symbols.FirstOrDefault(known => known.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? (Symbol.TryParse(symbol, out var canonical) ? Symbols.FirstOrDefault(known => known.Equals(canonical.FileName, StringComparison.OrdinalIgnoreCase)) : null);
    }

    private string Suggest(string wanted)
    {
        var near = Symbols
            .Select(known => (Symbol: known, Distance: EditDistance(known.ToUpperInvariant(), wanted.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= 2 || (wanted.Length >= 2 && candidate.Symbol.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Symbol, StringComparer.Ordinal)
            .Take(3).Select(candidate => candidate.Symbol).ToList();
        if (near.Count > 0)
            return $"Did you mean {string.Join(" or ", near)}?";
        return Symbols.Count == 0
            ? "The folder holds no CSV files."
            : $"It has {string.Join(", ", Symbols.Take(8))}{(Symbols.Count > 8 ? $" and {Symbols.Count - 8} more" : "")}.";
    }

    // Levenshtein: insertions, deletions and replacements that turn one name into the other.
    private static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }

    private string GeneratedName()
    {
        var marker = Path.Combine(FolderPath, GeneratedMarker);
        try
        {
            using var provenance = JsonDocument.Parse(File.ReadAllBytes(marker));
            return provenance.RootElement.TryGetProperty("source", out var source) && source.GetString() is { Length: > 0 } words ? words : "generated market";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new PriceDataException("the marker of a generated market is not a JSON object with a text \"source\"", "Regenerate the sample market, or remove the marker if the prices are real.", marker, inner: error);
        }
    }
}
