using System.Collections.Immutable;

namespace StockLab.Market;

/// <summary>How a file of prices and its record of origin fit together.</summary>
public enum FileState
{
    /// <summary>The file is what its record says.</summary>
    Good,

    /// <summary>The file is what the record before says: an update was interrupted, and the next collection completes it. Nothing is lost.</summary>
    Interrupted,

    /// <summary>There is no record: the file was not collected by us.</summary>
    NoRecord,

    /// <summary>The file is not what its record says: it was changed afterwards.</summary>
    Altered,

    /// <summary>The file or its record cannot be read.</summary>
    Damaged,
}

/// <summary>What a check found about one file of a folder of prices.</summary>
/// <param name="Symbol">The file's symbol.</param>
/// <param name="State">How file and record fit.</param>
/// <param name="Rows">The rows; 0 if the file cannot be read.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
/// <param name="Record">The record that fits the file.</param>
/// <param name="Cleaning">What the rules of cleaning flag; null if the file cannot be read.</param>
/// <param name="Problem">What is wrong, for <see cref="FileState.Altered"/> and <see cref="FileState.Damaged"/>.</param>
public sealed record PriceFileCheck(
    string Symbol, FileState State, int Rows, DateOnly? First, DateOnly? Last, PriceProvenance? Record, CleaningReport? Cleaning, string? Problem)
{
    private const string Remedy = "Collect again: the file is then kept in replaced/.";
    private static readonly Cleaning Elsewhere = new(new FlagIncompleteRows("Close"), new FlagOutsideRange(), new FlagStaleRows());

    /// <summary>True unless the file was altered or cannot be read.</summary>
    public bool IsTrusted => State is not (FileState.Altered or FileState.Damaged);

    /// <summary>Checks the files of a folder in the order of their names: hash, format, order of the days, and what the rules of cleaning flag.</summary>
    /// <exception cref="PriceDataException">There is no such folder.</exception>
    public static IEnumerable<PriceFileCheck> Folder(string folder, CancellationToken cancel = default)
    {
        var prices = new PriceFolder(folder);
        foreach (var symbol in prices.Symbols)
        {
            cancel.ThrowIfCancellationRequested();
            yield return File(prices, symbol);
        }
    }

    private static PriceFileCheck File(PriceFolder folder, string symbol)
    {
        var path = Path.Combine(folder.FolderPath, symbol + ".csv");
        PriceProvenance? newest = null, fitting = null;
        PriceSeries prices;
        try
        {
            newest = PriceProvenance.Read(Path.ChangeExtension(path, ".json"));
            fitting = PriceCache.RecordOf(path);
            prices = folder.Read(symbol);
        }
        catch (PriceDataException damage)
        {
            return new PriceFileCheck(symbol, FileState.Damaged, 0, null, null, fitting, null, damage.Message);
        }
        var state = newest is null ? FileState.NoRecord : fitting is null ? FileState.Altered : fitting == newest ? FileState.Good : FileState.Interrupted;
        var rules = Market.Symbol.TryParse(symbol.Split('_')[0], out var named) && named.IsKoreanStock ? Market.Cleaning.KrxCheck : Elsewhere;
        return new PriceFileCheck(
            symbol, state, prices.Count, prices.Dates[0], prices.Dates[^1], fitting, rules.Apply(prices).Report,
            state == FileState.Altered ? $"{path}: its SHA-256 is not that of its record: it was changed after it was collected. {Remedy}" : null);
    }
}
