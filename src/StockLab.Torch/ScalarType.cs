namespace TorchSharp;

public static partial class torch
{
    /// <summary>The type of a tensor's elements.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>8-bit unsigned integers.</summary>
        Byte = 0,

        /// <summary>8-bit signed integers.</summary>
        Int8 = 1,

        /// <summary>16-bit integers.</summary>
        Int16 = 2,

        /// <summary>32-bit integers.</summary>
        Int32 = 3,

        /// <summary>64-bit integers.</summary>
        Int64 = 4,

        /// <summary>16-bit IEEE floating point.</summary>
        Float16 = 5,

        /// <summary>32-bit floating point, the default.</summary>
        Float32 = 6,

        /// <summary>64-bit floating point.</summary>
        Float64 = 7,

        /// <summary>Complex numbers of two 32-bit parts.</summary>
        ComplexFloat32 = 9,

        /// <summary>Complex numbers of two 64-bit parts.</summary>
        ComplexFloat64 = 10,

        /// <summary>Truth values.</summary>
        Bool = 11,

        /// <summary>16-bit floating point with the range of 32-bit.</summary>
        BFloat16 = 15,
    }

    /// <summary>Truth values.</summary>
    public static ScalarType @bool = ScalarType.Bool;

    /// <summary>8-bit unsigned integers.</summary>
    public static ScalarType uint8 = ScalarType.Byte;

    /// <summary>8-bit signed integers.</summary>
    public static ScalarType int8 = ScalarType.Int8;

    /// <summary>16-bit integers.</summary>
    public static ScalarType int16 = ScalarType.Int16;

    /// <summary>32-bit integers.</summary>
    public static ScalarType int32 = ScalarType.Int32;

    /// <summary>64-bit integers.</summary>
    public static ScalarType int64 = ScalarType.Int64;

    /// <summary>16-bit floating point with the range of 32-bit.</summary>
    public static ScalarType bfloat16 = ScalarType.BFloat16;

    /// <summary>16-bit IEEE floating point.</summary>
    public static ScalarType float16 = ScalarType.Float16;

    /// <summary>32-bit floating point.</summary>
    public static ScalarType float32 = ScalarType.Float32;

    /// <summary>64-bit floating point.</summary>
    public static ScalarType float64 = ScalarType.Float64;

    /// <summary>Complex numbers of two 32-bit parts.</summary>
    public static ScalarType complex64 = ScalarType.ComplexFloat32;

    /// <summary>Complex numbers of two 64-bit parts.</summary>
    public static ScalarType complex128 = ScalarType.ComplexFloat64;

    /// <summary>16-bit integers.</summary>
    public static ScalarType @short = ScalarType.Int16;

    /// <summary>32-bit integers.</summary>
    public static ScalarType @int = ScalarType.Int32;

    /// <summary>64-bit integers.</summary>
    public static ScalarType @long = ScalarType.Int64;

    /// <summary>16-bit IEEE floating point.</summary>
    public static ScalarType half = ScalarType.Float16;

    /// <summary>32-bit floating point.</summary>
    public static ScalarType @float = ScalarType.Float32;

    /// <summary>64-bit floating point.</summary>
    public static ScalarType @double = ScalarType.Float64;

    /// <summary>Complex numbers of two 32-bit parts.</summary>
    public static ScalarType cfloat = ScalarType.ComplexFloat32;

    /// <summary>Complex numbers of two 64-bit parts.</summary>
    public static ScalarType cdouble = ScalarType.ComplexFloat64;

    /// <summary>Whether the type holds whole numbers.</summary>
    public static bool is_integral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64;

    /// <summary>Whether the type holds floating-point numbers.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>Whether the type holds complex numbers.</summary>
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>The number of elements.</summary>
    public static long numel(Tensor input) => input.numel();

    /// <summary>Whether the tensor holds whole numbers.</summary>
    public static bool is_integral(Tensor t) => is_integral(t.dtype);

    /// <summary>Whether the tensor holds floating-point numbers.</summary>
    public static bool is_floating_point(Tensor input) => is_floating_point(input.dtype);

    /// <summary>Whether the tensor holds complex numbers.</summary>
    public static bool is_complex(Tensor input) => is_complex(input.dtype);
}
