using System.Text.Json;

namespace StockLab.Market;

/// <summary>JSON from outside: bounded in depth, and an answer that was cut off is told from one that is malformed.</summary>
internal static class SourceJson
{
    /// <summary>Parses a whole answer and reads it.</summary>
    /// <exception cref="PriceSourceException"><see cref="SourceFailure.FormatChanged"/>: it is not JSON; worth repeating if it only ends early.</exception>
    internal static T Read<T>(string source, SourceAnswer answer, Func<JsonElement, T> read)
    {
        using var json = Parse(source, answer);
        try
        {
            return read(json.RootElement);
        }
        catch (InvalidOperationException noText)        // JsonElement's word for a text whose bytes or escapes are no characters
        {
            throw Changed(source, "the answer holds text that is not Unicode", inner: noText);
        }
    }

    private static JsonDocument Parse(string source, SourceAnswer answer)
    {
        if (answer.IsPage)
            throw Changed(source, "a web page came instead of JSON (a notice or a form of consent)");
        try
        {
            return JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException broken)
        {
            var passing = EndsEarly(answer.Body);
            var problem = passing ? "the answer ends in the middle" : $"the answer is not JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine})";
            var remedy = passing ? "The answer was cut off; try again." : "The service may have changed; use another source and report it.";
            throw new PriceSourceException(SourceFailure.FormatChanged, source, problem, remedy, inner: broken) { IsPassing = passing };
        }
    }

    internal static PriceSourceException Changed(string source, string problem, string? value = null, Exception? inner = null) => new(
        SourceFailure.FormatChanged, source, value is null ? problem : $"{problem}: {PriceDataException.Quote(value)}",
        "The service may have changed; use another source and report it.", value, inner: inner);

    /// <summary>A member of an object; a member that is missing or has another type is a change of format.</summary>
    internal static JsonElement Get(string source, JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw Changed(source, $"the answer has no {kind.ToString().ToLowerInvariant()} \"{name}\"");

    // True if every token is well formed and only the end is missing.
    private static bool EndsEarly(byte[] body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 32 }));
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
