using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor's memory lies: the CPU, or a GPU with its number.</summary>
    public class Device
    {
        /// <summary>A device from its description.</summary>
        /// <param name="description">"cpu", "cuda" or "cuda:1".</param>
        /// <exception cref="ArgumentException">There is no such kind of device.</exception>
        public Device(string description)
        {
            var colon = description.IndexOf(':');
            type = Parse(colon < 0 ? description : description[..colon]);
            if (colon >= 0) index = int.Parse(description.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        /// <summary>A device of a kind and a number.</summary>
        /// <param name="deviceType">"cpu" or "cuda".</param>
        /// <param name="index">The number of the device; -1 for the current one.</param>
        /// <exception cref="ArgumentException">There is no such kind of device.</exception>
        public Device(string deviceType, int index = -1)
        {
            type = Parse(deviceType);
            this.index = index;
        }

        /// <summary>A device of a kind and a number.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>The GPU of a number.</summary>
        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; private set; } = DeviceType.CPU;

        /// <summary>The number of the device among those of its kind, or -1 for the current one.</summary>
        public int index { get; private set; } = -1;

        /// <summary>"cpu", "cuda" or "cuda:1".</summary>
        public override string ToString() =>
            type == DeviceType.CPU ? "cpu" : index == -1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}:{index}");

        private string Name => type.ToString().ToLowerInvariant();

        /// <summary>A device from its description.</summary>
        public static implicit operator Device(string description) => new(description);

        private static DeviceType Parse(string name) => Enum.Parse<DeviceType>(name.ToUpperInvariant());
    }

    private static Device? _cuda;

    /// <summary>The CPU.</summary>
    public static readonly Device CPU = new(DeviceType.CPU, -1);

    /// <summary>The device that holds shapes but no data.</summary>
    public static readonly Device META = new(DeviceType.META, -1);

    /// <summary>The current GPU.</summary>
    /// <exception cref="InvalidOperationException">This machine has none that libtorch can use.</exception>
    public static Device CUDA => _cuda ??= InitializeDevice(new Device(DeviceType.CUDA, -1));

    /// <summary>A device from its description, checked.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot use that device here.</exception>
    public static Device device(string description) => InitializeDevice(new Device(description));

    /// <summary>A device of a kind and a number, checked.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot use that device here.</exception>
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>A device of a kind and a number, checked.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot use that device here.</exception>
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    /// <summary>The GPU of a number.</summary>
    public static Device device(int index) => new(DeviceType.CUDA, index);

    /// <summary>Whether libtorch can use devices of this kind here.</summary>
    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType is DeviceType.CPU or DeviceType.META || Native.Shim.shim_device_count((int)deviceType) > 0;

    /// <summary>Makes sure that libtorch can use devices of this kind here.</summary>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    /// <summary>Makes sure that libtorch can use the device here; null means the default device.</summary>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    private static Device _defaultDevice = CPU;

    /// <summary>Where new tensors are made when nothing else is said.</summary>
    public static Device get_default_device() => _defaultDevice;

    /// <summary>Sets where new tensors are made when nothing else is said.</summary>
    public static void set_default_device(Device device) => _defaultDevice = device;

    /// <summary>Sets where new tensors are made when nothing else is said.</summary>
    public static void set_default_device(string device) => _defaultDevice = new Device(device);

    private static ScalarType _defaultType = ScalarType.Float32;

    /// <summary>The type of new floating-point tensors when nothing else is said.</summary>
    public static ScalarType get_default_dtype() => _defaultType;

    /// <summary>Sets the type of new floating-point tensors when nothing else is said.</summary>
    public static void set_default_dtype(ScalarType dtype) => _defaultType = dtype;
}
