using System.Numerics;
using System.Runtime.CompilerServices;

namespace StockLab.Recurrent;

/// <summary>Dropout masks from a counter: the same seed, draw and element give the same bit on every machine, at every vector width.</summary>
internal static unsafe class Dropout
{
    /// <summary>Two keys for one mask, from the seed, the number of the draw and the layer.</summary>
    public static (uint First, uint Second) Keys(ulong seed, ulong draw, int layer)
    {
        var key = Mix(Mix(seed + 0x9E3779B97F4A7C15UL * (draw + 1)) + (ulong)layer);
        return ((uint)key, (uint)(key >> 32));
    }

    /// <summary>SplitMix64's finaliser (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }

    /// <summary>Writes 0 with probability <paramref name="share"/>, else 1 / (1 − share).</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="count">Its floats, a multiple of 16.</param>
    /// <param name="first">The number of its first element.</param>
    /// <param name="share">The share dropped.</param>
    /// <param name="keys">From <see cref="Keys"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(float* mask, nint count, uint first, double share, (uint First, uint Second) keys)
    {
        var threshold = new Vector<uint>((uint)Math.Min(share * 4294967296.0, uint.MaxValue));
        var keep = new Vector<float>((float)(1 / (1 - share)));
        var index = Vector<uint>.Indices + new Vector<uint>(first);
        var step = new Vector<uint>((uint)Vector<uint>.Count);
        Vector<uint> one = new(keys.First), two = new(keys.Second);
        for (nint i = 0; i < count; i += Vector<uint>.Count)
        {
            // murmur3's finaliser on the keyed counter, then one more keyed round.
            var x = (index * new Vector<uint>(0x9E3779B1u)) ^ one;
            x = (x ^ (x >>> 16)) * new Vector<uint>(0x85EBCA6Bu);
            x = (x ^ (x >>> 13)) * new Vector<uint>(0xC2B2AE35u);
            x = ((x ^ (x >>> 16)) + two) * new Vector<uint>(0x27D4EB2Fu);
            x ^= x >>> 15;
            var kept = Vector.GreaterThanOrEqual(x, threshold);
            Vector.Store(Vector.ConditionalSelect(kept, keep.As<float, uint>(), Vector<uint>.Zero).As<uint, float>(), mask + i);
            index += step;
        }
    }
}
