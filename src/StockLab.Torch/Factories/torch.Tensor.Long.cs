namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>([scalar], [], ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements(rawArray), dimensions.ToArray(), ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(rawArray, [rawArray.LongLength], ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(dataArray, dimensions.ToArray(), ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements(rawArray), [rawArray.Count], ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements(rawArray), [rows, columns], ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements<long>(rawArray), Lengths(rawArray), ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements<long>(rawArray), Lengths(rawArray), ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(Elements<long>(rawArray), Lengths(rawArray), ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit integers copied from an array.</summary>
    public static Tensor tensor(Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<long>(rawArray.Span, dimensions.ToArray(), ScalarType.Int64, dtype, device, requires_grad);

    /// <summary>The tensor as 64-bit integers.</summary>
    public static Tensor LongTensor(Tensor t) => t.to(ScalarType.Int64);
}
