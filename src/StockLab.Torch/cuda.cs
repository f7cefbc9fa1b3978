using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>NVIDIA GPUs.</summary>
    public static partial class cuda
    {
        /// <summary>Whether libtorch can use a GPU here.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Whether libtorch can use cuDNN here.</summary>
        public static bool is_cudnn_available() => is_available() && Shim.shim_has_cudnn() != 0;

        /// <summary>How many GPUs libtorch can use here.</summary>
        public static int device_count() => Shim.shim_device_count((int)DeviceType.CUDA);

        /// <summary>Starts the random sequence of a seed on the current GPU; nothing happens without one.</summary>
        public static void manual_seed(long seed) => Shim.Check(Shim.shim_manual_seed(seed));

        /// <summary>Starts the random sequence of a seed on all GPUs; nothing happens without one.</summary>
        public static void manual_seed_all(long seed) => Shim.Check(Shim.shim_manual_seed(seed));

        /// <summary>Waits until a GPU has done all its work.</summary>
        /// <param name="device">The GPU; null for the current one.</param>
        public static void synchronize(Device? device = null) => Shim.Check(Shim.shim_synchronize((int)DeviceType.CUDA, device?.index ?? -1));
    }

    /// <summary>Whether libtorch can use a GPU here.</summary>
    public static bool cuda_is_available() => cuda.is_available();
}
