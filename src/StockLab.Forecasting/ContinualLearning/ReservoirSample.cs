namespace StockLab.Forecasting;

/// <summary>A memory of fixed size for a stream of unknown length: at any time it holds a uniform random choice of all that went by.</summary>
/// <remarks>Reference: J. Vitter, <i>Random Sampling with a Reservoir</i>, 1985, algorithm R.</remarks>
/// <param name="capacity">How many it holds at most.</param>
/// <param name="seed">The seed of the choice.</param>
public sealed class ReservoirSample(int capacity, long seed = 1)
{
    private readonly List<int> items = [];
    private readonly SeededRandom random = new(seed);

    /// <summary>What it holds, at most its capacity.</summary>
    public IReadOnlyList<int> Items => items;

    /// <summary>How many went by.</summary>
    public int Seen { get; private set; }

    /// <summary>Shows it the next one.</summary>
    public void Add(int item)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Seen++;
        if (items.Count < capacity)
            items.Add(item);
        else if (random.NextInt(Seen) is var place && place < capacity)
            items[place] = item;
    }
}
