namespace StockLab.Market;

/// <summary>Why a live source gave no prices: each kind wants another reaction.</summary>
public enum SourceFailure
{
    /// <summary>The source does not know the symbol: check the spelling, or ask another source.</summary>
    SymbolUnknown,

    /// <summary>The source answers only after a login: set its credentials, or ask another source.</summary>
    LoginRequired,

    /// <summary>The source wants fewer requests: wait.</summary>
    RateLimited,

    /// <summary>The answer is not of the documented format: waiting will not help, the parser must be mended.</summary>
    FormatChanged,

    /// <summary>The source cannot be reached, or answers with its own failure: try again later.</summary>
    Offline,
}

/// <summary>A live source gave no prices. <see cref="Failure"/> says which way out there is; the message names source, symbol, cause and remedy.</summary>
public sealed class PriceSourceException : PriceDataException
{
    /// <summary>Says what went wrong at which source, and how to go on.</summary>
    /// <param name="failure">The kind of failure.</param>
    /// <param name="source">The source's name, for example <c>Naver</c>.</param>
    /// <param name="problem">What is wrong, with the value, as a sentence without its full stop.</param>
    /// <param name="remedy">What the reader can do, as a complete sentence.</param>
    /// <param name="value">The offending value as it was found.</param>
    /// <param name="retryAfter">How long the source asked us to wait, where it did.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public PriceSourceException(
        SourceFailure failure, string source, string problem, string remedy, string? value = null, TimeSpan? retryAfter = null, Exception? inner = null)
        : base($"{source}: {problem}", remedy, value: value, inner: inner)
    {
        Failure = failure;
        SourceName = source;
        RetryAfter = retryAfter;
        IsPassing = failure is SourceFailure.Offline or SourceFailure.RateLimited;
    }

    /// <summary>The kind of failure.</summary>
    public SourceFailure Failure { get; }

    /// <summary>The source that failed.</summary>
    public string SourceName { get; }

    /// <summary>How long the source asked us to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>True if the same request may succeed later: the network, the source's load, or an answer that was cut off.</summary>
    public bool IsPassing { get; internal init; }
}
