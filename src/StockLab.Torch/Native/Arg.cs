using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>The kinds of argument an operator takes. Mirrors Kind in native/call.cpp.</summary>
internal enum ArgKind { Default, None, Tensor, Int, Double, Bool, Ints, Doubles, Tensors, OptionalTensors, Device, String, Complex, Generator }

/// <summary>An argument or a result as the shim reads it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArg
{
    internal ArgKind Kind;
    internal int Length;
    internal long Bits;
}

/// <summary>An argument of an operator, before its handle is taken and its array is pinned.</summary>
internal readonly struct Arg
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly ArgKind Kind;
    internal readonly int Length;

    private Arg(ArgKind kind, object? reference = null, long bits = 0, int length = 0)
    {
        Kind = kind;
        Reference = reference;
        Bits = bits;
        Length = length;
    }

    /// <summary>The value that the operator's schema gives when the argument is left out.</summary>
    internal static Arg Default => default;

    /// <summary>Python's None.</summary>
    internal static Arg None => new(ArgKind.None);

    public static implicit operator Arg(Tensor? tensor) => tensor is null ? None : new(ArgKind.Tensor, tensor);
    public static implicit operator Arg(long value) => new(ArgKind.Int, null, value);
    public static implicit operator Arg(long? value) => value is { } number ? number : None;
    public static implicit operator Arg(double value) => new(ArgKind.Double, null, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(double? value) => value is { } number ? number : None;
    public static implicit operator Arg(bool value) => new(ArgKind.Bool, null, value ? 1 : 0);
    public static implicit operator Arg(bool? value) => value is { } flag ? flag : None;
    public static implicit operator Arg(ScalarType type) => new(ArgKind.Int, null, (long)type);
    public static implicit operator Arg(ScalarType? type) => type is { } value ? value : None;
    public static implicit operator Arg(long[]? values) => values is null ? None : new(ArgKind.Ints, values, 0, values.Length);
    public static implicit operator Arg(double[]? values) => values is null ? None : new(ArgKind.Doubles, values, 0, values.Length);
    public static implicit operator Arg(string? text) => text is null ? None : new(ArgKind.String, text);
    public static implicit operator Arg(Device? device) => device is null ? None : new(ArgKind.Device, null, device.index, (int)device.type);
    public static implicit operator Arg(Scalar? scalar) => scalar is null ? None : scalar.ToArg();
    public static implicit operator Arg(Generator? generator) => generator is null ? None : new(ArgKind.Generator, generator);
    public static implicit operator Arg(Tensor[] tensors) => new(ArgKind.Tensors, tensors, 0, tensors.Length);

    /// <summary>A list of tensors.</summary>
    internal static Arg List(IEnumerable<Tensor> tensors) => tensors as Tensor[] ?? tensors.ToArray();

    /// <summary>A list of tensors some of which are missing, as indexing takes it.</summary>
    internal static Arg Optional(Tensor?[] tensors) => new(ArgKind.OptionalTensors, tensors, 0, tensors.Length);

    /// <summary>A complex number.</summary>
    internal static Arg Complex(double real, double imaginary) => new(ArgKind.Complex, new[] { real, imaginary });
}
