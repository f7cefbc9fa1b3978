using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

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
            try
            {
                var socket = await listener.AcceptAsync(closing.Token).ConfigureAwait(false);
                if (file is null)
                    socket.NoDelay = true;
                if (hasThreads)
                    new Thread(() => ServeAsync(socket).GetAwaiter().GetResult()) { IsBackground = true, Name = type }.Start();
                else
                    _ = ServeAsync(socket);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error)
            {
                // A peer that hangs up before it is accepted, or too many open files: the next one may fare better.
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

/// <summary>Answers each message with the same message: the heartbeat.</summary>
internal sealed class ReplySocket(EndPoint endpoint) : ZmtpSocket("REP", endpoint)
{
    /// <inheritdoc/>
    protected override Task ReceivedAsync(ZmtpConnection peer, List<byte[]> message) =>
        peer.SendAsync(message.ConvertAll(frame => (ReadOnlyMemory<byte>)frame), Closing);
}

/// <summary>Receives from many peers and answers the one that a name stands for.</summary>
/// <param name="endpoint">Where to bind.</param>
/// <param name="receive">Takes a message: the peer's name, then its frames.</param>
/// <param name="hasThreads">Gives each peer a thread of its own.</param>
internal sealed class RouterSocket(EndPoint endpoint, Action<byte[], List<byte[]>> receive, bool hasThreads = false) : ZmtpSocket("ROUTER", endpoint, hasThreads)
{
    private readonly ConcurrentDictionary<string, ZmtpConnection> peers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ZmtpConnection, byte[]> names = new();
    private int anonymous;

    /// <summary>Sends to a peer; to one that is gone, nothing is sent.</summary>
    public async Task SendAsync(byte[] name, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        if (!peers.TryGetValue(Convert.ToHexString(name), out var peer))
            return;
        try
        {
            await peer.SendAsync(frames, Closing).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Who waits for an answer and hangs up gets none.
            Left(peer);
        }
    }

    /// <inheritdoc/>
    protected override void Joined(ZmtpConnection peer)
    {
        // Names that peers do not choose begin with a zero byte, as libzmq makes them.
        var name = peer.Identity.Length > 0 ? peer.Identity : [0, .. BitConverter.GetBytes(Interlocked.Increment(ref anonymous))];
        names[peer] = name;
        peers[Convert.ToHexString(name)] = peer;
    }

    /// <inheritdoc/>
    protected override Task ReceivedAsync(ZmtpConnection peer, List<byte[]> message)
    {
        receive(names[peer], message);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Left(ZmtpConnection peer)
    {
        if (names.TryRemove(peer, out var name))
            peers.TryRemove(KeyValuePair.Create(Convert.ToHexString(name), peer));
    }
}

/// <summary>
/// Sends each message to all who subscribed to a prefix of its first frame. Sending never waits: each subscriber has a queue, and one that does not
/// keep up with it loses its connection, not the kernel its memory.
/// </summary>
/// <param name="endpoint">Where to bind.</param>
/// <param name="subscribed">Told of each new subscription.</param>
/// <param name="mostWaiting">How many bytes may wait for a subscriber.</param>
internal sealed class PublishSocket(EndPoint endpoint, Action<byte[]> subscribed, long mostWaiting = 1 << 29) : ZmtpSocket("XPUB", endpoint)
{
    private readonly ConcurrentDictionary<ZmtpConnection, Subscriber> subscribers = new();

    /// <summary>Publishes a message.</summary>
    public void Publish(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        foreach (var (peer, subscriber) in subscribers)
        {
            if (subscriber.Wants(frames[0].Span) && !subscriber.Enqueue(frames))
                peer.Dispose();
        }
    }

    /// <summary>Waits until everything published so far has been handed to the network, or the time is up.</summary>
    public async Task FlushAsync(TimeSpan limit)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (subscribers.Values.Any(subscriber => subscriber.Waiting > 0) && clock.Elapsed < limit)
            await Task.Delay(5).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Joined(ZmtpConnection peer) => subscribers[peer] = new Subscriber(peer, mostWaiting, Closing);

    /// <inheritdoc/>
    protected override Task ReceivedAsync(ZmtpConnection peer, List<byte[]> message)
    {
        if (message is [[var action, .. var topic]] && subscribers.TryGetValue(peer, out var subscriber))
        {
            if (action == 1)
            {
                subscriber.Subscribe(topic);
                subscribed(topic);
            }
            else if (action == 0)
            {
                subscriber.Unsubscribe(topic);
            }
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Left(ZmtpConnection peer) => subscribers.TryRemove(peer, out _);

    /// <summary>One peer. What it is sent goes out on the publishing thread as long as the network takes it, which spares small messages a change of threads.</summary>
    private sealed class Subscriber(ZmtpConnection peer, long mostWaiting, CancellationToken closing)
    {
        private readonly Queue<IReadOnlyList<ReadOnlyMemory<byte>>> queue = new();
        private volatile byte[][] topics = [];
        private bool isSending;
        private long waiting;

        public long Waiting => Interlocked.Read(ref waiting);

        public bool Wants(ReadOnlySpan<byte> topic)
        {
            foreach (var prefix in topics)
            {
                if (topic.StartsWith(prefix))
                    return true;
            }
            return false;
        }

        public void Subscribe(byte[] topic) => topics = [.. topics, topic];

        public void Unsubscribe(byte[] topic)
        {
            var list = topics.ToList();
            var index = list.FindIndex(candidate => candidate.AsSpan().SequenceEqual(topic));
            if (index >= 0)
                list.RemoveAt(index);
            topics = [.. list];
        }

        public bool Enqueue(IReadOnlyList<ReadOnlyMemory<byte>> frames)
        {
            var size = Size(frames);
            if (Interlocked.Add(ref waiting, size) > mostWaiting + size)
                return false;
            lock (queue)
            {
                queue.Enqueue(frames);
                if (isSending)
                    return true;
                isSending = true;
            }
            _ = SendAllAsync();
            return true;
        }

        private async Task SendAllAsync()
        {
            try
            {
                while (Next() is { } frames)
                {
                    await peer.SendAsync(frames, closing).ConfigureAwait(false);
                    Interlocked.Add(ref waiting, -Size(frames));
                }
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException or ThreadInterruptedException)
            {
                // The subscriber is gone, or the cell that was sending has been woken in the middle of a message; its reading side notices as well and
                // takes it off the list. Nothing more is sent to it; a client that lives connects anew.
                peer.Dispose();
                lock (queue)
                    queue.Clear();
                Interlocked.Exchange(ref waiting, 0);
            }
        }

        private IReadOnlyList<ReadOnlyMemory<byte>>? Next()
        {
            lock (queue)
            {
                if (queue.TryDequeue(out var frames))
                    return frames;
                isSending = false;
                return null;
            }
        }

        private static long Size(IReadOnlyList<ReadOnlyMemory<byte>> frames) => frames.Sum(frame => (long)frame.Length);
    }
}
