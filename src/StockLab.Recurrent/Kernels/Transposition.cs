using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace StockLab.Recurrent.Kernels;

/// <summary>Transposes a block of floats, four by four in registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>to[column, row] = from[row, column]; rows beyond the last multiple of 4 and a machine without vectors go float by float.</summary>
    /// <param name="from">Row-major source.</param>
    /// <param name="ldFrom">Floats from one source row to the next.</param>
    /// <param name="rows">Source rows.</param>
    /// <param name="columns">Source columns, a multiple of 4.</param>
    /// <param name="to">Row-major target.</param>
    /// <param name="ldTo">Floats from one target row to the next.</param>
    /// <param name="vectors">Whether registers may be used.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* from, nint ldFrom, nint rows, nint columns, float* to, nint ldTo, bool vectors)
    {
        nint row = 0;
        if (vectors && Avx512F.IsSupported && columns % 16 == 0)
        {
            for (; row + 16 <= rows; row += 16)
            {
                for (nint column = 0; column < columns; column += 16)
                    Sixteen(from + row * ldFrom + column, ldFrom, to + column * ldTo + row, ldTo);
            }
        }
        if (vectors && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; row + 4 <= rows; row += 4)
            {
                for (nint column = 0; column < columns; column += 4)
                {
                    var source = from + row * ldFrom + column;
                    var target = to + column * ldTo + row;
                    var a = Vector128.Load(source);
                    var b = Vector128.Load(source + ldFrom);
                    var c = Vector128.Load(source + 2 * ldFrom);
                    var d = Vector128.Load(source + 3 * ldFrom);
                    if (Sse.IsSupported)
                    {
                        Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b), cdLow = Sse.UnpackLow(c, d), cdHigh = Sse.UnpackHigh(c, d);
                        Sse.MoveLowToHigh(abLow, cdLow).Store(target);
                        Sse.MoveHighToLow(cdLow, abLow).Store(target + ldTo);
                        Sse.MoveLowToHigh(abHigh, cdHigh).Store(target + 2 * ldTo);
                        Sse.MoveHighToLow(cdHigh, abHigh).Store(target + 3 * ldTo);
                    }
                    else
                    {
                        Vector128<double> abLow = AdvSimd.Arm64.ZipLow(a, b).AsDouble(), abHigh = AdvSimd.Arm64.ZipHigh(a, b).AsDouble();
                        Vector128<double> cdLow = AdvSimd.Arm64.ZipLow(c, d).AsDouble(), cdHigh = AdvSimd.Arm64.ZipHigh(c, d).AsDouble();
                        AdvSimd.Arm64.ZipLow(abLow, cdLow).AsSingle().Store(target);
                        AdvSimd.Arm64.ZipHigh(abLow, cdLow).AsSingle().Store(target + ldTo);
                        AdvSimd.Arm64.ZipLow(abHigh, cdHigh).AsSingle().Store(target + 2 * ldTo);
                        AdvSimd.Arm64.ZipHigh(abHigh, cdHigh).AsSingle().Store(target + 3 * ldTo);
                    }
                }
            }
        }
        for (; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++)
                to[column * ldTo + row] = from[row * ldFrom + column];
        }
    }

    /// <summary>16 × 16: within lanes of 128 bits four rows at a time, then the lanes themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(float* from, nint ldFrom, float* to, nint ldTo)
    {
        Quad(from, ldFrom, out var a0, out var a1, out var a2, out var a3);
        Quad(from + 4 * ldFrom, ldFrom, out var b0, out var b1, out var b2, out var b3);
        Quad(from + 8 * ldFrom, ldFrom, out var c0, out var c1, out var c2, out var c3);
        Quad(from + 12 * ldFrom, ldFrom, out var d0, out var d1, out var d2, out var d3);
        Lanes(a0, b0, c0, d0, to, ldTo);
        Lanes(a1, b1, c1, d1, to + ldTo, ldTo);
        Lanes(a2, b2, c2, d2, to + 2 * ldTo, ldTo);
        Lanes(a3, b3, c3, d3, to + 3 * ldTo, ldTo);
    }

    /// <summary>Four rows: lane L of register j holds column 4 L + j of all four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(float* from, nint ld, out Vector512<float> zero, out Vector512<float> one, out Vector512<float> two, out Vector512<float> three)
    {
        Vector512<float> a = Vector512.Load(from), b = Vector512.Load(from + ld), c = Vector512.Load(from + 2 * ld), d = Vector512.Load(from + 3 * ld);
        Vector512<double> abLow = Avx512F.UnpackLow(a, b).AsDouble(), abHigh = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> cdLow = Avx512F.UnpackLow(c, d).AsDouble(), cdHigh = Avx512F.UnpackHigh(c, d).AsDouble();
        zero = Avx512F.UnpackLow(abLow, cdLow).AsSingle();
        one = Avx512F.UnpackHigh(abLow, cdLow).AsSingle();
        two = Avx512F.UnpackLow(abHigh, cdHigh).AsSingle();
        three = Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle();
    }

    /// <summary>Gathers lane L of the four quads into target row 4 L.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, nint ldTo)
    {
        Vector512<float> abFront = Avx512F.Shuffle4x128(a, b, 0x44), abBack = Avx512F.Shuffle4x128(a, b, 0xEE);
        Vector512<float> cdFront = Avx512F.Shuffle4x128(c, d, 0x44), cdBack = Avx512F.Shuffle4x128(c, d, 0xEE);
        Avx512F.Shuffle4x128(abFront, cdFront, 0x88).Store(to);
        Avx512F.Shuffle4x128(abFront, cdFront, 0xDD).Store(to + 4 * ldTo);
        Avx512F.Shuffle4x128(abBack, cdBack, 0x88).Store(to + 8 * ldTo);
        Avx512F.Shuffle4x128(abBack, cdBack, 0xDD).Store(to + 12 * ldTo);
    }
}
