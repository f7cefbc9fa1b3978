using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>C += A · Wᵀ for at most 6 rows of A × 4 rows of W: whole registers run along k, each sum is taken across its register at the end.</summary>
internal static unsafe class DotTile<TIsa, TVec, TRows, TVecs>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TRows : struct, ISize
    where TVecs : struct, ISize
{
    /// <param name="a">The left operand.</param>
    /// <param name="row">The first of its rows.</param>
    /// <param name="w">The right operand, cut into the same segments.</param>
    /// <param name="column">The first of its rows: the first column of C.</param>
    /// <param name="c">The result's corner, added to.</param>
    /// <param name="ldc">Floats from one row of C to the next.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Operand* a, nint row, Operand* w, nint column, float* c, nint ldc)
    {
        TVec c00 = default, c01 = default, c02 = default, c03 = default;
        TVec c10 = default, c11 = default, c12 = default, c13 = default;
        TVec c20 = default, c21 = default, c22 = default, c23 = default;
        TVec c30 = default, c31 = default, c32 = default, c33 = default;
        TVec c40 = default, c41 = default, c42 = default, c43 = default;
        TVec c50 = default, c51 = default, c52 = default, c53 = default;
        var lda = a->Row;
        var ldw = w->Row;
        var segment = a->Width;
        var segments = a->Segments;
        var a0 = a->Start + row * lda;
        var b0 = w->Start + column * ldw;
        if (segments == 0)
        {
            lda = a->TailRow;
            ldw = w->TailRow;
            segment = a->TailWidth;
            a0 = a->Tail + row * lda;
            b0 = w->Tail + column * ldw;
        }
        while (true)
        {
            var a1 = TRows.Value > 1 ? a0 + lda : a0;
            var a2 = TRows.Value > 2 ? a0 + 2 * lda : a0;
            var a3 = TRows.Value > 3 ? a0 + 3 * lda : a0;
            var a4 = TRows.Value > 4 ? a0 + 4 * lda : a0;
            var a5 = TRows.Value > 5 ? a0 + 5 * lda : a0;
            var b1 = TVecs.Value > 1 ? b0 + ldw : b0;
            var b2 = TVecs.Value > 2 ? b0 + 2 * ldw : b0;
            var b3 = TVecs.Value > 3 ? b0 + 3 * ldw : b0;
            for (nint k = 0; k < segment; k += TIsa.Count)
            {
                var w0 = TIsa.Load(b0 + k);
                var w1 = TVecs.Value > 1 ? TIsa.Load(b1 + k) : default;
                var w2 = TVecs.Value > 2 ? TIsa.Load(b2 + k) : default;
                var w3 = TVecs.Value > 3 ? TIsa.Load(b3 + k) : default;
                var x0 = TIsa.Load(a0 + k);
                c00 = TIsa.MultiplyAdd(w0, x0, c00);
                if (TVecs.Value > 1) c01 = TIsa.MultiplyAdd(w1, x0, c01);
                if (TVecs.Value > 2) c02 = TIsa.MultiplyAdd(w2, x0, c02);
                if (TVecs.Value > 3) c03 = TIsa.MultiplyAdd(w3, x0, c03);
                if (TRows.Value > 1)
                {
                    var x1 = TIsa.Load(a1 + k);
                    c10 = TIsa.MultiplyAdd(w0, x1, c10);
                    if (TVecs.Value > 1) c11 = TIsa.MultiplyAdd(w1, x1, c11);
                    if (TVecs.Value > 2) c12 = TIsa.MultiplyAdd(w2, x1, c12);
                    if (TVecs.Value > 3) c13 = TIsa.MultiplyAdd(w3, x1, c13);
                }
                if (TRows.Value > 2)
                {
                    var x2 = TIsa.Load(a2 + k);
                    c20 = TIsa.MultiplyAdd(w0, x2, c20);
                    if (TVecs.Value > 1) c21 = TIsa.MultiplyAdd(w1, x2, c21);
                    if (TVecs.Value > 2) c22 = TIsa.MultiplyAdd(w2, x2, c22);
                    if (TVecs.Value > 3) c23 = TIsa.MultiplyAdd(w3, x2, c23);
                }
                if (TRows.Value > 3)
                {
                    var x3 = TIsa.Load(a3 + k);
                    c30 = TIsa.MultiplyAdd(w0, x3, c30);
                    if (TVecs.Value > 1) c31 = TIsa.MultiplyAdd(w1, x3, c31);
                    if (TVecs.Value > 2) c32 = TIsa.MultiplyAdd(w2, x3, c32);
                    if (TVecs.Value > 3) c33 = TIsa.MultiplyAdd(w3, x3, c33);
                }
                if (TRows.Value > 4)
                {
                    var x4 = TIsa.Load(a4 + k);
                    c40 = TIsa.MultiplyAdd(w0, x4, c40);
                    if (TVecs.Value > 1) c41 = TIsa.MultiplyAdd(w1, x4, c41);
                    if (TVecs.Value > 2) c42 = TIsa.MultiplyAdd(w2, x4, c42);
                    if (TVecs.Value > 3) c43 = TIsa.MultiplyAdd(w3, x4, c43);
                }
                if (TRows.Value > 5)
                {
                    var x5 = TIsa.Load(a5 + k);
                    c50 = TIsa.MultiplyAdd(w0, x5, c50);
                    if (TVecs.Value > 1) c51 = TIsa.MultiplyAdd(w1, x5, c51);
                    if (TVecs.Value > 2) c52 = TIsa.MultiplyAdd(w2, x5, c52);
                    if (TVecs.Value > 3) c53 = TIsa.MultiplyAdd(w3, x5, c53);
                }
            }
            if (--segments > 0)
            {
                a0 += a->Jump;
                b0 += w->Jump;
            }
            else if (segments == 0 && a->TailWidth > 0)
            {
                lda = a->TailRow;
                ldw = w->TailRow;
                segment = a->TailWidth;
                a0 = a->Tail + row * lda;
                b0 = w->Tail + column * ldw;
            }
            else
            {
                break;
            }
        }

        if (TRows.Value * TVecs.Value <= 4 || TIsa.Count < 8)
        {
            c[0] += TIsa.Sum(c00);
            if (TVecs.Value > 1) c[1] += TIsa.Sum(c01);
            if (TVecs.Value > 2) c[2] += TIsa.Sum(c02);
            if (TVecs.Value > 3) c[3] += TIsa.Sum(c03);
            if (TRows.Value > 1) c[ldc] += TIsa.Sum(c10);
            if (TRows.Value > 1 && TVecs.Value > 1) c[ldc + 1] += TIsa.Sum(c11);
            if (TRows.Value > 1 && TVecs.Value > 2) c[ldc + 2] += TIsa.Sum(c12);
            if (TRows.Value > 1 && TVecs.Value > 3) c[ldc + 3] += TIsa.Sum(c13);
            if (TRows.Value > 2) c[2 * ldc] += TIsa.Sum(c20);
            if (TRows.Value > 2 && TVecs.Value > 1) c[2 * ldc + 1] += TIsa.Sum(c21);
            if (TRows.Value > 2 && TVecs.Value > 2) c[2 * ldc + 2] += TIsa.Sum(c22);
            if (TRows.Value > 2 && TVecs.Value > 3) c[2 * ldc + 3] += TIsa.Sum(c23);
            if (TRows.Value > 3) c[3 * ldc] += TIsa.Sum(c30);
            if (TRows.Value > 3 && TVecs.Value > 1) c[3 * ldc + 1] += TIsa.Sum(c31);
            if (TRows.Value > 3 && TVecs.Value > 2) c[3 * ldc + 2] += TIsa.Sum(c32);
            if (TRows.Value > 3 && TVecs.Value > 3) c[3 * ldc + 3] += TIsa.Sum(c33);
            if (TRows.Value > 4) c[4 * ldc] += TIsa.Sum(c40);
            if (TRows.Value > 4 && TVecs.Value > 1) c[4 * ldc + 1] += TIsa.Sum(c41);
            if (TRows.Value > 4 && TVecs.Value > 2) c[4 * ldc + 2] += TIsa.Sum(c42);
            if (TRows.Value > 4 && TVecs.Value > 3) c[4 * ldc + 3] += TIsa.Sum(c43);
            if (TRows.Value > 5) c[5 * ldc] += TIsa.Sum(c50);
            if (TRows.Value > 5 && TVecs.Value > 1) c[5 * ldc + 1] += TIsa.Sum(c51);
            if (TRows.Value > 5 && TVecs.Value > 2) c[5 * ldc + 2] += TIsa.Sum(c52);
            if (TRows.Value > 5 && TVecs.Value > 3) c[5 * ldc + 3] += TIsa.Sum(c53);
            return;
        }

        // Many sums are cheaper together: one register's worth at a time.
        var sums = stackalloc float[32];
        nint width = 2; // sums of one row in the buffer
        if (TIsa.Count >= 16 && TVecs.Value <= 2)
        {
            TIsa.Store(sums, TIsa.SumEach(c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, default, default, default, default));
        }
        else if (TIsa.Count >= 16)
        {
            width = 4;
            TIsa.Store(sums, TIsa.SumEach(c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23, c30, c31, c32, c33));
            if (TRows.Value > 4)
                TIsa.Store(sums + 16, TIsa.SumEach(c40, c41, c42, c43, c50, c51, c52, c53, default, default, default, default, default, default, default, default));
        }
        else
        {
            TIsa.Store(sums, TIsa.SumEach(c00, c01, c10, c11, c20, c21, c30, c31, default, default, default, default, default, default, default, default));
            if (TRows.Value > 4)
                TIsa.Store(sums + 8, TIsa.SumEach(c40, c41, c50, c51, default, default, default, default, default, default, default, default, default, default, default, default));
        }
        for (nint r = 0; r < TRows.Value; r++)
        {
            for (nint v = 0; v < TVecs.Value; v++)
                c[r * ldc + v] += sums[r * width + v];
        }
    }
}
