using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StockLab.Recurrent;

/// <summary>Floats at a fixed address that is a multiple of 64 bytes: zero at first, and collected like any array.</summary>
internal sealed unsafe class AlignedBuffer
{
    private readonly float[] _storage;

    public AlignedBuffer(long length)
    {
        _storage = GC.AllocateArray<float>(checked((int)length + 16), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_storage));
        Start = (float*)((address + 63) & ~(nuint)63);
        Length = (int)length;
    }

    /// <summary>The first float.</summary>
    public float* Start { get; }

    /// <summary>Floats that may be used.</summary>
    public int Length { get; }

    /// <summary>The same floats as a span.</summary>
    public Span<float> Span => new(Start, Length);

    /// <summary>Makes room for at least <paramref name="length"/> floats; what a larger buffer held before is not kept.</summary>
    public static float* Reserve(ref AlignedBuffer? buffer, long length)
    {
        if (buffer is null || buffer.Length < length)
            buffer = new AlignedBuffer(length);
        return buffer.Start;
    }
}
