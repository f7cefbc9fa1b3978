using System.Buffers;
using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace StockLab.Market;

/// <summary>
/// The way to a live source: paced, bounded in time and size, repeated with growing jittered pauses (or after the pause the source asks for) where
/// the failure may pass, and left alone for a while where it does not. Whatever goes wrong becomes a <see cref="PriceSourceException"/>.
/// </summary>
internal sealed class SourceHttp : IDisposable
{
    private readonly string _source;
    private readonly SourceSettings _settings;
    private readonly HttpClient _client;
    private readonly RequestPace _pace;
    private readonly ResiliencePipeline _patience;
    private readonly ResiliencePipeline _limit;

    internal SourceHttp(string source, string address, SourceSettings settings, bool followsRedirects = true)
    {
        _source = source;
        _settings = settings;
        Address = settings.Address ?? new Uri(address);
        _pace = new RequestPace(settings.Pace, settings.Time);
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            AllowAutoRedirect = followsRedirects,
            UseProxy = !Address.IsLoopback,
            MaxAutomaticRedirections = 3,
            MaxResponseHeadersLength = 64,      // KiB
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(settings.Between(handler)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd(settings.UserAgent);
        _patience = Patience(settings);
        _limit = new ResiliencePipelineBuilder { TimeProvider = settings.Time }.AddTimeout(settings.Timeout).Build();
    }

    /// <summary>Where the service is.</summary>
    internal Uri Address { get; }

    /// <summary>Asks, and reads the answer. The reader sees successes and refusals (4xx) alike; what it throws in passing is asked again.</summary>
    /// <exception cref="PriceSourceException">The source gave no usable answer.</exception>
    internal async Task<T> SendAsync<T>(Func<HttpRequestMessage> request, Func<SourceAnswer, T> read, CancellationToken cancel)
    {
        try
        {
            return await _patience.ExecuteAsync(async token => read(await SendOnceAsync(request, token).ConfigureAwait(false)), cancel).ConfigureAwait(false);
        }
        catch (BrokenCircuitException resting)
        {
            throw new PriceSourceException(
                SourceFailure.Offline, _source, "it failed so often that it is left alone for a while",
                $"Try again in {Words(resting.RetryAfter ?? _settings.Rest)}.",
                retryAfter: resting.RetryAfter, inner: resting);
        }
    }

    /// <summary>Asks with GET for a path below the address.</summary>
    internal Task<T> GetAsync<T>(string pathAndQuery, Func<SourceAnswer, T> read, CancellationToken cancel) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(Address, pathAndQuery)), read, cancel);

    public void Dispose() => _client.Dispose();

    private static ResiliencePipeline Patience(SourceSettings settings)
    {
        var passing = new PredicateBuilder().Handle<PriceSourceException>(error => error.IsPassing);
        var builder = new ResiliencePipelineBuilder { TimeProvider = settings.Time };
        if (settings.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<PriceSourceException>(error => error.IsPassing && !(error.RetryAfter > settings.LongestPause)),
                MaxRetryAttempts = settings.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = settings.Jitter,
                Delay = settings.FirstPause,
                MaxDelay = settings.LongestPause,
                DelayGenerator = static retry => ValueTask.FromResult((retry.Outcome.Exception as PriceSourceException)?.RetryAfter),
            });
        }
        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = passing,
                FailureRatio = 0.9,
                MinimumThroughput = 2 * (settings.Retries + 1),     // two symbols in a row that failed to the end
                SamplingDuration = TimeSpan.FromMinutes(10),
                BreakDuration = settings.Rest,
            })
            .Build();
    }

    private async Task<SourceAnswer> SendOnceAsync(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        await _pace.TakeTurnAsync(cancel).ConfigureAwait(false);
        try
        {
            return await _limit.ExecuteAsync(
                async token =>
                {
                    using var question = request();
                    using var reply = await _client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
                    ThrowIfRefused(reply);
                    return new SourceAnswer(reply.StatusCode, await ReadAsync(reply.Content, token).ConfigureAwait(false));
                },
                cancel).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException late)
        {
            throw Offline($"no whole answer within {Words(_settings.Timeout)}", late);
        }
        catch (HttpIOException broken)
        {
            throw Offline($"the answer broke off ({broken.HttpRequestError})", broken);
        }
        catch (HttpRequestException unreachable)
        {
            throw Offline($"{Address.Host} cannot be reached ({unreachable.HttpRequestError})", unreachable);
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException)
        {
            throw Offline("the answer arrived damaged", damaged);
        }
    }

    // The statuses that say nothing of the symbol. All others are the reader's business.
    private void ThrowIfRefused(HttpResponseMessage reply)
    {
        var status = (int)reply.StatusCode;
        var wait = Wait(reply);
        if (status is 429 or 403 or 999)        // 999 is what Yahoo has sent instead of 429
        {
            throw new PriceSourceException(
                SourceFailure.RateLimited, _source, $"it wants fewer requests (HTTP {status})",
                wait is null ? "Try again later." : $"Try again in {Words(wait.Value)}.", retryAfter: wait);
        }
        if (status is 408 or >= 500)
            throw new PriceSourceException(SourceFailure.Offline, _source, $"it failed (HTTP {status})", "Try again later.", retryAfter: wait);
        if (status is >= 300 and <= 399)
        {
            throw new PriceSourceException(
                SourceFailure.FormatChanged, _source, $"it sent us elsewhere (HTTP {status})", "See whether the service has moved.", reply.Headers.Location?.ToString());
        }
    }

    private TimeSpan? Wait(HttpResponseMessage reply)
    {
        var wait = reply.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _settings.Time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > _settings.LargestAnswer)
            throw TooLarge();
        var stream = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
            try
            {
                using var body = new MemoryStream();
                for (int read; (read = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
                {
                    if (body.Length + read > _settings.LargestAnswer)
                        throw TooLarge();
                    body.Write(buffer, 0, read);
                }
                return body.ToArray();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private PriceSourceException Offline(string problem, Exception inner) =>
        new(SourceFailure.Offline, _source, problem, "Check the network, or try again later.", inner: inner);

    private PriceSourceException TooLarge() => new(
        SourceFailure.FormatChanged, _source, $"the answer has more than {_settings.LargestAnswer / (1024 * 1024)} MiB",
            "A price history is smaller; see whether the service has changed.");

    private static string Words(TimeSpan time) =>
        time.TotalSeconds < 120 ? $"{Math.Ceiling(time.TotalSeconds):0} s" : $"{Math.Ceiling(time.TotalMinutes):0} min";
}
