using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Forecasting;

/// <summary>The torch of this machine: whether it loads and computes, and on what.</summary>
/// <param name="Works">Whether a product of two matrices came out right.</param>
/// <param name="Description">Who provides it and its version, or what went wrong.</param>
/// <param name="CudaDevices">The number of GPUs that it can use.</param>
public sealed record TorchRuntime(bool Works, string Description, int CudaDevices)
{
    /// <summary>Loads torch and lets it compute once. A torch that cannot be loaded is described, not thrown.</summary>
    public static TorchRuntime Probe()
    {
        var provider = typeof(Tensor).Assembly.GetCustomAttribute<AssemblyTitleAttribute>()?.Title;
        try
        {
            using var scope = NewDisposeScope();
            var product = ones(2, 3).matmul(ones(3, 2)).sum().item<float>();
            return new TorchRuntime(product == 12, $"{provider}, libtorch {__version__}", cuda.is_available() ? cuda.device_count() : 0);
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException or ExternalException or NotSupportedException)
        {
            return new TorchRuntime(false, (error.InnerException ?? error).Message, 0);
        }
    }
}
