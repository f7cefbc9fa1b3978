using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace StockLab.Service;

/// <summary>Who may come in: on a loopback address only who names this machine, elsewhere only who has the key; and nobody too often.</summary>
internal sealed class Gate : IDisposable
{
    private const string Scheme = "Bearer ", Remedy = "Send the header Authorization: Bearer KEY.";
    private static readonly string[] Open = ["/", "/openapi.json", "/health/live", "/health/ready"];

    private readonly byte[]? key;       // its hash, so that comparing takes the same time for keys of any length
    private readonly PartitionedRateLimiter<HttpContext>? limiter;
    private readonly ServiceMetrics metrics;

    public Gate(ServiceOptions options, ServiceMetrics metrics)
    {
        this.metrics = metrics;
        key = options.Key is null ? null : SHA256.HashData(Encoding.ASCII.GetBytes(options.Key));
        if (options.RequestsPerSecond > 0)
        {
            var tokens = (options.RequestsPerSecond + 9) / 10;      // about ten times a second, and exactly the rate
            var bucket = new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(options.Burst, tokens),
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / options.RequestsPerSecond),
                QueueLimit = 0,
                AutoReplenishment = true,
            };
            limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(
                context => RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => bucket));
        }
    }

    /// <summary>Lets a request in.</summary>
    /// <exception cref="ServiceProblem">It may not.</exception>
    public void Check(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (path is not null && path.StartsWith("/health/", StringComparison.Ordinal))
            return;
        if (limiter is not null)
        {
            using var lease = limiter.AttemptAcquire(context);
            if (!lease.IsAcquired)
            {
                metrics.Limited();
                throw new ServiceProblem(429, "too-many-requests", "This address sends too many requests.", "Wait a second; send several series in one request.");
            }
        }
        if (key is null)
        {
            // Without a key the browser of this machine is trusted, but no page that it shows: a foreign name that leads here is not followed.
            if (!IsTrusted(context))
                throw new ServiceProblem(403, "other-host", "The request names another host than this machine.", "Ask http://127.0.0.1 or http://localhost.");
            return;
        }
        if (Array.IndexOf(Open, path) >= 0 || IsTrusted(context))
            return;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw context.Request.Headers.Authorization.Count == 0
            ? new ServiceProblem(401, "no-key", "The request brings no key.", Remedy) : new ServiceProblem(401, "wrong-key", "The key is not the service's.", Remedy);
    }

    /// <summary>Whether a request may know what concerns models: it brings the key, or, where none is asked for, names this machine.</summary>
    public bool IsTrusted(HttpContext context)
    {
        if (key is null)
            return IsLocal(context.Request.Host.Host);
        string? given = context.Request.Headers.Authorization;
        return given is not null && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsKey(given.AsSpan(Scheme.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => limiter?.Dispose();

    private bool IsKey(ReadOnlySpan<char> given)
    {
        if (given.Length > 1024)
            return false;
        Span<byte> text = stackalloc byte[3 * given.Length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(given, text)], hash);
        return CryptographicOperations.FixedTimeEquals(hash, key);
    }

    // An IPv6 client has a whole /64 to come from; it counts as one.
    private static IPAddress ClientOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private static bool IsLocal(string host) => host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
