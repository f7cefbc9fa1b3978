using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockLab.Notebooks;

/// <summary>Where a kernel is to listen, as the client wrote it down before it started the kernel.</summary>
/// <param name="Transport"><c>tcp</c> or <c>ipc</c>.</param>
/// <param name="Ip">The address, or the path's beginning for ipc.</param>
/// <param name="ShellPort">The port of requests.</param>
/// <param name="IoPubPort">The port of what everyone may see.</param>
/// <param name="StdinPort">The port of questions to the reader.</param>
/// <param name="ControlPort">The port of urgent requests.</param>
/// <param name="HeartbeatPort">The port of the heartbeat.</param>
/// <param name="SignatureScheme">How messages are signed; only <c>hmac-sha256</c> is known.</param>
/// <param name="Key">The key that messages are signed with; empty for none.</param>
public sealed record ConnectionFile(
    [property: JsonPropertyName("transport")] string Transport,
    [property: JsonPropertyName("ip")] string Ip,
    [property: JsonPropertyName("shell_port")] int ShellPort,
    [property: JsonPropertyName("iopub_port")] int IoPubPort,
    [property: JsonPropertyName("stdin_port")] int StdinPort,
    [property: JsonPropertyName("control_port")] int ControlPort,
    [property: JsonPropertyName("hb_port")] int HeartbeatPort,
    [property: JsonPropertyName("signature_scheme")] string SignatureScheme,
    [property: JsonPropertyName("key")] string Key)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is no connection file; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConnectionFile Load(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), ConnectionFileJson.Default.ConnectionFile)
                ?? throw new InvalidDataException($"{path} is empty. A Jupyter client writes this file and names it when it starts the kernel.");
            if (file.SignatureScheme is not (null or "" or "hmac-sha256"))
                throw new InvalidDataException($"{path} asks for the signature scheme {file.SignatureScheme}; the kernel knows hmac-sha256 only.");
            foreach (var (name, port) in ((string, int)[])[("shell_port", file.ShellPort), ("iopub_port", file.IoPubPort), ("stdin_port", file.StdinPort), ("control_port", file.ControlPort), ("hb_port", file.HeartbeatPort)])
            {
                if (port is < 1 or > 65535)
                    throw new InvalidDataException($"{path} names no usable {name}, but {port}; the kernel listens on the ports that the client has chosen.");
            }
            return file with { Transport = file.Transport ?? "tcp", Ip = file.Ip ?? "127.0.0.1", Key = file.Key ?? "" };
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is no connection file: {error.Message}", error);
        }
    }
}

/// <summary>Reads connection files without reflection, which would cost a tenth of a second at the start.</summary>
[JsonSerializable(typeof(ConnectionFile))]
internal sealed partial class ConnectionFileJson : JsonSerializerContext;
