using System.Numerics;

namespace StockLab.Market;

/// <summary>
/// A random number generator whose every number is the same on every platform and version: xoshiro256** (D. Blackman and S. Vigna, "Scrambled linear pseudorandom
/// number generators", ACM TOMS 47, 2021), seeded by SplitMix64 as its authors recommend. System.Random promises no such thing.
/// </summary>
public sealed class Xoshiro256
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>A generator for one of many independent streams of the same seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream's number; 0 is the seed's own.</param>
    public Xoshiro256(ulong seed, ulong stream = 0)
    {
        var state = seed;
        if (stream != 0)
            state = SplitMix(ref state) ^ SplitMix(ref stream);
        (_s0, _s1, _s2, _s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform on the open interval (0, 1).</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method (one of its two values is used).</summary>
    public double Normal()
    {
        while (true)
        {
            var u = (2 * Uniform()) - 1;
            var v = (2 * Uniform()) - 1;
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
                return u * Math.Sqrt(-2 * PortableMath.Log(s) / s);
        }
    }

    /// <summary>Student's t with <paramref name="degrees"/> (above 2) degrees of freedom, scaled to variance 1: z / √(χ² / n) · √((n − 2) / n).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The variance of so few degrees is not finite.</exception>
    public double StudentT(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 3);
        var z = Normal();
        var chiSquare = 0.0;
        for (var i = 0; i < degrees; i++)
        {
            var x = Normal();
            chiSquare += x * x;
        }
        return z * Math.Sqrt((degrees - 2) / chiSquare);
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
