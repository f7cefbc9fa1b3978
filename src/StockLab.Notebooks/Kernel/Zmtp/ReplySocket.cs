using System.Net;

namespace StockLab.Notebooks.Zmtp;

/// <summary>Answers each message with the same message: the heartbeat.</summary>
internal sealed class ReplySocket(EndPoint endpoint) : ZmtpSocket("REP", endpoint)
{
    /// <inheritdoc/>
    protected override Task ReceivedAsync(ZmtpConnection peer, List<byte[]> message) =>
        peer.SendAsync(message.ConvertAll(frame => (ReadOnlyMemory<byte>)frame), Closing);
}
