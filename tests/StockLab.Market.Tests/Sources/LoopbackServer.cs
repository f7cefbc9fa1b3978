using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StockLab.Market.Tests;

/// <summary>What a client asked.</summary>
internal sealed record LoopbackRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    internal string this[string parameter] => Parameters(Query).GetValueOrDefault(parameter, "");

    internal IReadOnlyDictionary<string, string> Form => Parameters(Body);

    private static Dictionary<string, string> Parameters(string text) => text.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2)).ToDictionary(pair => Decode(pair[0]), pair => pair.Length > 1 ? Decode(pair[1]) : "");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>How the bytes of an answer reach the client.</summary>
public enum Delivery
{
    /// <summary>All of them, with their number in front.</summary>
    Whole,

    /// <summary>All of them, and the end of the connection as their end.</summary>
    Unmarked,

    /// <summary>The number of all in front, then half of them, then the end of the connection.</summary>
    Half,

    /// <summary>Half of them, and the end of the connection as their end: the client cannot see that it is not whole.</summary>
    HalfUnmarked,

    /// <summary>Half of them, then a reset.</summary>
    Reset,

    /// <summary>The headers and nothing more.</summary>
    Hang,

    /// <summary>Without end, until the client leaves.</summary>
    Endless,
}

/// <summary>An answer of the server.</summary>
internal sealed record LoopbackReply(int Status, byte[] Body, Delivery Delivery = Delivery.Whole, params (string Name, string Value)[] Headers)
{
    internal LoopbackReply(string text, int status = 200, Delivery delivery = Delivery.Whole, params (string, string)[] headers)
        : this(status, Encoding.UTF8.GetBytes(text), delivery, headers)
    {
    }
}

/// <summary>A small HTTP/1.1 server on this machine's loopback address that can also misbehave.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<LoopbackRequest, LoopbackReply> _answer;
    private readonly Task _serving;
    private int _hanging;

    internal LoopbackServer(Func<LoopbackRequest, LoopbackReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = Task.Run(ServeAsync);
    }

    internal LoopbackServer(string text, int status = 200, Delivery delivery = Delivery.Whole)
        : this(_ => new LoopbackReply(text, status, delivery))
    {
    }

    internal Uri Address { get; }

    internal ConcurrentQueue<LoopbackRequest> Requests { get; } = [];

    /// <summary>True while a client waits for bytes that will never come.</summary>
    internal bool IsHanging => Volatile.Read(ref _hanging) > 0;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        _listener.Stop();
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
                clients.Add(TalkAsync(await _listener.AcceptSocketAsync(_closing.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await using var stream = new NetworkStream(socket);
                if (await ReadAsync(stream) is { } request)
                {
                    Requests.Enqueue(request);
                    await WriteAsync(stream, socket, _answer(request));
                }
            }
            catch (Exception left) when (left is IOException or SocketException or OperationCanceledException)
            {
                return;     // the client went away, or the server closes: the conversation is over either way
            }
        }
    }

    private async Task<LoopbackRequest?> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        var have = 0;
        int head;
        while ((head = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(have), _closing.Token);
            if (read == 0)
                return null;
            have += read;
        }
        var lines = Encoding.ASCII.GetString(buffer, 0, head).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (have < head + 4 + length)
            have += await stream.ReadAsync(buffer.AsMemory(have), _closing.Token);
        var target = lines[0].Split(' ');
        var parts = target[1].Split('?', 2);
        return new LoopbackRequest(target[0], parts[0], parts.Length > 1 ? parts[1] : "", headers, Encoding.UTF8.GetString(buffer, head + 4, length));
    }

    private async Task WriteAsync(NetworkStream stream, Socket socket, LoopbackReply reply)
    {
        var marked = reply.Delivery is Delivery.Whole or Delivery.Half or Delivery.Reset or Delivery.Hang;
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Status\r\nConnection: close\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        if (marked)
            head.Append($"Content-Length: {reply.Body.Length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _closing.Token);

        var half = reply.Body.AsMemory(0, reply.Body.Length / 2);
        switch (reply.Delivery)
        {
            case Delivery.Half or Delivery.HalfUnmarked:
                await stream.WriteAsync(half, _closing.Token);
                break;
            case Delivery.Reset:
                await stream.WriteAsync(half, _closing.Token);
                socket.LingerState = new LingerOption(true, 0);
                break;
            case Delivery.Hang:
                Interlocked.Increment(ref _hanging);
                try
                {
                    while (await stream.ReadAsync(new byte[1], _closing.Token) > 0)
                    {
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref _hanging);
                }
                break;
            case Delivery.Endless:
                while (true)
                    await stream.WriteAsync(reply.Body, _closing.Token);
            default:
                await stream.WriteAsync(reply.Body, _closing.Token);
                break;
        }
    }
}
