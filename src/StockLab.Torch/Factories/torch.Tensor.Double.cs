namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>([scalar], [], ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(rawArray, [rawArray.LongLength], ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(rawArray, dimensions.ToArray(), ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(Elements(rawArray), [rawArray.Count], ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(Elements(rawArray), [rows, columns], ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(Elements<double>(rawArray), Lengths(rawArray), ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(Elements<double>(rawArray), Lengths(rawArray), ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(Elements<double>(rawArray), Lengths(rawArray), ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>A tensor of 64-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<double>(rawArray.Span, dimensions.ToArray(), ScalarType.Float64, dtype, device, requires_grad);

    /// <summary>The tensor as 64-bit floating-point numbers.</summary>
    public static Tensor DoubleTensor(Tensor t) => t.to(ScalarType.Float64);
}
