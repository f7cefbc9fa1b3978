namespace StockLab.Market.Tests;

/// <summary>Settings for tests against the loopback server, on a clock that the test moves.</summary>
internal static class SourceTest
{
    internal static readonly DateTimeOffset Now = new(2024, 12, 13, 12, 0, 0, TimeSpan.Zero);

    /// <summary>No pause, no repetition.</summary>
    internal static SourceSettings Once(LoopbackServer server, TimeProvider? time = null) => new()
    {
        Address = server.Address, Time = time ?? new ManualTime(Now), Pace = TimeSpan.Zero, Retries = 0, Timeout = ManualTime.RequestLimit,
    };

    /// <summary>The polite defaults, with a jitter that is always the same.</summary>
    internal static SourceSettings Patient(LoopbackServer server, ManualTime time) => new()
    {
        Address = server.Address, Time = time, Timeout = ManualTime.RequestLimit, Jitter = () => 0.5,
    };

    internal static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
