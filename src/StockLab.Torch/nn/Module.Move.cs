using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The kind of device that holds the parameters.</summary>
            protected DeviceType _deviceType = DeviceType.CPU;

            /// <summary>The number of the device that holds the parameters, or -1.</summary>
            protected int _deviceIndex = -1;

            /// <summary>Moves and converts all parameters and buffers.</summary>
            /// <exception cref="ArgumentException">The type is not a floating-point or complex one.</exception>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                Floating(dtype);
                Usable(device.type);
                _toEpilog(dtype, device, non_blocking);
                return this;
            }

            /// <summary>Moves all parameters and buffers.</summary>
            /// <exception cref="InvalidOperationException">libtorch can use no GPU here.</exception>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                Usable(deviceType);
                _toEpilog(null, new Device(deviceType, deviceType == DeviceType.CPU ? -1 : deviceIndex), non_blocking);
                return this;
            }

            /// <summary>Converts all parameters and floating-point buffers.</summary>
            /// <exception cref="ArgumentException">The type is not a floating-point or complex one.</exception>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                Floating(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            /// <summary>Moves and converts all parameters and buffers to the device and the type of a tensor.</summary>
            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            /// <summary>Moves and converts the parameters and buffers of the module and of its parts. They stay the same tensors with other contents, so that an optimizer keeps hold of them.</summary>
            /// <param name="dtype">The new type, or null.</param>
            /// <param name="device">The new device, or null.</param>
            /// <param name="non_blocking">Whether copies may still run when the call returns.</param>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }
                using var off = no_grad();
                foreach (var (_, parameter) in _internal_params) Move(parameter, dtype, device, non_blocking);
                foreach (var (_, (buffer, _)) in _internal_buffers) Move(buffer, dtype, device, non_blocking);
                if (device is null) return;
                _deviceType = device.type;
                _deviceIndex = device.index;
            }

            private static void Move(Tensor tensor, ScalarType? dtype, Device? device, bool non_blocking)
            {
                var type = tensor.dtype;
                var wanted = dtype is { } asked && (torch.is_floating_point(type) || torch.is_complex(type)) ? asked : type;
                var here = tensor.device;
                var place = device ?? here;
                if (wanted == type && place.type == here.type && (place.index == here.index || place.index == -1)) return;
                using var gradient = tensor.grad;
                if (gradient is not null) tensor.grad = null;
                using var moved = tensor.to(wanted, place, non_blocking: non_blocking);
                Native.Shim.Check(Native.Shim.shim_set_data(tensor.Handle, moved.Handle));
                if (gradient is null) return;
                using var movedGradient = gradient.to(wanted, place, non_blocking: non_blocking);
                tensor.grad = movedGradient;
            }

            internal T MoveModule<T>(Device? device, ScalarType? dtype) where T : Module
            {
                var (targetDevice, targetType) = GetDefaultDeviceAndType(device, dtype);
                return (T)_to(targetDevice, targetType, false);
            }

            private static void Floating(ScalarType dtype)
            {
                if (!torch.is_floating_point(dtype) && !torch.is_complex(dtype))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }

            private static void Usable(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available()) throw new InvalidOperationException("CUDA is not available.");
                InitializeDeviceType(type);
            }
        }
    }
}
