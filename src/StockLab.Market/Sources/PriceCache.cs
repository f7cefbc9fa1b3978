using System.Security.Cryptography;

namespace StockLab.Market;

/// <summary>
/// The folder that collected prices are kept in: <c>SYMBOL.csv</c> (see <see cref="PriceCsv"/>) with its <see cref="PriceProvenance"/> in <c>SYMBOL.json</c>.
/// Whatever interrupts a writer, each file is whole, old or new, and its record fits it. Files that are replaced by other history are kept in <c>replaced/</c>.
/// </summary>
public sealed class PriceCache
{
    private readonly Disk _disk;

    /// <summary>Opens a cache; the folder is created with its first file.</summary>
    public PriceCache(string folder)
        : this(folder, Disk.Real)
    {
    }

    internal PriceCache(string folder, Disk disk)
    {
        FolderPath = Path.GetFullPath(folder);
        _disk = disk;
    }

    /// <summary>The folder's absolute path.</summary>
    public string FolderPath { get; }

    /// <summary>The file of a symbol's prices.</summary>
    public string FileOf(Symbol symbol) => Path.Combine(FolderPath, symbol.FileName + ".csv");

    /// <summary>The record of a symbol's file as it is now; null if there is no file, or if nothing is known of the bytes that are there.</summary>
    public PriceProvenance? RecordOf(Symbol symbol) => File.Exists(FileOf(symbol)) ? RecordOf(FileOf(symbol)) : null;

    /// <summary>The record that fits a file's bytes: the newest one, or, after an interrupted update, the one before.</summary>
    internal static PriceProvenance? RecordOf(string file)
    {
        PriceProvenance? record;
        try
        {
            record = PriceProvenance.Read(Path.ChangeExtension(file, ".json"));
        }
        catch (PriceDataException)
        {
            return null;        // of a damaged record nothing is believed; PriceFileCheck tells of the damage
        }
        if (record is null)
            return null;
        var hash = HashOf(file);
        return record.Sha256 == hash ? record : record.Replaces?.Sha256 == hash ? record.Replaces : null;
    }

    /// <summary>Puts prices in the place of a symbol's file.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="prices">All its prices.</param>
    /// <param name="source">The source they come from.</param>
    /// <param name="collected">When they were fetched.</param>
    /// <param name="keepsOld">True to keep the present file in <c>replaced/</c>: its history is not a part of the new one.</param>
    internal void Store(Symbol symbol, PriceSeries prices, string source, DateTimeOffset collected, bool keepsOld)
    {
        var file = FileOf(symbol);
        var recordFile = Path.ChangeExtension(file, ".json");
        var old = RecordOf(symbol);
        using var buffer = new MemoryStream();
        PriceCsv.Write(prices, buffer);
        var bytes = buffer.ToArray();
        var newHash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var record = new PriceProvenance(
            symbol.Text, source, collected.ToUniversalTime(), prices.Count, prices.Dates[0], prices.Dates[^1], newHash, old is null ? null : old with { Replaces = null });

        if (keepsOld && File.Exists(file) && HashOf(file) is var hash && hash != newHash)
        {
            var aside = Path.Combine(FolderPath, "replaced", $"{symbol.FileName}.{hash[..12]}");
            AtomicFile.Write(aside + ".csv", stream => stream.Write(File.ReadAllBytes(file)), _disk);
            if (old is not null)
                AtomicFile.Write(aside + ".json", stream => stream.Write((old with { Replaces = null }).ToBytes()), _disk);
        }
        AtomicFile.Write(recordFile, stream => stream.Write(record.ToBytes()), _disk);
        AtomicFile.Write(file, stream => stream.Write(bytes), _disk);
    }

    /// <summary>Keeps other collections out until disposed, and removes what killed ones left.</summary>
    /// <exception cref="PriceDataException">Another collection is at work in this folder, or it holds generated prices.</exception>
    internal IDisposable Enter()
    {
        if (File.Exists(Path.Combine(FolderPath, PriceFolder.GeneratedMarker)))
            throw new PriceDataException("this folder holds generated prices; real ones would be taken for generated too",
                "Collect into another folder, for example data/cache.", FolderPath);
        Directory.CreateDirectory(FolderPath);
        FileStream door;
        try
        {
            door = new FileStream(Path.Combine(FolderPath, ".collect.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new PriceDataException("another collection is at work in this folder", "Wait until it has ended, or collect into another folder.",
                FolderPath, inner: taken);
        }
        try
        {
            foreach (var folder in new[] { FolderPath, Path.Combine(FolderPath, "replaced") }.Where(Directory.Exists))
            {
                foreach (var part in Directory.EnumerateFiles(folder, ".*.part"))
                    _disk.Delete(part);
            }
            return door;
        }
        catch
        {
            door.Dispose();
            throw;
        }
    }

    internal static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
