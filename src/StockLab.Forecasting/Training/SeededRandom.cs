namespace StockLab.Forecasting;

/// <summary>
/// A small random generator whose stream depends on nothing but its seed: not on the runtime, the machine, or the engine.
/// Initial weights and the order of the batches come from here, so every engine starts and learns alike.
/// </summary>
/// <remarks>xoshiro256** (Blackman and Vigna, 2018), its state filled from the seed by SplitMix64.</remarks>
public sealed class SeededRandom
{
    private ulong a, b, c, d;

    /// <summary>Starts the stream of <paramref name="seed"/>. Different <paramref name="stream"/> numbers give unrelated streams of the same seed.</summary>
    public SeededRandom(long seed, long stream = 0)
    {
        var state = unchecked((ulong)seed + (ulong)stream * 0xD1342543DE82EF95UL);
        a = SplitMix(ref state);
        b = SplitMix(ref state);
        c = SplitMix(ref state);
        d = SplitMix(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = ulong.RotateLeft(d, 45);
        return result;
    }

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

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
