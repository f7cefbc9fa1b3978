using System.Text.Json.Serialization;

namespace StockLab.Benchmarks;

/// <summary>One line of a benchmark's result: our median beside the peer's, measured in the same run.</summary>
/// <param name="Name">The case, for example <c>lstm-b1-t10-h50</c>.</param>
/// <param name="Ours">Our median, in <paramref name="Unit"/>.</param>
/// <param name="Peer">The peer's median, in <paramref name="Unit"/>; null where the peer is not installed.</param>
/// <param name="Unit">The unit of both, for example <c>ms/step</c>; smaller is better.</param>
public sealed record BenchmarkCase(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("ours")] double Ours,
    [property: JsonPropertyName("peer")] double? Peer,
    [property: JsonPropertyName("unit")] string Unit)
{
    /// <summary>peer ÷ ours: above 1 we are faster.</summary>
    [JsonPropertyName("ratio")]
    public double? Ratio => Peer / Ours;
}
