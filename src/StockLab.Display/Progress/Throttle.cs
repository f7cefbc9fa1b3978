namespace StockLab.Display;

/// <summary>Lets something happen at most once in an interval. Not safe for several threads at once: its owner locks.</summary>
internal sealed class Throttle(TimeSpan interval, TimeProvider clock)
{
    private long? last;

    /// <summary>Whether it may happen now; if so, the next interval begins.</summary>
    public bool Open()
    {
        if (last is { } then && clock.GetElapsedTime(then) < interval)
        {
            return false;
        }

        last = clock.GetTimestamp();
        return true;
    }
}
