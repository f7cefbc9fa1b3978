using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace StockLab.Recurrent;

/// <summary>A named array with a shape, ready to be written. It refers to the caller's array; nothing is copied.</summary>
public sealed class SafeTensor
{
    private readonly Array _values;

    private SafeTensor(string name, TensorType type, Array values, long[] shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        Name = name;
        Type = type;
        Shape = [.. shape];
        _values = values;

        var elements = Int128.One;
        foreach (var size in shape)
        {
            if (size < 0)
                throw new ArgumentException($"Tensor '{name}': dimension {size} is negative. Give every dimension as 0 or more.", nameof(shape));
            elements = checked(elements * Math.Min(size, int.MaxValue + 1L));
            if (elements > long.MaxValue)
                break;
        }
        var held = (long)Buffer.ByteLength(values) / TensorEntry.SizeOf(type);
        if (elements != held)
            throw new ArgumentException($"Tensor '{name}': shape [{string.Join(", ", shape)}] needs {elements} elements but the array holds {held}. Make them equal.", nameof(shape));
    }

    /// <summary>The name in the file.</summary>
    public string Name { get; }

    /// <summary>The element type in the file.</summary>
    public TensorType Type { get; }

    /// <summary>The dimensions, row-major; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The elements as little-endian bytes, straight from the caller's array.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(_values), Buffer.ByteLength(_values));

    /// <summary>Single-precision numbers (F32).</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly the array's elements.</exception>
    public static SafeTensor Of(string name, float[] values, params long[] shape) => new(name, TensorType.F32, values, shape);

    /// <summary>Double-precision numbers (F64).</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly the array's elements.</exception>
    public static SafeTensor Of(string name, double[] values, params long[] shape) => new(name, TensorType.F64, values, shape);

    /// <summary>64-bit integers (I64).</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly the array's elements.</exception>
    public static SafeTensor Of(string name, long[] values, params long[] shape) => new(name, TensorType.I64, values, shape);

    /// <summary>32-bit integers (I32).</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly the array's elements.</exception>
    public static SafeTensor Of(string name, int[] values, params long[] shape) => new(name, TensorType.I32, values, shape);

    /// <summary>Bytes (U8).</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly the array's elements.</exception>
    public static SafeTensor Of(string name, byte[] values, params long[] shape) => new(name, TensorType.U8, values, shape);

    /// <summary>Truth values (BOOL).</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly the array's elements.</exception>
    public static SafeTensor Of(string name, bool[] values, params long[] shape) => new(name, TensorType.BOOL, values, shape);

    /// <summary>Any type, from its little-endian bytes: the way for F16 and BF16.</summary>
    /// <exception cref="ArgumentException">The shape does not hold exactly the array's elements, or the bytes are no whole number of elements.</exception>
    public static SafeTensor Raw(string name, TensorType type, byte[] bytes, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length % TensorEntry.SizeOf(type) != 0)
            throw new ArgumentException($"Tensor '{name}': {bytes.Length} bytes are no whole number of {type} elements. Give a multiple of {TensorEntry.SizeOf(type)}.", nameof(bytes));
        return new SafeTensor(name, type, bytes, shape);
    }
}
