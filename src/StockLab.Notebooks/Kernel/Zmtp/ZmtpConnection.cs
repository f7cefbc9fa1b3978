using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace StockLab.Notebooks.Zmtp;

/// <summary>
/// One peer's connection in the ZeroMQ Message Transport Protocol 3.x (<see href="https://rfc.zeromq.org/spec/23/"/>): greeting, NULL security handshake,
/// then messages of one or more frames each way.
/// </summary>
internal sealed class ZmtpConnection : IDisposable
{
    private const int GreetingLength = 64;
    private const int Chunk = 1 << 20;
    private const byte More = 1, Long = 2, Command = 4;
    private const int LongestFrame = 1 << 28, MostFrames = 1 << 12;

    private readonly Socket socket;
    private readonly bool waitsOnThread;
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly byte[] received = new byte[1 << 16];
    private int start, end;

    /// <summary>Takes a connected socket over.</summary>
    /// <param name="socket">The socket; it is closed with the connection.</param>
    /// <param name="waitsOnThread">Lets the calling thread wait for what comes, where others give theirs back to the pool. Closing the connection ends the wait.</param>
    public ZmtpConnection(Socket socket, bool waitsOnThread = false)
    {
        this.socket = socket;
        this.waitsOnThread = waitsOnThread;
    }

    /// <summary>The kind of socket at the other end, for example <c>DEALER</c>.</summary>
    public string PeerType { get; private set; } = "";

    /// <summary>The name the peer gave itself; empty when it gave none.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Greets the peer and agrees on the NULL mechanism.</summary>
    /// <param name="socketType">The kind of our socket, for example <c>ROUTER</c>.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ZmtpException">The peer speaks something else.</exception>
    public async Task HandshakeAsync(string socketType, CancellationToken cancel)
    {
        var greeting = new byte[GreetingLength];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        Encoding.ASCII.GetBytes("NULL", greeting.AsSpan(12));
        await socket.SendAsync(greeting, SocketFlags.None, cancel).ConfigureAwait(false);

        var theirs = new byte[GreetingLength];
        await ReadAsync(theirs.AsMemory(0, 11), cancel).ConfigureAwait(false);
        if (theirs[0] != 0xFF || (theirs[9] & 1) == 0 || theirs[10] < 3)
            throw new ZmtpException("the greeting is not that of ZMTP 3");
        await ReadAsync(theirs.AsMemory(11), cancel).ConfigureAwait(false);
        if (!theirs.AsSpan(12, 20).TrimEnd((byte)0).SequenceEqual("NULL"u8))
            throw new ZmtpException("the peer asks for a security mechanism other than NULL");

        await SendCommandAsync("READY", Property("Socket-Type", Encoding.ASCII.GetBytes(socketType)), cancel).ConfigureAwait(false);
        var (flags, ready) = await FrameAsync(cancel).ConfigureAwait(false);
        if ((flags & Command) == 0 || NameOf(ready) != "READY")
            throw new ZmtpException("READY should follow the greeting");
        ReadProperties(ready.AsSpan(6));
    }

    /// <summary>The next message. Commands are dealt with here; subscriptions come out as the messages that ZMTP 3.0 has for them.</summary>
    /// <returns>The frames, or null when the peer has closed the connection.</returns>
    /// <exception cref="ZmtpException">What came is no ZMTP.</exception>
    public async Task<List<byte[]>?> ReceiveAsync(CancellationToken cancel)
    {
        var message = new List<byte[]>();
        while (true)
        {
            if (message.Count == 0 && start == end && !await FillAsync(cancel).ConfigureAwait(false))
                return null;
            var (flags, body) = await FrameAsync(cancel).ConfigureAwait(false);
            if ((flags & Command) != 0)
            {
                if (await AnswerAsync(body, cancel).ConfigureAwait(false) is { } subscription)
                    return [subscription];
                continue;
            }
            message.Add(body);
            if ((flags & More) == 0)
                return message;
            if (message.Count == MostFrames)
                throw new ZmtpException("a message has too many frames");
        }
    }

    /// <summary>Sends a message whole; calls from several threads follow one another.</summary>
    public async Task SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> frames, CancellationToken cancel)
    {
        await sending.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var total = frames.Sum(frame => frame.Length + 9);
            if (total <= Chunk)
            {
                // Small messages go out in one packet.
                var buffer = ArrayPool<byte>.Shared.Rent(total);
                var length = 0;
                for (var i = 0; i < frames.Count; i++)
                {
                    length += Header(buffer.AsSpan(length), frames[i].Length, i < frames.Count - 1 ? More : (byte)0);
                    frames[i].Span.CopyTo(buffer.AsSpan(length));
                    length += frames[i].Length;
                }
                await SendAllAsync(buffer.AsMemory(0, length), cancel).ConfigureAwait(false);
                ArrayPool<byte>.Shared.Return(buffer);
                return;
            }
            var header = new byte[9];
            for (var i = 0; i < frames.Count; i++)
            {
                await SendAllAsync(header.AsMemory(0, Header(header, frames[i].Length, i < frames.Count - 1 ? More : (byte)0)), cancel).ConfigureAwait(false);
                await SendAllAsync(frames[i], cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            sending.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private async Task<byte[]?> AnswerAsync(byte[] command, CancellationToken cancel)
    {
        switch (NameOf(command))
        {
            case "PING" when command.Length >= 7:
                // PING is its name, two bytes of time to live, and a context that the PONG gives back.
                await SendCommandAsync("PONG", command[7..], cancel).ConfigureAwait(false);
                return null;
            case "SUBSCRIBE":
                return [1, .. command.AsSpan(10)];
            case "CANCEL":
                return [0, .. command.AsSpan(7)];
            default:
                return null;
        }
    }

    private async Task SendCommandAsync(string name, byte[] body, CancellationToken cancel)
    {
        byte[] command = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. body];
        var header = new byte[9];
        var length = Header(header, command.Length, Command);
        await sending.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await SendAllAsync((byte[])[.. header.AsSpan(0, length), .. command], cancel).ConfigureAwait(false);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancel).ConfigureAwait(false)..];
    }

    private static int Header(Span<byte> buffer, int length, byte flags)
    {
        if (length <= byte.MaxValue)
        {
            buffer[0] = flags;
            buffer[1] = (byte)length;
            return 2;
        }
        buffer[0] = (byte)(flags | Long);
        BinaryPrimitives.WriteInt64BigEndian(buffer[1..], length);
        return 9;
    }

    private async Task<(byte Flags, byte[] Body)> FrameAsync(CancellationToken cancel)
    {
        var header = new byte[8];
        await ReadAsync(header.AsMemory(0, 1), cancel).ConfigureAwait(false);
        var flags = header[0];
        if ((flags & ~(More | Long | Command)) != 0 || (flags & (More | Command)) == (More | Command))
            throw new ZmtpException($"the flags {flags} are not those of a frame");
        long length;
        if ((flags & Long) == 0)
        {
            await ReadAsync(header.AsMemory(0, 1), cancel).ConfigureAwait(false);
            length = header[0];
        }
        else
        {
            await ReadAsync(header, cancel).ConfigureAwait(false);
            length = BinaryPrimitives.ReadInt64BigEndian(header);
        }
        if (length is < 0 or > LongestFrame)
            throw new ZmtpException($"a frame claims to be {length} bytes long");
        // Memory grows with what has come, not with what is claimed to come.
        var body = new byte[Math.Min(length, Chunk)];
        for (var read = 0; read < length;)
        {
            if (read == body.Length)
                Array.Resize(ref body, (int)Math.Min(length, 2L * body.Length));
            await ReadAsync(body.AsMemory(read), cancel).ConfigureAwait(false);
            read = body.Length;
        }
        return (flags, body);
    }

    private async Task ReadAsync(Memory<byte> target, CancellationToken cancel)
    {
        while (target.Length > 0)
        {
            if (start == end && !await FillAsync(cancel).ConfigureAwait(false))
                throw new ZmtpException("the connection ended within a message");
            var count = Math.Min(target.Length, end - start);
            received.AsSpan(start, count).CopyTo(target.Span);
            start += count;
            target = target[count..];
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        start = 0;
        end = waitsOnThread ? socket.Receive(received) : await socket.ReceiveAsync(received, SocketFlags.None, cancel).ConfigureAwait(false);
        return end > 0;
    }

    private static byte[] Property(string name, byte[] value)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. value];
    }

    private void ReadProperties(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var nameLength = bytes[0];
            if (bytes.Length < nameLength + 5)
                throw new ZmtpException("READY is cut short");
            var name = Encoding.ASCII.GetString(bytes.Slice(1, nameLength));
            var valueLength = BinaryPrimitives.ReadInt32BigEndian(bytes[(1 + nameLength)..]);
            bytes = bytes[(nameLength + 5)..];
            if (valueLength < 0 || valueLength > bytes.Length)
                throw new ZmtpException("READY is cut short");
            var value = bytes[..valueLength];
            bytes = bytes[valueLength..];
            if (name.Equals("Socket-Type", StringComparison.OrdinalIgnoreCase))
                PeerType = Encoding.ASCII.GetString(value);
            else if (name.Equals("Identity", StringComparison.OrdinalIgnoreCase))
                Identity = value.ToArray();
        }
    }

    private static string NameOf(ReadOnlySpan<byte> command) =>
        command.Length > 0 && command.Length > command[0] ? Encoding.ASCII.GetString(command.Slice(1, command[0])) : "";
}
