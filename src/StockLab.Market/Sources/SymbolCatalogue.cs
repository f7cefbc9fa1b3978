using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace StockLab.Market;

/// <summary>One line of the catalogue: a symbol, its names, and what each source calls it.</summary>
/// <param name="Symbol">The canonical symbol, for example <c>005930</c>.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Market">The market: <c>KOSPI</c>, <c>KOSDAQ</c>, a country or an exchange.</param>
/// <param name="Korean">The Korean name.</param>
/// <param name="English">The English name.</param>
/// <param name="Naver">Naver's code; empty where it is the symbol itself or Naver has none.</param>
/// <param name="Yahoo">Yahoo's ticker; empty where it follows from the symbol.</param>
/// <param name="Krx">The exchange's index code; empty for all but Korean indices.</param>
/// <param name="Fred">FRED's series; empty where there is none.</param>
/// <param name="Aliases">Other spellings.</param>
/// <param name="Groups">The lists it belongs to, for example <c>KS50</c>.</param>
public sealed record CatalogueEntry(
    string Symbol, SymbolKind Kind, string Market, string Korean, string English,
    string Naver, string Yahoo, string Krx, string Fred, ImmutableArray<string> Aliases, ImmutableArray<string> Groups);

/// <summary>Symbols with their Korean and English names: those of the lessons and some more. A symbol need not be in it.</summary>
public static class SymbolCatalogue
{
    private static readonly (string Exchange, string Suffix)[] Abroad = [("TSE", "T"), ("HKEX", "HK"), ("SSE", "SS"), ("SZSE", "SZ"), ("HOSE", "VN")];

    private static readonly Lazy<(DateOnly AsOf, ImmutableArray<CatalogueEntry> Entries, Dictionary<string, CatalogueEntry> ByName)> Content = new(Load);

    /// <summary>The day on which names and groups were true.</summary>
    public static DateOnly AsOf => Content.Value.AsOf;

    /// <summary>All entries, in the order of the data file.</summary>
    public static ImmutableArray<CatalogueEntry> Entries => Content.Value.Entries;

    /// <summary>The entry of a symbol, of one of its other spellings, or of its exact Korean or English name; null if there is none.</summary>
    public static CatalogueEntry? Find(string name) => Content.Value.ByName.GetValueOrDefault(Fold(name));

    /// <summary>The entry whose file has this name (without extension), for example <c>USDKRW</c>; null if there is none.</summary>
    public static CatalogueEntry? FindFile(string name) =>
        Entries.FirstOrDefault(entry => Symbol.Parse(entry.Symbol).FileName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Entries whose symbol or names contain a text, or differ from it by a letter or two; the nearest first.</summary>
    public static IEnumerable<CatalogueEntry> Search(string text)
    {
        var wanted = Fold(text);
        return wanted.Length == 0 ? [] : Entries
            .Select(entry => (Entry: entry, Rank: Rank(entry, wanted)))
            .Where(candidate => candidate.Rank < 3)
            .OrderBy(candidate => candidate.Rank)
            .Select(candidate => candidate.Entry);
    }

    /// <summary>The names of the groups.</summary>
    public static IEnumerable<string> Groups => Entries.SelectMany(entry => entry.Groups).Distinct();

    /// <summary>The symbols of a group as of <see cref="AsOf"/>: <c>KS50</c>, or <c>lessons</c> for all that lessons and experiments use.</summary>
    /// <exception cref="PriceDataException">There is no such group.</exception>
    public static ImmutableArray<string> Group(string name)
    {
        ImmutableArray<string> members = [.. Entries.Where(entry => entry.Groups.Contains(name)).Select(entry => entry.Symbol)];
        return members.Length > 0 ? members : throw new PriceDataException(
            $"the catalogue has no group {PriceDataException.Quote(name)}", $"It has {string.Join(", ", Groups)}.", value: name);
    }

    /// <summary>Upper case without white space: what the grammar compares.</summary>
    internal static string Fold(string text) => string.Concat(text.ToUpperInvariant().Where(c => !char.IsWhiteSpace(c)));

    internal static IEnumerable<string> ExchangesAbroad => Abroad.Select(pair => pair.Exchange);

    /// <summary>Yahoo's suffix of an exchange's prefix: <c>T</c> of <c>TSE</c>; null if it is none.</summary>
    internal static string? SuffixOf(string exchange) => Array.Find(Abroad, pair => pair.Exchange == exchange).Suffix;

    internal static string ExchangeOf(string suffix) => Array.Find(Abroad, pair => pair.Suffix == suffix).Exchange;

    private static int Rank(CatalogueEntry entry, string wanted)
    {
        var symbol = Fold(entry.Symbol);
        string[] names = [symbol, Fold(entry.Korean), Fold(entry.English), .. entry.Aliases];
        if (Array.Exists(names, name => name == wanted))
            return 0;
        if (wanted.Length >= 2 && Array.Exists(names, name => name.StartsWith(wanted, StringComparison.Ordinal)))
            return 1;
        return (wanted.Length >= 2 && Array.Exists(names, name => name.Contains(wanted, StringComparison.Ordinal))) || Differ(symbol, wanted) <= 1 ? 2 : 3;
    }

    // The number of places in which two texts of equal length differ.
    private static int Differ(string a, string b) => a.Length == b.Length ? a.Zip(b).Count(pair => pair.First != pair.Second) : int.MaxValue;

    private static (DateOnly AsOf, ImmutableArray<CatalogueEntry> Entries, Dictionary<string, CatalogueEntry> ByName) Load()
    {
        using var reader = new StreamReader(typeof(SymbolCatalogue).Assembly.GetManifestResourceStream("symbols.csv")!, Encoding.UTF8);
        var head = reader.ReadLine()!;      // "# As of 2026-03-22. …"
        var asOf = DateOnly.ParseExact(head.AsSpan("# As of ".Length, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        reader.ReadLine();                  // the names of the columns, which CatalogueEntry repeats

        var entries = ImmutableArray.CreateBuilder<CatalogueEntry>();
        var byName = new Dictionary<string, CatalogueEntry>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var entry = new CatalogueEntry(
                cells[0], Enum.Parse<SymbolKind>(cells[1]), cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8],
                [.. cells[9].Split(' ', StringSplitOptions.RemoveEmptyEntries)], [.. cells[10].Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            entries.Add(entry);
            byName.Add(entry.Symbol, entry);
            foreach (var alias in entry.Aliases)
                byName.Add(alias, entry);
        }
        foreach (var entry in entries)          // names come second: a symbol is never shadowed by a company's name
        {
            byName.TryAdd(Fold(entry.Korean), entry);
            byName.TryAdd(Fold(entry.English), entry);
        }
        return (asOf, entries.ToImmutable(), byName);
    }
}
