namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>([scalar], [], ScalarType.Int16, null, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements(rawArray), dimensions.ToArray(), ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(rawArray, [rawArray.LongLength], ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(rawArray, dimensions.ToArray(), ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements(rawArray), [rawArray.Count], ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<short> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements(rawArray), [rows, columns], ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements<short>(rawArray), Lengths(rawArray), ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(short[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements<short>(rawArray), Lengths(rawArray), ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(short[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(Elements<short>(rawArray), Lengths(rawArray), ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit integers copied from an array.</summary>
    public static Tensor tensor(Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<short>(rawArray.Span, dimensions.ToArray(), ScalarType.Int16, dtype, device, requires_grad);

    /// <summary>The tensor as 16-bit integers.</summary>
    public static Tensor ShortTensor(Tensor t) => t.to(ScalarType.Int16);
}
