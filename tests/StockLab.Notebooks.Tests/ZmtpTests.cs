using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using StockLab.Notebooks.Zmtp;

namespace StockLab.Notebooks.Tests;

/// <summary>The server side of ZMTP byte by byte, as RFC 23 writes it (https://rfc.zeromq.org/spec/23/); in kernel_client.py libzmq is at the other end.</summary>
public sealed class ZmtpTests : IDisposable
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly List<IDisposable> open = [];

    public void Dispose() => open.ForEach(one => one.Dispose());

    private T Serve<T>(T socket)
        where T : ZmtpSocket
    {
        open.Add(socket);
        socket.Start();
        return socket;
    }

    private (RouterSocket Socket, ChannelReader<(byte[] Peer, List<byte[]> Frames)> Received) Router(bool hasThreads = false)
    {
        var received = Channel.CreateUnbounded<(byte[], List<byte[]>)>();
        return (Serve(new RouterSocket(AnyPort, (peer, frames) => received.Writer.TryWrite((peer, frames)), hasThreads)), received.Reader);
    }

    private static async Task<(byte[] Peer, List<byte[]> Frames)> Next(ChannelReader<(byte[] Peer, List<byte[]> Frames)> received) => await received.ReadAsync().AsTask().WaitAsync(Soon);

    private NetworkStream Connect(ZmtpSocket socket)
    {
        var client = new TcpClient { ReceiveBufferSize = 1 << 16 };
        open.Add(client);
        client.Connect(IPAddress.Loopback, socket.Port);
        client.ReceiveTimeout = (int)Soon.TotalMilliseconds;
        return client.GetStream();
    }

    private NetworkStream Greet(ZmtpSocket socket, string type, byte[]? identity = null)
    {
        var stream = Connect(socket);
        stream.Write([.. Greeting, .. Ready(type, identity)]);
        Read(stream, 64);
        Assert.Equal(4, Frame(stream).Flags);
        return stream;
    }

    private static byte[] Greeting => [0xFF, .. new byte[8], 0x7F, 3, 1, .. "NULL"u8, .. new byte[48]];

    private static byte[] Ready(string type, byte[]? identity = null)
    {
        byte[] body = [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)type.Length, .. Encoding.ASCII.GetBytes(type)];
        if (identity is not null)
            body = [.. body, 8, .. "Identity"u8, 0, 0, 0, (byte)identity.Length, .. identity];
        return [4, (byte)body.Length, .. body];
    }

    private static byte[] Read(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static (byte Flags, byte[] Body) Frame(NetworkStream stream)
    {
        var flags = Read(stream, 1)[0];
        var length = (flags & 2) == 0 ? Read(stream, 1)[0] : BinaryPrimitives.ReadInt64BigEndian(Read(stream, 8));
        return (flags, Read(stream, (int)length));
    }

    private static List<byte[]> Message(NetworkStream stream)
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, body) = Frame(stream);
            frames.Add(body);
            if ((flags & 1) == 0)
                return frames;
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Frames(params string[] texts) => [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(text))];

    private static bool IsClosed(NetworkStream stream)
    {
        try
        {
            while (stream.ReadByte() >= 0)
            {
                // What was on its way.
            }
            return true;
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return true;
        }
        catch (IOException)
        {
            // Nothing came for as long as the test waits.
            return false;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GreetingAndReady_AreThoseOfTheSpecification(bool hasThreads)
    {
        var (router, received) = Router(hasThreads);
        var peer = Connect(router);
        peer.Write(Greeting);
        Assert.Equal([0xFF, .. new byte[8], 0x7F, 3, 0, .. "NULL"u8, .. new byte[16], 0, .. new byte[31]], Read(peer, 64));
        peer.Write(Ready("DEALER"));
        Assert.Equal([4, 28, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "ROUTER"u8], Read(peer, 30));
        peer.Write([0, 2, .. "hi"u8]);
        Assert.Equal([[.. "hi"u8]], (await Next(received)).Frames);
    }

    [Fact]
    public async Task AMessageThatComesByteByByte_IsWhole()
    {
        var (router, received) = Router();
        var peer = Greet(router, "DEALER");
        byte[] longer = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        byte[] message = [1, 0, 1, 3, .. "one"u8, 2, 0, 0, 0, 0, 0, 0, 1, 44, .. longer];
        foreach (var part in message)
            peer.Write([part]);
        Assert.Equal([[], "one"u8.ToArray(), longer], (await Next(received)).Frames);
    }

    [Fact]
    public async Task APeerIsAnsweredByItsName_ItsOwnOrOneItWasGiven()
    {
        var (router, received) = Router();
        var named = Greet(router, "DEALER", [.. "anna"u8]);
        var other = Greet(router, "DEALER");
        named.Write([0, 1, 1]);
        Assert.Equal((byte[])[.. "anna"u8], (await Next(received)).Peer);
        other.Write([0, 1, 2]);
        var given = (await Next(received)).Peer;
        Assert.Equal(0, given[0]);
        await router.SendAsync(given, Frames("to", "the other"));
        await router.SendAsync([.. "anna"u8], Frames("to anna"));
        await router.SendAsync([.. "nobody"u8], Frames("to nobody"));
        Assert.Equal([[.. "to anna"u8]], Message(named));
        Assert.Equal([[.. "to"u8], [.. "the other"u8]], Message(other));
    }

    [Fact]
    public async Task APing_IsAnsweredWithItsContext_AlsoWithinAMessage()
    {
        var (router, received) = Router();
        var peer = Greet(router, "DEALER");
        peer.Write([1, 1, 7, 4, 10, 4, .. "PING"u8, 0, 100, .. "abc"u8, 0, 1, 8]);
        var (flags, body) = Frame(peer);
        Assert.Equal(4, flags);
        Assert.Equal([4, .. "PONG"u8, .. "abc"u8], body);
        Assert.Equal([[7], [8]], (await Next(received)).Frames);
    }

    public static TheoryData<string, byte[]> Misbehaviour => new()
    {
        { "ZMTP 1", [1, 0] },
        { "version 2", [0xFF, .. new byte[8], 0x7F, 1, 5, 0, 0] },
        { "another mechanism", [0xFF, .. new byte[8], 0x7F, 3, 0, .. "CURVE"u8, .. new byte[47]] },
        { "no READY", [.. Greeting, 4, 6, 5, .. "ERROR"u8] },
        { "a READY cut short", [.. Greeting, 4, 10, 5, .. "READY"u8, 200, 1, 2, 3] },
        { "unknown flags", [.. Greeting, .. Ready("DEALER"), 0x80, 1, 1] },
        { "a command with more to come", [.. Greeting, .. Ready("DEALER"), 5, 1, 0] },
        { "a frame of a negative length", [.. Greeting, .. Ready("DEALER"), 2, 255, 255, 255, 255, 255, 255, 255, 255] },
        { "a frame of a petabyte", [.. Greeting, .. Ready("DEALER"), 2, 0, 4, 0, 0, 0, 0, 0, 0] },
        { "a message without an end", [.. Greeting, .. Ready("DEALER"), .. Enumerable.Repeat<byte[]>([1, 0], 5000).SelectMany(frame => frame)] },
    };

    [Theory]
    [MemberData(nameof(Misbehaviour))]
    public async Task APeerThatBreaksTheProtocol_IsCutOff_AndTheOthersAreNot(string what, byte[] bytes)
    {
        foreach (var hasThreads in (bool[])[false, true])
        {
            var (router, received) = Router(hasThreads);
            var good = Greet(router, "DEALER");
            var bad = Connect(router);
            bad.Write(bytes);
            // A peer of version 1 or 2 waits for more than it has sent; it hangs up itself.
            if (bytes.Length < 64)
                bad.Socket.Shutdown(SocketShutdown.Send);
            Assert.True(IsClosed(bad), what);
            good.Write([0, 1, 1]);
            Assert.Equal([[1]], (await Next(received)).Frames);
            Assert.False(received.TryRead(out _));
        }
    }

    [Fact]
    public void Subscriptions_AreByPrefix_InBothSpellings_AndCanBeTakenBack()
    {
        using var told = new SemaphoreSlim(0);
        var publisher = Serve(new PublishSocket(AnyPort, _ => told.Release()));
        var peer = Greet(publisher, "SUB");
        publisher.Publish(Frames("before"));
        peer.Write([0, 4, 1, .. "one"u8, 4, 15, 9, .. "SUBSCRIBE"u8, .. "other"u8]);
        Assert.True(told.Wait(Soon) && told.Wait(Soon));
        publisher.Publish(Frames("none", "1"));
        publisher.Publish(Frames("one more", "2"));
        publisher.Publish(Frames("other", "3"));
        Assert.Equal([[.. "one more"u8], [.. "2"u8]], Message(peer));
        Assert.Equal([[.. "other"u8], [.. "3"u8]], Message(peer));
        peer.Write([4, 12, 6, .. "CANCEL"u8, .. "other"u8, 0, 5, 1, .. "last"u8]);
        Assert.True(told.Wait(Soon));
        publisher.Publish(Frames("other", "4"));
        publisher.Publish(Frames("last", "5"));
        Assert.Equal([[.. "last"u8], [.. "5"u8]], Message(peer));
    }

    [Fact]
    public async Task ASubscriberThatDoesNotRead_IsCutOff_AndTheOthersGetEverything()
    {
        using var told = new SemaphoreSlim(0);
        var publisher = Serve(new PublishSocket(AnyPort, _ => told.Release(), mostWaiting: 4 << 20));
        var (stalled, reader) = (Greet(publisher, "SUB"), Greet(publisher, "SUB"));
        foreach (var peer in (NetworkStream[])[stalled, reader])
            peer.Write([0, 1, 1]);
        Assert.True(told.Wait(Soon) && told.Wait(Soon));
        const int messages = 40;
        ReadOnlyMemory<byte> large = new byte[1 << 20];
        for (var i = 0; i < messages; i++)
        {
            publisher.Publish([.. Frames(i.ToString(System.Globalization.CultureInfo.InvariantCulture)), large]);
            Assert.Equal(i, int.Parse(Message(reader)[0], System.Globalization.CultureInfo.InvariantCulture));
        }
        Assert.True(IsClosed(stalled));
        // Nothing is kept for the one that is gone.
        await publisher.FlushAsync(Soon).WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void ASocket_IsBoundToItsAddressOnly_AndIsGoneWhenItIsClosed()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "only 127.0.0.1 is a loopback address there");
        var reply = Serve(new ReplySocket(AnyPort));
        using (var elsewhere = new TcpClient())
            Assert.Throws<SocketException>(() => elsewhere.Connect(IPAddress.Parse("127.0.0.2"), reply.Port));
        var peer = Greet(reply, "REQ");
        peer.Write([1, 0, 0, 4, .. "ping"u8]);
        Assert.Equal([[], [.. "ping"u8]], Message(peer));
        reply.Dispose();
        Assert.True(IsClosed(peer));
    }
}
