using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Conversions between .NET's numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>A byte as a scalar.</summary>
    public static Scalar ToScalar(this byte value) => Scalar.Integer(value, ScalarType.Byte);

    /// <summary>A signed byte as a scalar.</summary>
    public static Scalar ToScalar(this sbyte value) => Scalar.Integer(value, ScalarType.Int8);

    /// <summary>A 16-bit integer as a scalar.</summary>
    public static Scalar ToScalar(this short value) => Scalar.Integer(value, ScalarType.Int16);

    /// <summary>A 32-bit integer as a scalar.</summary>
    public static Scalar ToScalar(this int value) => Scalar.Integer(value, ScalarType.Int32);

    /// <summary>A 64-bit integer as a scalar.</summary>
    public static Scalar ToScalar(this long value) => Scalar.Integer(value, ScalarType.Int64);

    /// <summary>A 32-bit floating-point number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => Scalar.Floating(value, ScalarType.Float32);

    /// <summary>A 64-bit floating-point number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => Scalar.Floating(value, ScalarType.Float64);

    /// <summary>A complex number of two 32-bit parts as a scalar.</summary>
    public static Scalar ToScalar(this (float, float) value) => Scalar.Complex(value.Item1, value.Item2, ScalarType.ComplexFloat32);

    /// <summary>A complex number of two 64-bit parts as a scalar.</summary>
    public static Scalar ToScalar(this Complex value) => Scalar.Complex(value.Real, value.Imaginary, ScalarType.ComplexFloat64);

    /// <summary>A truth value as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => Scalar.Integer(value ? 1 : 0, ScalarType.Bool);

    /// <summary>A 16-bit floating-point number as a scalar.</summary>
    public static Scalar ToScalar(this Half value) => Scalar.Floating((double)value, ScalarType.Float16);

    /// <summary>The scalar as a 16-bit floating-point number.</summary>
    public static Half ToHalf(this Scalar value) => (Half)value.Real;

    /// <summary>The scalar as a 32-bit floating-point number.</summary>
    public static float ToSingle(this Scalar value) => (float)value.Real;

    /// <summary>The scalar as a 64-bit floating-point number.</summary>
    public static double ToDouble(this Scalar value) => value.Real;

    /// <summary>The scalar as a signed byte.</summary>
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Whole;

    /// <summary>The scalar as a byte.</summary>
    public static byte ToByte(this Scalar value) => (byte)value.Whole;

    /// <summary>The scalar as a 16-bit integer.</summary>
    public static short ToInt16(this Scalar value) => (short)value.Whole;

    /// <summary>The scalar as a 32-bit integer.</summary>
    public static int ToInt32(this Scalar value) => (int)value.Whole;

    /// <summary>The scalar as a 64-bit integer.</summary>
    public static long ToInt64(this Scalar value) => value.Whole;

    /// <summary>The scalar as a truth value: whether it differs from zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.Real != 0;

    /// <summary>The scalar as a complex number of two 32-bit parts.</summary>
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.Real, (float)value.Imaginary);

    /// <summary>The scalar as a complex number of two 64-bit parts.</summary>
    public static Complex ToComplexFloat64(this Scalar value) => new(value.Real, value.Imaginary);
}
