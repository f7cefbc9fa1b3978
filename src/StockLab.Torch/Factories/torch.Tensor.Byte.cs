namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>([scalar], [], ScalarType.Byte, null, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements(rawArray), dimensions.ToArray(), ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(rawArray, [rawArray.LongLength], ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(rawArray, dimensions.ToArray(), ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements(rawArray), [rawArray.Count], ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(IList<byte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements(rawArray), [rows, columns], ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements<byte>(rawArray), Lengths(rawArray), ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements<byte>(rawArray), Lengths(rawArray), ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(Elements<byte>(rawArray), Lengths(rawArray), ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit unsigned integers copied from an array.</summary>
    public static Tensor tensor(Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<byte>(rawArray.Span, dimensions.ToArray(), ScalarType.Byte, dtype, device, requires_grad);

    /// <summary>The tensor as 8-bit unsigned integers.</summary>
    public static Tensor ByteTensor(Tensor t) => t.to(ScalarType.Byte);
}
