using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>
/// The engine's one inner loop: C (+)= A · W for a tile of at most 6 rows × 4 registers, or 8 × 3, that stays in registers while k runs. Every k loads the
/// tile's vectors of W once and multiplies them by one broadcast float of each row of A.
/// </summary>
internal static unsafe class ProductTile<TIsa, TVec, TRows, TVecs>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TRows : struct, ISize
    where TVecs : struct, ISize
{
    /// <param name="a">The left operand; its columns, segment by segment, are k.</param>
    /// <param name="row">The first of its rows.</param>
    /// <param name="w">The right operand at the tile's first column: row k begins at w + k · ldw.</param>
    /// <param name="ldw">Floats from one row of W to the next.</param>
    /// <param name="c">The result's corner.</param>
    /// <param name="ldc">Floats from one row of C to the next.</param>
    /// <param name="start">The row that C starts from (a bias); null: C is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Operand* a, nint row, float* w, nint ldw, float* c, nint ldc, float* start)
    {
        TVec c00 = default, c01 = default, c02 = default, c03 = default;
        TVec c10 = default, c11 = default, c12 = default, c13 = default;
        TVec c20 = default, c21 = default, c22 = default, c23 = default;
        TVec c30 = default, c31 = default, c32 = default, c33 = default;
        TVec c40 = default, c41 = default, c42 = default, c43 = default;
        TVec c50 = default, c51 = default, c52 = default, c53 = default;
        TVec c60 = default, c61 = default, c62 = default, c63 = default;
        TVec c70 = default, c71 = default, c72 = default, c73 = default;
        if (start != null)
        {
            var s0 = TIsa.Load(start);
            var s1 = TVecs.Value > 1 ? TIsa.Load(start + TIsa.Count) : default;
            var s2 = TVecs.Value > 2 ? TIsa.Load(start + 2 * TIsa.Count) : default;
            var s3 = TVecs.Value > 3 ? TIsa.Load(start + 3 * TIsa.Count) : default;
            c00 = s0;
            if (TVecs.Value > 1) c01 = s1;
            if (TVecs.Value > 2) c02 = s2;
            if (TVecs.Value > 3) c03 = s3;
            if (TRows.Value > 1)
            {
                c10 = s0;
                if (TVecs.Value > 1) c11 = s1;
                if (TVecs.Value > 2) c12 = s2;
                if (TVecs.Value > 3) c13 = s3;
            }
            if (TRows.Value > 2)
            {
                c20 = s0;
                if (TVecs.Value > 1) c21 = s1;
                if (TVecs.Value > 2) c22 = s2;
                if (TVecs.Value > 3) c23 = s3;
            }
            if (TRows.Value > 3)
            {
                c30 = s0;
                if (TVecs.Value > 1) c31 = s1;
                if (TVecs.Value > 2) c32 = s2;
                if (TVecs.Value > 3) c33 = s3;
            }
            if (TRows.Value > 4)
            {
                c40 = s0;
                if (TVecs.Value > 1) c41 = s1;
                if (TVecs.Value > 2) c42 = s2;
                if (TVecs.Value > 3) c43 = s3;
            }
            if (TRows.Value > 5)
            {
                c50 = s0;
                if (TVecs.Value > 1) c51 = s1;
                if (TVecs.Value > 2) c52 = s2;
                if (TVecs.Value > 3) c53 = s3;
            }
            if (TRows.Value > 6)
            {
                c60 = s0;
                if (TVecs.Value > 1) c61 = s1;
                if (TVecs.Value > 2) c62 = s2;
                if (TVecs.Value > 3) c63 = s3;
            }
            if (TRows.Value > 7)
            {
                c70 = s0;
                if (TVecs.Value > 1) c71 = s1;
                if (TVecs.Value > 2) c72 = s2;
                if (TVecs.Value > 3) c73 = s3;
            }
        }
        else
        {
            c00 = TIsa.Load(c);
            if (TVecs.Value > 1) c01 = TIsa.Load(c + TIsa.Count);
            if (TVecs.Value > 2) c02 = TIsa.Load(c + 2 * TIsa.Count);
            if (TVecs.Value > 3) c03 = TIsa.Load(c + 3 * TIsa.Count);
            if (TRows.Value > 1)
            {
                c10 = TIsa.Load(c + ldc);
                if (TVecs.Value > 1) c11 = TIsa.Load(c + ldc + TIsa.Count);
                if (TVecs.Value > 2) c12 = TIsa.Load(c + ldc + 2 * TIsa.Count);
                if (TVecs.Value > 3) c13 = TIsa.Load(c + ldc + 3 * TIsa.Count);
            }
            if (TRows.Value > 2)
            {
                c20 = TIsa.Load(c + 2 * ldc);
                if (TVecs.Value > 1) c21 = TIsa.Load(c + 2 * ldc + TIsa.Count);
                if (TVecs.Value > 2) c22 = TIsa.Load(c + 2 * ldc + 2 * TIsa.Count);
                if (TVecs.Value > 3) c23 = TIsa.Load(c + 2 * ldc + 3 * TIsa.Count);
            }
            if (TRows.Value > 3)
            {
                c30 = TIsa.Load(c + 3 * ldc);
                if (TVecs.Value > 1) c31 = TIsa.Load(c + 3 * ldc + TIsa.Count);
                if (TVecs.Value > 2) c32 = TIsa.Load(c + 3 * ldc + 2 * TIsa.Count);
                if (TVecs.Value > 3) c33 = TIsa.Load(c + 3 * ldc + 3 * TIsa.Count);
            }
            if (TRows.Value > 4)
            {
                c40 = TIsa.Load(c + 4 * ldc);
                if (TVecs.Value > 1) c41 = TIsa.Load(c + 4 * ldc + TIsa.Count);
                if (TVecs.Value > 2) c42 = TIsa.Load(c + 4 * ldc + 2 * TIsa.Count);
                if (TVecs.Value > 3) c43 = TIsa.Load(c + 4 * ldc + 3 * TIsa.Count);
            }
            if (TRows.Value > 5)
            {
                c50 = TIsa.Load(c + 5 * ldc);
                if (TVecs.Value > 1) c51 = TIsa.Load(c + 5 * ldc + TIsa.Count);
                if (TVecs.Value > 2) c52 = TIsa.Load(c + 5 * ldc + 2 * TIsa.Count);
                if (TVecs.Value > 3) c53 = TIsa.Load(c + 5 * ldc + 3 * TIsa.Count);
            }
            if (TRows.Value > 6)
            {
                c60 = TIsa.Load(c + 6 * ldc);
                if (TVecs.Value > 1) c61 = TIsa.Load(c + 6 * ldc + TIsa.Count);
                if (TVecs.Value > 2) c62 = TIsa.Load(c + 6 * ldc + 2 * TIsa.Count);
                if (TVecs.Value > 3) c63 = TIsa.Load(c + 6 * ldc + 3 * TIsa.Count);
            }
            if (TRows.Value > 7)
            {
                c70 = TIsa.Load(c + 7 * ldc);
                if (TVecs.Value > 1) c71 = TIsa.Load(c + 7 * ldc + TIsa.Count);
                if (TVecs.Value > 2) c72 = TIsa.Load(c + 7 * ldc + 2 * TIsa.Count);
                if (TVecs.Value > 3) c73 = TIsa.Load(c + 7 * ldc + 3 * TIsa.Count);
            }
        }

        var lda = a->Row;
        var width = a->Width;
        var segments = a->Segments;
        var a0 = a->Start + row * lda;
        if (segments == 0)
        {
            lda = a->TailRow;
            width = a->TailWidth;
            a0 = a->Tail + row * lda;
        }
        while (true)
        {
            var a1 = TRows.Value > 1 ? a0 + lda : a0;
            var a2 = TRows.Value > 2 ? a0 + 2 * lda : a0;
            var a3 = TRows.Value > 3 ? a0 + 3 * lda : a0;
            var a4 = TRows.Value > 4 ? a0 + 4 * lda : a0;
            var a5 = TRows.Value > 5 ? a0 + 5 * lda : a0;
            var a6 = TRows.Value > 6 ? a0 + 6 * lda : a0;
            var a7 = TRows.Value > 7 ? a0 + 7 * lda : a0;
            for (nint k = 0; k < width; k++)
            {
                var w0 = TIsa.Load(w);
                var w1 = TVecs.Value > 1 ? TIsa.Load(w + TIsa.Count) : default;
                var w2 = TVecs.Value > 2 ? TIsa.Load(w + 2 * TIsa.Count) : default;
                var w3 = TVecs.Value > 3 ? TIsa.Load(w + 3 * TIsa.Count) : default;
                var x0 = TIsa.Fill(a0[k]);
                c00 = TIsa.MultiplyAdd(w0, x0, c00);
                if (TVecs.Value > 1) c01 = TIsa.MultiplyAdd(w1, x0, c01);
                if (TVecs.Value > 2) c02 = TIsa.MultiplyAdd(w2, x0, c02);
                if (TVecs.Value > 3) c03 = TIsa.MultiplyAdd(w3, x0, c03);
                if (TRows.Value > 1)
                {
                    var x1 = TIsa.Fill(a1[k]);
                    c10 = TIsa.MultiplyAdd(w0, x1, c10);
                    if (TVecs.Value > 1) c11 = TIsa.MultiplyAdd(w1, x1, c11);
                    if (TVecs.Value > 2) c12 = TIsa.MultiplyAdd(w2, x1, c12);
                    if (TVecs.Value > 3) c13 = TIsa.MultiplyAdd(w3, x1, c13);
                }
                if (TRows.Value > 2)
                {
                    var x2 = TIsa.Fill(a2[k]);
                    c20 = TIsa.MultiplyAdd(w0, x2, c20);
                    if (TVecs.Value > 1) c21 = TIsa.MultiplyAdd(w1, x2, c21);
                    if (TVecs.Value > 2) c22 = TIsa.MultiplyAdd(w2, x2, c22);
                    if (TVecs.Value > 3) c23 = TIsa.MultiplyAdd(w3, x2, c23);
                }
                if (TRows.Value > 3)
                {
                    var x3 = TIsa.Fill(a3[k]);
                    c30 = TIsa.MultiplyAdd(w0, x3, c30);
                    if (TVecs.Value > 1) c31 = TIsa.MultiplyAdd(w1, x3, c31);
                    if (TVecs.Value > 2) c32 = TIsa.MultiplyAdd(w2, x3, c32);
                    if (TVecs.Value > 3) c33 = TIsa.MultiplyAdd(w3, x3, c33);
                }
                if (TRows.Value > 4)
                {
                    var x4 = TIsa.Fill(a4[k]);
                    c40 = TIsa.MultiplyAdd(w0, x4, c40);
                    if (TVecs.Value > 1) c41 = TIsa.MultiplyAdd(w1, x4, c41);
                    if (TVecs.Value > 2) c42 = TIsa.MultiplyAdd(w2, x4, c42);
                    if (TVecs.Value > 3) c43 = TIsa.MultiplyAdd(w3, x4, c43);
                }
                if (TRows.Value > 5)
                {
                    var x5 = TIsa.Fill(a5[k]);
                    c50 = TIsa.MultiplyAdd(w0, x5, c50);
                    if (TVecs.Value > 1) c51 = TIsa.MultiplyAdd(w1, x5, c51);
                    if (TVecs.Value > 2) c52 = TIsa.MultiplyAdd(w2, x5, c52);
                    if (TVecs.Value > 3) c53 = TIsa.MultiplyAdd(w3, x5, c53);
                }
                if (TRows.Value > 6)
                {
                    var x6 = TIsa.Fill(a6[k]);
                    c60 = TIsa.MultiplyAdd(w0, x6, c60);
                    if (TVecs.Value > 1) c61 = TIsa.MultiplyAdd(w1, x6, c61);
                    if (TVecs.Value > 2) c62 = TIsa.MultiplyAdd(w2, x6, c62);
                    if (TVecs.Value > 3) c63 = TIsa.MultiplyAdd(w3, x6, c63);
                }
                if (TRows.Value > 7)
                {
                    var x7 = TIsa.Fill(a7[k]);
                    c70 = TIsa.MultiplyAdd(w0, x7, c70);
                    if (TVecs.Value > 1) c71 = TIsa.MultiplyAdd(w1, x7, c71);
                    if (TVecs.Value > 2) c72 = TIsa.MultiplyAdd(w2, x7, c72);
                    if (TVecs.Value > 3) c73 = TIsa.MultiplyAdd(w3, x7, c73);
                }
                w += ldw;
            }
            if (--segments > 0)
            {
                a0 += a->Jump;
            }
            else if (segments == 0 && a->TailWidth > 0)
            {
                lda = a->TailRow;
                width = a->TailWidth;
                a0 = a->Tail + row * lda;
            }
            else
            {
                break;
            }
        }

        TIsa.Store(c, c00);
        if (TVecs.Value > 1) TIsa.Store(c + TIsa.Count, c01);
        if (TVecs.Value > 2) TIsa.Store(c + 2 * TIsa.Count, c02);
        if (TVecs.Value > 3) TIsa.Store(c + 3 * TIsa.Count, c03);
        if (TRows.Value > 1)
        {
            TIsa.Store(c + ldc, c10);
            if (TVecs.Value > 1) TIsa.Store(c + ldc + TIsa.Count, c11);
            if (TVecs.Value > 2) TIsa.Store(c + ldc + 2 * TIsa.Count, c12);
            if (TVecs.Value > 3) TIsa.Store(c + ldc + 3 * TIsa.Count, c13);
        }
        if (TRows.Value > 2)
        {
            TIsa.Store(c + 2 * ldc, c20);
            if (TVecs.Value > 1) TIsa.Store(c + 2 * ldc + TIsa.Count, c21);
            if (TVecs.Value > 2) TIsa.Store(c + 2 * ldc + 2 * TIsa.Count, c22);
            if (TVecs.Value > 3) TIsa.Store(c + 2 * ldc + 3 * TIsa.Count, c23);
        }
        if (TRows.Value > 3)
        {
            TIsa.Store(c + 3 * ldc, c30);
            if (TVecs.Value > 1) TIsa.Store(c + 3 * ldc + TIsa.Count, c31);
            if (TVecs.Value > 2) TIsa.Store(c + 3 * ldc + 2 * TIsa.Count, c32);
            if (TVecs.Value > 3) TIsa.Store(c + 3 * ldc + 3 * TIsa.Count, c33);
        }
        if (TRows.Value > 4)
        {
            TIsa.Store(c + 4 * ldc, c40);
            if (TVecs.Value > 1) TIsa.Store(c + 4 * ldc + TIsa.Count, c41);
            if (TVecs.Value > 2) TIsa.Store(c + 4 * ldc + 2 * TIsa.Count, c42);
            if (TVecs.Value > 3) TIsa.Store(c + 4 * ldc + 3 * TIsa.Count, c43);
        }
        if (TRows.Value > 5)
        {
            TIsa.Store(c + 5 * ldc, c50);
            if (TVecs.Value > 1) TIsa.Store(c + 5 * ldc + TIsa.Count, c51);
            if (TVecs.Value > 2) TIsa.Store(c + 5 * ldc + 2 * TIsa.Count, c52);
            if (TVecs.Value > 3) TIsa.Store(c + 5 * ldc + 3 * TIsa.Count, c53);
        }
        if (TRows.Value > 6)
        {
            TIsa.Store(c + 6 * ldc, c60);
            if (TVecs.Value > 1) TIsa.Store(c + 6 * ldc + TIsa.Count, c61);
            if (TVecs.Value > 2) TIsa.Store(c + 6 * ldc + 2 * TIsa.Count, c62);
            if (TVecs.Value > 3) TIsa.Store(c + 6 * ldc + 3 * TIsa.Count, c63);
        }
        if (TRows.Value > 7)
        {
            TIsa.Store(c + 7 * ldc, c70);
            if (TVecs.Value > 1) TIsa.Store(c + 7 * ldc + TIsa.Count, c71);
            if (TVecs.Value > 2) TIsa.Store(c + 7 * ldc + 2 * TIsa.Count, c72);
            if (TVecs.Value > 3) TIsa.Store(c + 7 * ldc + 3 * TIsa.Count, c73);
        }
    }
}
