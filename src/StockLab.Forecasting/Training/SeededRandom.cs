using StockLab.Market;

namespace StockLab.Forecasting;

/// <summary>
/// Draws from a <see cref="Xoshiro256"/>, whose stream depends on nothing but its seed: not on the runtime, the machine, or the engine.
/// Initial weights and the order of the batches come from here, so every engine starts and learns alike.
/// </summary>
public sealed class SeededRandom
{
    private readonly Xoshiro256 generator;

    /// <summary>Starts the stream of <paramref name="seed"/>. Different <paramref name="stream"/> numbers give unrelated streams of the same seed.</summary>
    public SeededRandom(long seed, long stream = 0) => generator = new Xoshiro256(unchecked((ulong)seed + (ulong)stream * 0xD1342543DE82EF95UL));

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => generator.Next();

    /// <summary>A number of [0, 1), uniformly.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number of [<paramref name="low"/>, <paramref name="high"/>), uniformly.</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>An integer of [0, <paramref name="bound"/>), uniformly and without the bias of a plain remainder (Lemire, 2019).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var product = (NextBits() >> 32) * (ulong)bound;
        var fraction = (uint)product;
        if (fraction < (uint)bound)
        {
            var threshold = unchecked((uint)-bound) % (uint)bound;
            while (fraction < threshold)
            {
                product = (NextBits() >> 32) * (ulong)bound;
                fraction = (uint)product;
            }
        }
        return (int)(product >> 32);
    }

    /// <summary>A standard normal number (Box and Muller, 1958; the second number of each pair is not used).</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
