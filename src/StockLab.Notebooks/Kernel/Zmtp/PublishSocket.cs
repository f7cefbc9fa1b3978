using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace StockLab.Notebooks.Zmtp;

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
        var clock = Stopwatch.StartNew();
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
