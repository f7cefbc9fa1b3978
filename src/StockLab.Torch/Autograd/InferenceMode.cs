using TorchSharp.Native;

namespace TorchSharp;

/// <summary>libtorch's fastest mode, without any record of operations, on this thread until it is disposed of.</summary>
internal sealed class InferenceMode : IDisposable
{
    private nint _mode;

    internal InferenceMode(bool enabled) => _mode = Shim.Check(Shim.shim_inference_enter(enabled ? 1 : 0));

    internal static bool IsEnabled => Shim.shim_is_inference_enabled() != 0;

    public void Dispose()
    {
        var mode = Interlocked.Exchange(ref _mode, 0);
        if (mode != 0) Shim.shim_inference_leave(mode);
    }
}
