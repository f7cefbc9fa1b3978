using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor copied from an array of any number of dimensions.</summary>
    /// <exception cref="NotSupportedException">libtorch has no such element type.</exception>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor copied from an array of any number of dimensions.</summary>
    /// <exception cref="NotSupportedException">libtorch has no such element type.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false)
    {
        var shape = Lengths(rawArray);
        return rawArray.GetType().GetElementType() switch
        {
            var type when type == typeof(byte) => FromMemory(Elements<byte>(rawArray), shape, ScalarType.Byte, dtype, device, requires_grad),
            var type when type == typeof(sbyte) => FromMemory(Elements<sbyte>(rawArray), shape, ScalarType.Int8, dtype, device, requires_grad),
            var type when type == typeof(short) => FromMemory(Elements<short>(rawArray), shape, ScalarType.Int16, dtype, device, requires_grad),
            var type when type == typeof(int) => FromMemory(Elements<int>(rawArray), shape, ScalarType.Int32, dtype, device, requires_grad),
            var type when type == typeof(long) => FromMemory(Elements<long>(rawArray), shape, ScalarType.Int64, dtype, device, requires_grad),
            var type when type == typeof(bool) => FromMemory(Elements<bool>(rawArray), shape, ScalarType.Bool, dtype, device, requires_grad),
            var type when type == typeof(Half) => FromMemory(Elements<Half>(rawArray), shape, ScalarType.Float16, dtype, device, requires_grad),
            var type when type == typeof(float) => FromMemory(Elements<float>(rawArray), shape, ScalarType.Float32, dtype, device, requires_grad),
            var type when type == typeof(double) => FromMemory(Elements<double>(rawArray), shape, ScalarType.Float64, dtype, device, requires_grad),
            var type => throw new NotSupportedException($"The type {type?.Name} is not supported."),
        };
    }

    /// <summary>A tensor copied from an array of any number of dimensions.</summary>
    /// <exception cref="NotSupportedException">libtorch has no such element type.</exception>
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    /// <summary>The tensor of another type or on another device; itself where nothing changes.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);

    private static unsafe Tensor FromMemory<T>(ReadOnlySpan<T> elements, long[] shape, ScalarType origin, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (count > elements.Length) throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {elements.Length}");
        var place = InitializeDevice(device);
        var result = Ops.empty_memory_format.Call(shape, origin, Arg.None, CPU);
        if (count > 0) elements[..(int)count].CopyTo(new Span<T>(result.DataPointer(), (int)count));
        if ((dtype ?? origin) != origin || place.type != DeviceType.CPU)
        {
            using var scratch = result;
            result = scratch.to(dtype ?? origin, place);
        }
        return Grad(result, requires_grad);
    }

    private static ReadOnlySpan<T> Elements<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> elements => CollectionsMarshal.AsSpan(elements),
        _ => list.ToArray(),
    };

    private static ReadOnlySpan<T> Elements<T>(Array array) where T : unmanaged =>
        array.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static long[] Lengths(Array array)
    {
        var lengths = new long[array.Rank];
        for (var dimension = 0; dimension < lengths.Length; dimension++) lengths[dimension] = array.GetLongLength(dimension);
        return lengths;
    }
}
