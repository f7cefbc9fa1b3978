using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>C += A · Wᵀ for one row of A and as many rows of W as a register has floats: the way of small batches, where a tile would stay almost empty.</summary>
internal static unsafe class DotRow<TIsa, TVec>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
{
    /// <param name="a">The left operand.</param>
    /// <param name="row">Its row.</param>
    /// <param name="w">The right operand, cut into the same segments.</param>
    /// <param name="column">The first of its rows.</param>
    /// <param name="c">As many sums as a register holds, added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Operand* a, nint row, Operand* w, nint column, float* c)
    {
        TVec s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        TVec s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        for (nint segment = 0; segment <= a->Segments; segment++)
        {
            var isTail = segment == a->Segments;
            var width = isTail ? a->TailWidth : a->Width;
            var ld = isTail ? w->TailRow : w->Row;
            var x = isTail ? a->Tail + row * a->TailRow : a->Start + row * a->Row + segment * a->Jump;
            var y = isTail ? w->Tail + column * ld : w->Start + column * ld + segment * w->Jump;
            for (nint k = 0; k < width; k += TIsa.Count)
            {
                var v = TIsa.Load(x + k);
                var at = y + k;
                s0 = TIsa.MultiplyAdd(v, TIsa.Load(at), s0);
                if (TIsa.Count > 1) s1 = TIsa.MultiplyAdd(v, TIsa.Load(at + ld), s1);
                if (TIsa.Count > 2) s2 = TIsa.MultiplyAdd(v, TIsa.Load(at + 2 * ld), s2);
                if (TIsa.Count > 3) s3 = TIsa.MultiplyAdd(v, TIsa.Load(at + 3 * ld), s3);
                if (TIsa.Count > 4) s4 = TIsa.MultiplyAdd(v, TIsa.Load(at + 4 * ld), s4);
                if (TIsa.Count > 5) s5 = TIsa.MultiplyAdd(v, TIsa.Load(at + 5 * ld), s5);
                if (TIsa.Count > 6) s6 = TIsa.MultiplyAdd(v, TIsa.Load(at + 6 * ld), s6);
                if (TIsa.Count > 7) s7 = TIsa.MultiplyAdd(v, TIsa.Load(at + 7 * ld), s7);
                if (TIsa.Count > 8) s8 = TIsa.MultiplyAdd(v, TIsa.Load(at + 8 * ld), s8);
                if (TIsa.Count > 9) s9 = TIsa.MultiplyAdd(v, TIsa.Load(at + 9 * ld), s9);
                if (TIsa.Count > 10) s10 = TIsa.MultiplyAdd(v, TIsa.Load(at + 10 * ld), s10);
                if (TIsa.Count > 11) s11 = TIsa.MultiplyAdd(v, TIsa.Load(at + 11 * ld), s11);
                if (TIsa.Count > 12) s12 = TIsa.MultiplyAdd(v, TIsa.Load(at + 12 * ld), s12);
                if (TIsa.Count > 13) s13 = TIsa.MultiplyAdd(v, TIsa.Load(at + 13 * ld), s13);
                if (TIsa.Count > 14) s14 = TIsa.MultiplyAdd(v, TIsa.Load(at + 14 * ld), s14);
                if (TIsa.Count > 15) s15 = TIsa.MultiplyAdd(v, TIsa.Load(at + 15 * ld), s15);
            }
        }
        var sums = TIsa.SumEach(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15);
        TIsa.Store(c, TIsa.Add(TIsa.Load(c), sums));
    }
}
