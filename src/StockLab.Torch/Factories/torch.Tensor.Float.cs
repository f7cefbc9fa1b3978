namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>([scalar], [], ScalarType.Float32, null, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements(rawArray), dimensions.ToArray(), ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(rawArray, [rawArray.LongLength], ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(rawArray, dimensions.ToArray(), ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements(rawArray), [rawArray.Count], ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements(rawArray), [rows, columns], ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements<float>(rawArray), Lengths(rawArray), ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements<float>(rawArray), Lengths(rawArray), ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(Elements<float>(rawArray), Lengths(rawArray), ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>A tensor of 32-bit floating-point numbers copied from an array.</summary>
    public static Tensor tensor(Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory<float>(rawArray.Span, dimensions.ToArray(), ScalarType.Float32, dtype, device, requires_grad);

    /// <summary>The tensor as 32-bit floating-point numbers.</summary>
    public static Tensor FloatTensor(Tensor t) => t.to(ScalarType.Float32);
}
