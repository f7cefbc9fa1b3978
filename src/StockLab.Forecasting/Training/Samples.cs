using System.Diagnostics.CodeAnalysis;
using StockLab.Market;

namespace StockLab.Forecasting;

/// <summary>The windows that one training sees: those of one ticker, or of several pooled into one data set.</summary>
public sealed class Samples
{
    private readonly Windows[] parts;
    private readonly int[] starts;      // the number of the first window of each part

    /// <summary>Pools windows of the same shape.</summary>
    /// <exception cref="ArgumentException">There are none, or their shapes differ.</exception>
    public Samples(params IEnumerable<Windows> windows)
    {
        parts = [.. windows];
        if (parts.Length == 0)
            throw new ArgumentException("There are no windows to learn from.");
        starts = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length != Length || parts[i].Features != Features || parts[i].Targets != Targets)
            {
                throw new ArgumentException(
                    $"Windows of {parts[i].Length} × {parts[i].Features} → {parts[i].Targets} ({parts[i].Table.Symbol}) cannot be pooled with {Length} × {Features} → {Targets}. Make all alike.");
            }
            starts[i] = Count;
            Count += parts[i].Count;
        }
    }

    /// <summary>The windows of one ticker.</summary>
    [return: NotNullIfNotNull(nameof(windows))]
    public static implicit operator Samples?(Windows? windows) => windows is null ? null : new Samples(windows);

    /// <summary>N, the windows of all parts.</summary>
    public int Count { get; }

    /// <summary>T, days a window.</summary>
    public int Length => parts[0].Length;

    /// <summary>F, features a day.</summary>
    public int Features => parts[0].Features;

    /// <summary>K, targets a window.</summary>
    public int Targets => parts[0].Targets;

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<Windows> Parts => parts;

    /// <summary>Copies a batch out.</summary>
    /// <param name="indices">The numbers of the windows, (B).</param>
    /// <param name="x">Receives the inputs, (B, T, F).</param>
    /// <param name="y">Receives the targets, (B, K).</param>
    public void Gather(ReadOnlySpan<int> indices, Span<float> x, Span<float> y)
    {
        if (parts.Length == 1)
        {
            parts[0].Gather(indices, x, y);
            return;
        }
        var size = Length * Features;
        for (var b = 0; b < indices.Length; b++)
        {
            var found = Array.BinarySearch(starts, indices[b]);
            var part = found >= 0 ? found : ~found - 1;
            parts[part].Gather([indices[b] - starts[part]], x.Slice(b * size, size), y.Slice(b * Targets, Targets));
        }
    }
}
