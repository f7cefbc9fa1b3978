using System.Numerics;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The elements, to read and write. A tensor on a GPU is copied to the CPU first.</summary>
        /// <typeparam name="T">The .NET type of the elements.</typeparam>
        /// <exception cref="ArgumentException">The elements are of another type.</exception>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new Utils.TensorAccessor<T>(is_cpu() ? this : cpu());
        }

        /// <summary>The only element.</summary>
        /// <typeparam name="T">The .NET type of the element.</typeparam>
        /// <exception cref="ArgumentException">There is not exactly one element, or it is of another type.</exception>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            ValidateType(typeof(T));
            if (is_cpu()) return *(T*)DataPointer();
            using var local = cpu();
            return *(T*)local.DataPointer();
        }

        /// <summary>The only element, as a number of its own type.</summary>
        public Scalar ToScalar()
        {
            var value = Ops.item.CallValue(this);
            var type = dtype;
            return value.Kind switch
            {
                ArgKind.Double => Scalar.Floating(BitConverter.Int64BitsToDouble(value.Bits), type),
                ArgKind.Int or ArgKind.Bool => Scalar.Integer(value.Bits, type),
                _ => ComplexItem(type),
            };
        }

        private Scalar ComplexItem(ScalarType type)
        {
            using var parts = Ops.view_as_real.Call(this);
            using var wide = parts.to_type(ScalarType.Float64);
            using var local = wide.cpu();
            using var flat = local.contiguous();
            var pointer = (double*)flat.DataPointer();
            return Scalar.Complex(pointer[0], pointer[1], type);
        }

        /// <summary>The memory of the elements.</summary>
        /// <exception cref="InvalidOperationException">The elements have gaps between them, or lie on another device.</exception>
        public Span<byte> bytes
        {
            get
            {
                var length = Packed();
                return new Span<byte>(DataPointer(), length);
            }
            set
            {
                var length = Packed();
                if (length != value.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(new Span<byte>(DataPointer(), length));
            }
        }

        /// <summary>Writes the memory of the elements to a stream.</summary>
        /// <exception cref="InvalidOperationException">The elements have gaps between them, or lie on another device.</exception>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            _ = Packed();
            var left = NumberOfElements * ElementSize;
            for (var pointer = (byte*)DataPointer(); left > 0;)
            {
                var count = (int)Math.Min(left, Math.Max(bufferSize, 1 << 20));
                stream.Write(new ReadOnlySpan<byte>(pointer, count));
                pointer += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        /// <summary>Fills the memory of the elements from a stream.</summary>
        /// <exception cref="InvalidOperationException">The elements have gaps between them, or lie on another device.</exception>
        /// <exception cref="EndOfStreamException">The stream ended before the last element.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            _ = Packed();
            var left = NumberOfElements * ElementSize;
            for (var pointer = (byte*)DataPointer(); left > 0;)
            {
                var count = (int)Math.Min(left, Math.Max(bufferSize, 1 << 20));
                stream.ReadExactly(new Span<byte>(pointer, count));
                pointer += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public double ReadCpuDouble(long i) => Utils.TensorAccessor<double>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public float ReadCpuSingle(long i) => Utils.TensorAccessor<float>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public int ReadCpuInt32(long i) => Utils.TensorAccessor<int>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public long ReadCpuInt64(long i) => Utils.TensorAccessor<long>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public byte ReadCpuByte(long i) => Utils.TensorAccessor<byte>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public sbyte ReadCpuSByte(long i) => Utils.TensorAccessor<sbyte>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public short ReadCpuInt16(long i) => Utils.TensorAccessor<short>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public bool ReadCpuBool(long i) => Utils.TensorAccessor<bool>.ReadItemAt(this, i);

        /// <summary>Element number i of a tensor on the CPU.</summary>
        public T ReadCpuValue<T>(long i) where T : unmanaged => Utils.TensorAccessor<T>.ReadItemAt(this, i);

        /// <summary>Where the elements begin in memory; null for a tensor without elements.</summary>
        internal void* DataPointer()
        {
            var pointer = Shim.shim_data(Handle);
            if (pointer is null && NumberOfElements > 0) throw new InvalidOperationException("The tensor has no memory of its own (zeros that libtorch did not write out, or an undefined tensor): copy it first.");
            return pointer;
        }

        private int Packed()
        {
            var description = Describe();
            if (description.Contiguous == 0) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            if (description.DeviceType != (sbyte)DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            var length = description.Elements * description.ElementSize;
            return length <= int.MaxValue ? (int)length : throw new ArgumentException("Span only supports up to int.MaxValue elements.");
        }

        internal void ValidateType(Type dotnetType)
        {
            var type = dtype;
            var expected = type switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Bool => typeof(bool),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.ComplexFloat32 => typeof((float, float)),
                ScalarType.ComplexFloat64 => typeof(Complex),
                _ => null,
            };
            if (expected is not null && expected != dotnetType) throw new ArgumentException($"{dotnetType.Name} is not compatible with {type}");
        }
    }
}
