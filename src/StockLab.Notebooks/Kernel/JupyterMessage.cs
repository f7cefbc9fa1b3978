using System.Diagnostics;
using System.Text.Json;

namespace StockLab.Notebooks;

/// <summary>A message of the Jupyter protocol (<see href="https://jupyter-client.readthedocs.io/en/stable/messaging.html"/>) as it came.</summary>
/// <param name="Peer">The name of the connection it came on.</param>
/// <param name="Identities">The routing frames before the delimiter.</param>
/// <param name="Type">Its type, for example <c>execute_request</c>.</param>
/// <param name="Header">Its header as JSON text: the parent header of all that answers it.</param>
/// <param name="Content">What it says.</param>
internal sealed record JupyterMessage(byte[] Peer, IReadOnlyList<byte[]> Identities, string Type, byte[] Header, JsonElement Content)
{
    /// <summary>When it came, by <see cref="Stopwatch"/>.</summary>
    public long Arrived { get; } = Stopwatch.GetTimestamp();

    /// <summary>Which client's session wrote it and when, by that one's clock; null where the header does not say.</summary>
    public (string Session, DateTimeOffset Date)? Written
    {
        get
        {
            using var header = JsonDocument.Parse(Header);
            return header.RootElement.TryGetProperty("session", out var session) && session.ValueKind == JsonValueKind.String
                && header.RootElement.TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.String && date.TryGetDateTimeOffset(out var when)
                ? (session.GetString()!, when) : null;
        }
    }

    /// <summary>A text of the content; the empty string when it is missing.</summary>
    public string Text(string name) => Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A truth value of the content.</summary>
    public bool Flag(string name, bool otherwise) => Content.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;

    /// <summary>A whole number of the content.</summary>
    public int Number(string name, int otherwise) => Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : otherwise;
}
