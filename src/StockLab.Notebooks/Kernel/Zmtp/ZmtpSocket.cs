using System.Net;
using System.Net.Sockets;

namespace StockLab.Notebooks.Zmtp;

/// <summary>A bound socket that peers connect to. Each peer is served on its own: one that sends garbage, stalls or vanishes troubles no other.</summary>
internal abstract class ZmtpSocket : IDisposable
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    private readonly string type;
    private readonly bool hasThreads;
    private readonly Socket listener;
    private readonly string? file;
    private readonly CancellationTokenSource closing = new();

    /// <summary>Binds, and begins to accept peers.</summary>
    /// <param name="type">The kind of socket, as ZMTP writes it.</param>
    /// <param name="endpoint">Where to bind; a port of 0 takes a free one.</param>
    /// <param name="hasThreads">Gives each peer a thread of its own, so that it is heard however busy the threads of the pool are.</param>
    protected ZmtpSocket(string type, EndPoint endpoint, bool hasThreads = false)
    {
        this.type = type;
        this.hasThreads = hasThreads;
        file = (endpoint as UnixDomainSocketEndPoint)?.ToString();
        if (file is not null)
            File.Delete(file);
        listener = new Socket(endpoint.AddressFamily, SocketType.Stream, file is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        listener.Bind(endpoint);
        listener.Listen(128);
    }

    /// <summary>The port that was bound; 0 for a socket in the file system.</summary>
    public int Port => (listener.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>Signalled when the socket is closed.</summary>
    protected CancellationToken Closing => closing.Token;

    /// <summary>The endpoint of a connection file's transport, address and port.</summary>
    /// <exception cref="NotSupportedException">The transport is neither tcp nor ipc.</exception>
    public static EndPoint EndPointOf(string transport, string ip, int port) => transport switch
    {
        "tcp" => new IPEndPoint(ip == "*" ? IPAddress.Any : ip == "localhost" ? IPAddress.Loopback : IPAddress.Parse(ip), port),
        "ipc" => new UnixDomainSocketEndPoint($"{ip}-{port}"),
        _ => throw new NotSupportedException($"The connection file names the transport {transport}; use tcp or ipc."),
    };

    /// <summary>Begins to serve.</summary>
    public void Start() => _ = AcceptAsync();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        closing.Cancel();
        listener.Dispose();
        if (file is not null)
            File.Delete(file);
    }

    /// <summary>A peer has shaken hands.</summary>
    protected virtual void Joined(ZmtpConnection peer)
    {
    }

    /// <summary>A peer has sent a message.</summary>
    protected abstract Task ReceivedAsync(ZmtpConnection peer, List<byte[]> message);

    /// <summary>A peer is gone.</summary>
    protected virtual void Left(ZmtpConnection peer)
    {
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            Socket? socket = null;
            try
            {
                socket = await listener.AcceptAsync(closing.Token).ConfigureAwait(false);
                if (file is null)
                    socket.NoDelay = true;
                var peer = socket;
                if (hasThreads)
                    new Thread(() => ServeAsync(peer).GetAwaiter().GetResult()) { IsBackground = true, Name = type }.Start();
                else
                    _ = ServeAsync(peer);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception error)
            {
                // A peer that hangs up before it is accepted, too many open files, no thread to be had: the next one may fare better.
                socket?.Dispose();
                KernelLog.Write($"a connection to the {type} socket was not accepted: {error.Message}");
                await Task.Delay(50).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var peer = new ZmtpConnection(socket, waitsOnThread: hasThreads);
        using var closes = closing.Token.UnsafeRegister(_ => peer.Dispose(), null);
        var joined = false;
        try
        {
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(closing.Token))
            {
                limit.CancelAfter(HandshakeLimit);
                using var late = limit.Token.UnsafeRegister(_ => peer.Dispose(), null);
                await peer.HandshakeAsync(type, limit.Token).ConfigureAwait(false);
            }
            joined = true;
            Joined(peer);
            while (await peer.ReceiveAsync(closing.Token).ConfigureAwait(false) is { } message)
                await ReceivedAsync(peer, message).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ZmtpException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer's fault or its end. Only one that had shaken hands is worth a word.
            if (joined && error is ZmtpException)
                KernelLog.Write($"a peer of the {type} socket was cut off: {error.Message}");
        }
        finally
        {
            if (joined)
                Left(peer);
        }
    }
}
