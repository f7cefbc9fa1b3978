namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>([scalar], [], ScalarType.Int32, null, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(Elements(rawArray), dimensions.ToArray(), ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(rawArray, [rawArray.LongLength], ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(rawArray, dimensions.ToArray(), ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(Elements(rawArray), [rawArray.Count], ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<int> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(Elements(rawArray), [rows, columns], ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(IList<int> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(Elements<int>(rawArray), Lengths(rawArray), ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(Elements<int>(rawArray), Lengths(rawArray), ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(Elements<int>(rawArray), Lengths(rawArray), ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit integers copied from an array.</summary>
    public static Tensor tensor(Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<int>(rawArray.Span, dimensions.ToArray(), ScalarType.Int32, dtype, device, requires_grad);

    /// <summary>The tensor as 32-bit integers.</summary>
    public static Tensor IntTensor(Tensor t) => t.to(ScalarType.Int32);
}
