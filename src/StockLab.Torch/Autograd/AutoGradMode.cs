using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Switches the recording of operations on this thread until it is disposed of.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly bool _before;
    private bool _ended;

    internal AutoGradMode(bool enabled)
    {
        _before = IsEnabled;
        Shim.shim_set_grad_enabled(enabled ? 1 : 0);
    }

    internal static bool IsEnabled => Shim.shim_is_grad_enabled() != 0;

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        Shim.shim_set_grad_enabled(_before ? 1 : 0);
    }
}
