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
                    Vector128<float> abLow, abHigh, cdLow, cdHigh;
                    if (Sse.IsSupported)
                    {
                        abLow = Sse.UnpackLow(a, b);
                        abHigh = Sse.UnpackHigh(a, b);
                        cdLow = Sse.UnpackLow(c, d);
                        cdHigh = Sse.UnpackHigh(c, d);
                    }
                    else
                    {
                        abLow = AdvSimd.Arm64.ZipLow(a, b);
                        abHigh = AdvSimd.Arm64.ZipHigh(a, b);
                        cdLow = AdvSimd.Arm64.ZipLow(c, d);
                        cdHigh = AdvSimd.Arm64.ZipHigh(c, d);
                    }
                    Vector128.Create(abLow.GetLower(), cdLow.GetLower()).Store(target);
                    Vector128.Create(abLow.GetUpper(), cdLow.GetUpper()).Store(target + ldTo);
                    Vector128.Create(abHigh.GetLower(), cdHigh.GetLower()).Store(target + 2 * ldTo);
                    Vector128.Create(abHigh.GetUpper(), cdHigh.GetUpper()).Store(target + 3 * ldTo);
                }
            }
        }
        for (; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++)
                to[column * ldTo + row] = from[row * ldFrom + column];
        }
    }
}
