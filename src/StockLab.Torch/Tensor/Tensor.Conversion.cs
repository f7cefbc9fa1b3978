using System.Numerics;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private Tensor Disposed(bool disposeAfter, Tensor result)
        {
            if (disposeAfter) Dispose();
            return result;
        }

        /// <summary>The tensor with elements of another type.</summary>
        /// <param name="type">The new type.</param>
        /// <param name="copy">Whether to copy even where nothing changes.</param>
        /// <param name="disposeAfter">Whether to dispose of this tensor afterwards.</param>
        /// <param name="non_blocking">Whether the copy may still run when the call returns.</param>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Disposed(disposeAfter, Ops.to_dtype.Call(this, type, non_blocking, copy));

        /// <summary>The tensor with elements of the other tensor's type.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            InitializeDeviceType(deviceType);
            return Disposed(disposeAfter, Ops.to_device.Call(this, new Device(deviceType, deviceIndex), dtype, non_blocking, copy));
        }

        /// <summary>The tensor with elements of another type on another device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Disposed(disposeAfter, Ops.to_device.Call(this, InitializeDevice(device), type, non_blocking, copy));

        /// <summary>The tensor with elements of another type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(device.type, device.index, copy, disposeAfter, non_blocking);

        /// <summary>The tensor with elements of the other tensor's type on its device.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>The tensor after a conversion.</summary>
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        /// <summary>The tensor with elements of another type.</summary>
        public Tensor type(ScalarType dtype) => to(dtype);

        /// <summary>The tensor on the CPU.</summary>
        public Tensor cpu() => Ops.to_device.Call(this, CPU, dtype);

        /// <summary>The tensor on a GPU.</summary>
        /// <exception cref="ArgumentException">The device is not a GPU.</exception>
        /// <exception cref="InvalidOperationException">libtorch can use no GPU here.</exception>
        public Tensor cuda(Device? device = null, bool non_blocking = false)
        {
            if (device is not null && device.type != DeviceType.CUDA) throw new ArgumentException("Not a CUDA device.", nameof(device));
            return to(DeviceType.CUDA, device?.index ?? -1, non_blocking: non_blocking);
        }

        /// <summary>The tensor as truth values.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>The tensor as 8-bit unsigned integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>The tensor as 8-bit signed integers.</summary>
        public Tensor @char() => to_type(ScalarType.Int8);

        /// <summary>The tensor as 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);

        /// <summary>The tensor as 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>The tensor as 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>The tensor as 16-bit floating-point numbers.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>The tensor as 16-bit floating-point numbers of the range of 32-bit ones.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>The tensor as 32-bit floating-point numbers.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The tensor as 64-bit floating-point numbers.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The tensor as complex numbers of two 32-bit parts.</summary>
        public Tensor cfloat() => to_type(ScalarType.ComplexFloat32);

        /// <summary>The tensor as complex numbers of two 64-bit parts.</summary>
        public Tensor cdouble() => to_type(ScalarType.ComplexFloat64);

        /// <summary>A tensor of one byte and no dimension.</summary>
        public static implicit operator Tensor(byte value) => tensor(value);

        /// <summary>A tensor of one signed byte and no dimension.</summary>
        public static implicit operator Tensor(sbyte value) => tensor(value);

        /// <summary>A tensor of one 16-bit integer and no dimension.</summary>
        public static implicit operator Tensor(short value) => tensor(value);

        /// <summary>A tensor of one 32-bit integer and no dimension.</summary>
        public static implicit operator Tensor(int value) => tensor(value);

        /// <summary>A tensor of one 64-bit integer and no dimension.</summary>
        public static implicit operator Tensor(long value) => tensor(value);

        /// <summary>A tensor of one 32-bit number and no dimension.</summary>
        public static implicit operator Tensor(float value) => tensor(value);

        /// <summary>A tensor of one 64-bit number and no dimension.</summary>
        public static implicit operator Tensor(double value) => tensor(value);

        /// <summary>A tensor of one truth value and no dimension.</summary>
        public static implicit operator Tensor(bool value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(byte[] value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(short[] value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(int[] value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(long[] value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(float[] value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(double[] value) => tensor(value);

        /// <summary>A tensor of one dimension from an array.</summary>
        public static implicit operator Tensor(bool[] value) => tensor(value);

        /// <summary>A tensor of one number and no dimension.</summary>
        public static implicit operator Tensor(Scalar scalar) => Ops.scalar_tensor.Call(scalar, scalar.Type, Arg.None, CPU);

        /// <summary>The only element.</summary>
        public static explicit operator float(Tensor value) => value.ToScalar().ToSingle();

        /// <summary>The only element.</summary>
        public static explicit operator double(Tensor value) => value.ToScalar().ToDouble();

        /// <summary>The only element.</summary>
        public static explicit operator sbyte(Tensor value) => value.ToScalar().ToSByte();

        /// <summary>The only element.</summary>
        public static explicit operator byte(Tensor value) => value.ToScalar().ToByte();

        /// <summary>The only element.</summary>
        public static explicit operator short(Tensor value) => value.ToScalar().ToInt16();

        /// <summary>The only element.</summary>
        public static explicit operator int(Tensor value) => value.ToScalar().ToInt32();

        /// <summary>The only element.</summary>
        public static explicit operator long(Tensor value) => value.ToScalar().ToInt64();

        /// <summary>The only element.</summary>
        public static explicit operator bool(Tensor value) => value.ToScalar().ToBoolean();
    }
}
