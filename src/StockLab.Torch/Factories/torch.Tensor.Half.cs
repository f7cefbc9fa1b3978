namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<Half> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements(rawArray), dimensions.ToArray(), ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Half[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(rawArray, [rawArray.LongLength], ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Half[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(rawArray, dimensions.ToArray(), ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<Half> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements(rawArray), [rawArray.Count], ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<Half> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements(rawArray), [rows, columns], ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<Half> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<Half> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Half[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements<Half>(rawArray), Lengths(rawArray), ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Half[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements<Half>(rawArray), Lengths(rawArray), ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Half[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(Elements<Half>(rawArray), Lengths(rawArray), ScalarType.Float16, dtype, device, requires_grad);

    /// <summary>A tensor of 16-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Memory<Half> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<Half>(rawArray.Span, dimensions.ToArray(), ScalarType.Float16, dtype, device, requires_grad);
}
