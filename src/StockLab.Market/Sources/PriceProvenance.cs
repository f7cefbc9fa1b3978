using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockLab.Market;

/// <summary>
/// Where a file of the cache comes from: <c>005930.json</c> beside <c>005930.csv</c>. It is written before the file it describes and also holds the record of
/// the file it is about to replace, so that at every moment, even after a kill, one of the two fits the bytes that are there.
/// </summary>
/// <param name="Symbol">The canonical symbol.</param>
/// <param name="Source">The live source.</param>
/// <param name="Collected">When the last rows were fetched.</param>
/// <param name="Rows">The rows of the file.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, in hexadecimal.</param>
/// <param name="Replaces">The record of the file before it.</param>
public sealed record PriceProvenance(
    string Symbol, string Source, DateTimeOffset Collected, int Rows, DateOnly First, DateOnly Last, string Sha256,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PriceProvenance? Replaces = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, NewLine = "\n", RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = 8,
    };

    internal byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <summary>Reads a record; null if there is none.</summary>
    /// <exception cref="PriceDataException">The file is no such record.</exception>
    internal static PriceProvenance? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<PriceProvenance>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException broken)
        {
            throw new PriceDataException("the record of origin is damaged", "Delete it; the next collection fetches the prices again.", path,
                broken.LineNumber + 1, inner: broken);
        }
    }
}
