namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor tensor(sbyte scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>([scalar], [], ScalarType.Int8, null, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements(rawArray), dimensions.ToArray(), ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(rawArray, [rawArray.LongLength], ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(sbyte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(rawArray, dimensions.ToArray(), ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements(rawArray), [rawArray.Count], ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements(rawArray), [rows, columns], ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(IList<sbyte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(sbyte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements<sbyte>(rawArray), Lengths(rawArray), ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(sbyte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements<sbyte>(rawArray), Lengths(rawArray), ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(sbyte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(Elements<sbyte>(rawArray), Lengths(rawArray), ScalarType.Int8, dtype, device, requires_grad);

    /// <summary>A tensor of 8-bit signed integers copied from an array.</summary>
    public static Tensor tensor(Memory<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<sbyte>(rawArray.Span, dimensions.ToArray(), ScalarType.Int8, dtype, device, requires_grad);
}
