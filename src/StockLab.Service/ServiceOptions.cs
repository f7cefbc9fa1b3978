namespace StockLab.Service;

/// <summary>How the service runs. The defaults are safe on a machine of one's own: loopback only, and bounds on everything that a client sends.</summary>
public sealed record ServiceOptions
{
    /// <summary>The environment variable that holds the key.</summary>
    public const string KeyVariable = "STOCKLAB_SERVICE_KEY";

    /// <summary>The folder whose subfolders are the models.</summary>
    public required string Models { get; init; }

    /// <summary>The folder of prices for requests of a ticker and a date, and for indexes that a request does not bring along; null has none.</summary>
    public string? Data { get; init; }

    /// <summary>Where to listen; port 0 takes a free one. Any address but loopback needs a <see cref="Key"/>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>The bearer key that every request must bring, but for the page, its description and the health checks; null asks for none.</summary>
    public string? Key { get; init; }

    /// <summary>The longest request body, in bytes.</summary>
    public long MostBytes { get; init; } = 4 << 20;

    /// <summary>The most series in a request.</summary>
    public int MostSeries { get; init; } = 256;

    /// <summary>The most rows in a series.</summary>
    public int MostRows { get; init; } = 10_000;

    /// <summary>Requests a second that one client address may send for long; 0 has no limit.</summary>
    public int RequestsPerSecond { get; init; } = 200;

    /// <summary>Requests that one client address may send at once before the rate counts.</summary>
    public int Burst { get; init; } = 400;

    /// <summary>Connections open at the same time.</summary>
    public int MostConnections { get; init; } = 1000;

    /// <summary>Forecasts that may wait for the network; more are turned away with 503.</summary>
    public int MostWaiting { get; init; } = 4096;

    /// <summary>How often the folder of models is looked at.</summary>
    public TimeSpan ReloadEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a body may take to begin before its rate counts, and a request head to arrive.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long requests in progress may take to finish when the service stops.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether log lines go to standard output, one JSON object each. They hold no payload and no key.</summary>
    public bool Log { get; init; }

    /// <summary>Throws for options that make no safe service.</summary>
    /// <exception cref="ArgumentException">Names the value and the remedy.</exception>
    internal void Check()
    {
        if (!Directory.Exists(Models))
            throw new ArgumentException($"There is no folder of models '{Models}'. Create one with: stocklab train RECIPE --save {Path.Combine(Models, "NAME")}");
        if (Urls.Count == 0)
            throw new ArgumentException("There is no address to listen on. Name one, for example http://127.0.0.1:5080.");
        if (Key is not null && (Key.Length < 16 || Key.Any(c => c is <= ' ' or > '~')))
            throw new ArgumentException($"The key has {Key.Length} characters. Take at least 16 visible ASCII characters, for example from: openssl rand -hex 32");
        foreach (var (name, value) in new (string, long)[] { ("body limit", MostBytes), ("series limit", MostSeries), ("rows limit", MostRows), ("connection limit", MostConnections), ("queue limit", MostWaiting), ("burst", Burst) })
        {
            if (value < 1)
                throw new ArgumentException($"The {name} is {value}. Give at least 1.");
        }
        if (RequestsPerSecond < 0)
            throw new ArgumentException($"The rate limit is {RequestsPerSecond}. Give 0 (no limit) or more.");
        if (Patience <= TimeSpan.FromSeconds(1))
            throw new ArgumentException($"The patience with slow clients is {Patience}. Give more than a second.");
        var open = Urls.Select(Address.Parse).FirstOrDefault(address => !address.IsLoopback);
        if (open is not null && Key is null)
            throw new ArgumentException($"{open.Url} can be reached from other machines, so it needs a key. Set {KeyVariable} or give --key-file, or listen on http://127.0.0.1:{open.Port}.");
    }
}
