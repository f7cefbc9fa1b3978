using System.Net;

namespace StockLab.Service;

/// <summary>An address to listen on.</summary>
/// <param name="Url">As the user gave it.</param>
/// <param name="Ip">The IP address; null stands for every address of the machine.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
internal sealed record Address(string Url, IPAddress? Ip, int Port)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => Ip is not null && IPAddress.IsLoopback(Ip);

    /// <summary>Reads <c>http://HOST:PORT</c>; the host is an IP address, <c>localhost</c>, or <c>*</c> for every address.</summary>
    /// <exception cref="ArgumentException">It is none; the message names it.</exception>
    public static Address Parse(string url)
    {
        var text = url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
            throw new ArgumentException($"'{url}' is no address to listen on. Write http://HOST:PORT, for example http://127.0.0.1:5080; for https put a reverse proxy in front.");
        if (uri.Host == "localhost")
            return new Address(url, IPAddress.Loopback, uri.Port);
        if (!IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip))
            throw new ArgumentException($"'{url}' names the host {uri.Host}. Write an IP address of this machine, localhost, or * for every address.");
        // ::ffff:127.0.0.1 is 127.0.0.1 in IPv6's words, to which no socket of IPv6 alone can be bound.
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        return new Address(url, ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) ? null : ip, uri.Port);
    }
}
