using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StockLab.Recurrent;

/// <summary>The register width that a network computes with.</summary>
public enum VectorWidth
{
    /// <summary>Plain floats: the twin that every other width is tested against.</summary>
    Scalar = 1,
    /// <summary>4 floats: Arm64, and x86 without AVX2.</summary>
    Bits128 = 4,
    /// <summary>8 floats: AVX2.</summary>
    Bits256 = 8,
    /// <summary>16 floats: AVX-512.</summary>
    Bits512 = 16,
}

/// <summary>Which widths this machine has.</summary>
public static class VectorWidths
{
    /// <summary>Whether this process may use the width (also switched off by DOTNET_EnableAVX512=0 and the like).</summary>
    public static bool IsSupported(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported,
        VectorWidth.Bits256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported,
        VectorWidth.Bits128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };

    /// <summary>The widest one that this machine has.</summary>
    public static VectorWidth Widest =>
        IsSupported(VectorWidth.Bits512) ? VectorWidth.Bits512
        : IsSupported(VectorWidth.Bits256) ? VectorWidth.Bits256
        : IsSupported(VectorWidth.Bits128) ? VectorWidth.Bits128
        : VectorWidth.Scalar;
}
