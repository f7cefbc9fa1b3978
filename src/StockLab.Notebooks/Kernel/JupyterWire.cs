using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StockLab.Notebooks;

/// <summary>Reads and writes messages on the wire: frames, signatures, JSON.</summary>
/// <param name="key">The key of the connection file; empty for unsigned messages.</param>
internal sealed class JupyterWire(string key)
{
    private static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128 };
    private readonly IncrementalHash? signing = key.Length > 0 ? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key)) : null;
    private readonly string session = Guid.NewGuid().ToString("N");
    private int count;

    /// <summary>Takes a message apart.</summary>
    /// <exception cref="InvalidDataException">It is no message, or its signature is wrong.</exception>
    public JupyterMessage Read(byte[] peer, List<byte[]> frames)
    {
        var delimiter = frames.FindIndex(frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (delimiter < 0 || frames.Count < delimiter + 6)
            throw new InvalidDataException("a message has no delimiter, or too few frames");
        var parts = frames.GetRange(delimiter + 2, 4);
        if (signing is not null && !CryptographicOperations.FixedTimeEquals(Sign(parts.ConvertAll(part => (ReadOnlyMemory<byte>)part)), frames[delimiter + 1]))
            throw new InvalidDataException("a message has the wrong signature");
        try
        {
            using var header = JsonDocument.Parse(parts[0], Strict);
            using var content = JsonDocument.Parse(parts[3], Strict);
            if (header.RootElement.ValueKind != JsonValueKind.Object || !header.RootElement.TryGetProperty("msg_type", out var type) || type.ValueKind != JsonValueKind.String)
                throw new InvalidDataException("a message's header names no type");
            if (content.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException("a message's content is no object");
            return new JupyterMessage(peer, frames.GetRange(0, delimiter), type.GetString()!, parts[0], content.RootElement.Clone());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter is what the reader says of a text that is no Unicode.
            throw new InvalidDataException($"a message is no JSON: {error.Message}", error);
        }
    }

    /// <summary>Puts a message together.</summary>
    /// <param name="routing">The frames before the delimiter.</param>
    /// <param name="type">The type.</param>
    /// <param name="parent">The header of the message it answers; null for none.</param>
    /// <param name="content">Writes the members of the content.</param>
    /// <param name="metadata">Writes the members of the metadata; null for none.</param>
    public List<ReadOnlyMemory<byte>> Write(IEnumerable<byte[]> routing, string type, byte[]? parent, Action<Utf8JsonWriter> content, Action<Utf8JsonWriter>? metadata = null)
    {
        var header = Json(writer =>
        {
            writer.WriteString("msg_id", string.Create(CultureInfo.InvariantCulture, $"{session}_{Interlocked.Increment(ref count)}"));
            writer.WriteString("session", session);
            writer.WriteString("username", "kernel");
            writer.WriteString("date", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("msg_type", type);
            writer.WriteString("version", JupyterKernel.ProtocolVersion);
        });
        ReadOnlyMemory<byte> empty = "{}"u8.ToArray();
        List<ReadOnlyMemory<byte>> parts = [header, parent ?? empty, metadata is null ? empty : Json(metadata), Json(content)];
        return [.. routing.Select(frame => (ReadOnlyMemory<byte>)frame), Delimiter.ToArray(), Sign(parts), .. parts];
    }

    private byte[] Sign(List<ReadOnlyMemory<byte>> parts)
    {
        if (signing is null)
            return [];
        lock (signing)
        {
            foreach (var part in parts)
                signing.AppendData(part.Span);
            return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signing.GetHashAndReset()));
        }
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000, SkipValidation = true }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
