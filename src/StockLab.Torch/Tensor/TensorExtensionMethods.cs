using System.Globalization;
using System.Numerics;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Display, files and numbers of tensors.</summary>
public static class TensorExtensionMethods
{
    /// <summary>Makes a parameter of a tensor, which is then no longer usable itself.</summary>
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>The tensor as text.</summary>
    public static string str(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor as Julia would show it.</summary>
    public static string jlstr(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor's shape, type and device.</summary>
    public static string metastr(this Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    /// <summary>The tensor as NumPy would show it.</summary>
    public static string npstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor as C# source.</summary>
    public static string cstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the tensor to the console.</summary>
    public static Tensor print(this Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }

    /// <summary>The size of an element of the type, in bytes.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new InvalidDataException($"{(int)type} is not the number of an element type: the file is damaged, or of another format."),
    };

    /// <summary>Writes a tensor in TorchSharp's format: the type, the number of dimensions, the sizes, then the elements.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var local = tensor.is_cpu() ? null : tensor.cpu();
        using var packed = (local ?? tensor).is_contiguous() ? null : (local ?? tensor).contiguous();
        var source = packed ?? local ?? tensor;
        writer.Encode((long)tensor.dtype);
        var shape = tensor.shape;
        writer.Encode(shape.Length);
        foreach (var size in shape) writer.Encode(size);
        writer.Flush();
        source.WriteBytesToStream(writer.BaseStream);
    }

    /// <summary>Writes a tensor in TorchSharp's format.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
        stream.Flush();
    }

    /// <summary>Writes a tensor in TorchSharp's format into a file.</summary>
    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Reads the elements of a tensor of the same type and shape.</summary>
    /// <exception cref="ArgumentException">The file holds a tensor of another type or shape.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another format.</exception>
    /// <exception cref="EndOfStreamException">The file ends early.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = Header(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: the file holds {type}, the tensor {tensor.dtype}. Make sure that the model you are loading into is exactly the same as the origin.");
        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: the file holds [{string.Join(", ", shape)}], the tensor [{string.Join(", ", tensor.shape)}]. Make sure that the model you are loading into is exactly the same as the origin.");
        var length = Length(type, shape, reader.BaseStream);
        if (skip)
        {
            reader.BaseStream.Seek(length, SeekOrigin.Current);
            return;
        }
        using var off = no_grad();
        if (tensor.is_cpu() && tensor.is_contiguous())
        {
            tensor.ReadBytesFromStream(reader.BaseStream);
            return;
        }
        using var read = torch.empty(shape, type);
        read.ReadBytesFromStream(reader.BaseStream);
        tensor.copy_(read);
    }

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another format.</exception>
    /// <exception cref="EndOfStreamException">The file ends early.</exception>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    /// <summary>Reads a tensor, into another one where there is one.</summary>
    /// <exception cref="ArgumentException">The file holds a tensor of another shape.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another format.</exception>
    /// <exception cref="EndOfStreamException">The file ends early.</exception>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = Header(reader);
        var length = Length(type, shape, reader.BaseStream);
        if (tensor is not null && !skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: the file holds [{string.Join(", ", shape)}], the tensor [{string.Join(", ", tensor.shape)}].");
        if (skip)
        {
            tensor ??= torch.zeros(shape, type);
            reader.BaseStream.Seek(length, SeekOrigin.Current);
            return;
        }
        using var off = no_grad();
        var read = torch.empty(shape, type);
        read.ReadBytesFromStream(reader.BaseStream);
        if (tensor is null)
        {
            tensor = read;
            return;
        }
        using (read) tensor.copy_(read);
    }

    private static (ScalarType Type, long[] Shape) Header(BinaryReader reader)
    {
        var type = reader.Decode();
        var dimensions = reader.Decode();
        if (type > (long)ScalarType.BFloat16 || type == 8) throw new InvalidDataException($"{type} is not the number of an element type: the file is damaged, or of another format.");
        if (dimensions > 64) throw new InvalidDataException($"A tensor of {dimensions} dimensions: the file is damaged, or of another format.");
        var shape = new long[dimensions];
        for (var i = 0; i < shape.Length; i++) shape[i] = reader.Decode();
        return ((ScalarType)type, shape);
    }

    // Before memory is taken for what a damaged file claims, its length is looked at.
    private static long Length(ScalarType type, long[] shape, Stream stream)
    {
        UInt128 bytes = (UInt128)type.ElementSize();
        foreach (var size in shape)
        {
            bytes *= (UInt128)size;
            if (bytes > long.MaxValue) throw new InvalidDataException($"A tensor of shape [{string.Join(", ", shape)}]: the file is damaged, or of another format.");
        }
        if (stream.CanSeek && bytes > (UInt128)Math.Max(0, stream.Length - stream.Position))
            throw new EndOfStreamException($"The file ends before the last element of a tensor of shape [{string.Join(", ", shape)}].");
        return (long)bytes;
    }

    /// <summary>The only element as a complex number of two 32-bit parts.</summary>
    public static (float Real, float Imaginary) ToComplexFloat32(this Tensor value) => value.ToScalar().ToComplexFloat32();

    /// <summary>The only element as a complex number of two 64-bit parts.</summary>
    public static Complex ToComplexFloat64(this Tensor value) => value.ToScalar().ToComplexFloat64();

    /// <summary>The only element as a 16-bit floating-point number.</summary>
    public static Half ToHalf(this Tensor value) => value.ToScalar().ToHalf();

    /// <summary>The only element as a 32-bit floating-point number.</summary>
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    /// <summary>The only element as a 64-bit floating-point number.</summary>
    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    /// <summary>The only element as a signed byte.</summary>
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();

    /// <summary>The only element as a byte.</summary>
    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    /// <summary>The only element as a 16-bit integer.</summary>
    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();

    /// <summary>The only element as a 32-bit integer.</summary>
    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    /// <summary>The only element as a 64-bit integer.</summary>
    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    /// <summary>The only element as a truth value.</summary>
    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    /// <summary>The number of elements of a shape.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>A tensor copied from an array.</summary>
    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        var flat = from_array(rawArray);
        using (flat) return Grad(flat.reshape(dimensions), requires_grad);
    }

    /// <summary>A tensor of one number and no dimension.</summary>
    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : struct
    {
        var flat = from_array(new[] { scalar }, device);
        using (flat) return Grad(flat.reshape([]), requires_grad);
    }
}
