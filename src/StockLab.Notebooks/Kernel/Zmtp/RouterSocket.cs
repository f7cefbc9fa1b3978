using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StockLab.Notebooks.Zmtp;

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
