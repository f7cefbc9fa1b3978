namespace StockLab.Tests;

/// <summary>What a piece of work allocates.</summary>
internal static class Allocation
{
    /// <summary>
    /// The bytes that some work allocates on this thread, once it is warm: the median of seven rounds. What the work allocates it allocates in every round; the runtime allocates
    /// now and then on whichever thread meets the need, such as 98,352 bytes when its cache of casts grows.
    /// </summary>
    public static long Of(Action work)
    {
        work();
        var rounds = new long[7];
        for (var round = 0; round < rounds.Length; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            rounds[round] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Array.Sort(rounds);
        return rounds[rounds.Length / 2];
    }
}
