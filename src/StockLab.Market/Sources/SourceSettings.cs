namespace StockLab.Market;

/// <summary>How a live source is asked: where, how often, how patiently. The defaults are polite.</summary>
public sealed record SourceSettings
{
    /// <summary>The service's address; the public one when null. Tests name a server of their own.</summary>
    public Uri? Address { get; init; }

    /// <summary>The clock that pauses, limits and dates go by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The least time between the starts of two requests.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time for one request and its whole answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that failed in passing is repeated.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The median pause before the first repetition; each further one doubles, with jitter.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause before a repetition. A source that asks for a longer one gives <see cref="SourceFailure.RateLimited"/> instead.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a source that only fails is left alone (circuit breaking).</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The most bytes of an answer, after decompression.</summary>
    public int LargestAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>The User-Agent header.</summary>
    public string UserAgent { get; init; } = "Mozilla/5.0 (compatible; StockLab/0.1)";

    /// <summary>Random numbers from 0 to 1 for the jitter; tests give a seeded one.</summary>
    internal Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <summary>Stands between us and the network; tests look at the requests here.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler> Between { get; init; } = handler => handler;
}
