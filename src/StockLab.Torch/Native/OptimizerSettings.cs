using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Mirrors Adam in native/optimizers.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct AdamSettings(double lr, double beta1, double beta2, double eps, double weightDecay, bool amsgrad, bool maximize, bool decoupled)
{
    private readonly double _lr = lr, _beta1 = beta1, _beta2 = beta2, _eps = eps, _weightDecay = weightDecay;
    private readonly int _amsgrad = amsgrad ? 1 : 0, _maximize = maximize ? 1 : 0, _decoupled = decoupled ? 1 : 0;
}

/// <summary>Mirrors Sgd in native/optimizers.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct SgdSettings(double lr, double momentum, double dampening, double weightDecay, bool nesterov, bool maximize)
{
    private readonly double _lr = lr, _momentum = momentum, _dampening = dampening, _weightDecay = weightDecay;
    private readonly int _nesterov = nesterov ? 1 : 0, _maximize = maximize ? 1 : 0;
}

/// <summary>Mirrors RmsProp in native/optimizers.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct RmsPropSettings(double lr, double alpha, double eps, double weightDecay, double momentum, bool centered, bool maximize)
{
    private readonly double _lr = lr, _alpha = alpha, _eps = eps, _weightDecay = weightDecay, _momentum = momentum;
    private readonly int _centered = centered ? 1 : 0, _maximize = maximize ? 1 : 0;
}
