using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StockLab.Interop;

/// <summary>The bytes of an array that somebody else owns, for a column that reads them where they are. A data frame copies such a buffer before it changes anything.</summary>
/// <typeparam name="T">What the array holds.</typeparam>
internal sealed class BorrowedMemory<T>(T[] array) : MemoryManager<byte> where T : unmanaged
{
    private readonly T[] array = array;

    /// <summary>The array behind a column's buffer, if the buffer is a whole array of ours; else null.</summary>
    public static T[]? Behind(ReadOnlyMemory<T> buffer)
    {
        // The package casts its buffers of bytes to buffers of values by reinterpreting the structure; this is the way back.
        var bytes = Unsafe.As<ReadOnlyMemory<T>, ReadOnlyMemory<byte>>(ref buffer);
        return MemoryMarshal.TryGetMemoryManager<byte, BorrowedMemory<T>>(bytes, out var manager, out var start, out var length) && start == 0 && length == manager.array.Length
            ? manager.array
            : null;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(array.AsSpan());

    /// <inheritdoc/>
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        return new MemoryHandle((byte*)handle.AddrOfPinnedObject() + elementIndex, handle);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle that Pin returned frees itself.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The array is not ours to give back.
    }
}
