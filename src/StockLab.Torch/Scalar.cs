using System.Numerics;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of any type, as operators on tensors take it.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _real;
    private readonly double _imaginary;
    private readonly long _integer;

    private Scalar(ScalarType type, long integer, double real, double imaginary = 0)
    {
        Type = type;
        _integer = integer;
        _real = real;
        _imaginary = imaginary;
    }

    internal static Scalar Integer(long value, ScalarType type) => new(type, value, value);

    internal static Scalar Floating(double value, ScalarType type) => new(type, 0, value);

    internal static Scalar Complex(double real, double imaginary, ScalarType type) => new(type, 0, real, imaginary);

    /// <summary>The element type of the number.</summary>
    public ScalarType Type { get; }

    internal double Real => _real;

    internal double Imaginary => _imaginary;

    internal long Whole => is_integral(Type) || Type == ScalarType.Bool ? _integer : (long)_real;

    internal Arg ToArg() => Type switch
    {
        ScalarType.Bool => _integer != 0,
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 => Arg.Complex(_real, _imaginary),
        ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 => _real,
        _ => _integer,
    };

    /// <summary>A byte as a scalar.</summary>
    public static implicit operator Scalar(byte value) => value.ToScalar();

    /// <summary>A signed byte as a scalar.</summary>
    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    /// <summary>A 16-bit integer as a scalar.</summary>
    public static implicit operator Scalar(short value) => value.ToScalar();

    /// <summary>A 32-bit integer as a scalar.</summary>
    public static implicit operator Scalar(int value) => value.ToScalar();

    /// <summary>A 64-bit integer as a scalar.</summary>
    public static implicit operator Scalar(long value) => value.ToScalar();

    /// <summary>A 16-bit floating-point number as a scalar.</summary>
    public static implicit operator Scalar(Half value) => value.ToScalar();

    /// <summary>A 32-bit floating-point number as a scalar.</summary>
    public static implicit operator Scalar(float value) => value.ToScalar();

    /// <summary>A 64-bit floating-point number as a scalar.</summary>
    public static implicit operator Scalar(double value) => value.ToScalar();

    /// <summary>A truth value as a scalar.</summary>
    public static implicit operator Scalar(bool value) => value.ToScalar();

    /// <summary>A complex number of two 32-bit parts as a scalar.</summary>
    public static implicit operator Scalar((float, float) value) => value.ToScalar();

    /// <summary>A complex number of two 64-bit parts as a scalar.</summary>
    public static implicit operator Scalar(Complex value) => value.ToScalar();

    /// <summary>Does nothing: the number lives in managed memory.</summary>
    public void Dispose() { }
}
