using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>A tile of a weight gradient: C (+)= Aᵀ · G, summed over rows (time steps × batch). At most 6 columns of A × 4 registers of G, or 8 × 3.</summary>
internal static unsafe class OuterTile<TIsa, TVec, TRows, TVecs>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TRows : struct, ISize
    where TVecs : struct, ISize
{
    /// <param name="a">The tile's first column of A.</param>
    /// <param name="lda">Floats from one row of A to the next.</param>
    /// <param name="g">The tile's first column of G.</param>
    /// <param name="ldg">Floats from one row of G to the next.</param>
    /// <param name="rows">Rows to sum over.</param>
    /// <param name="c">The result's corner; its row k belongs to column k of A.</param>
    /// <param name="ldc">Floats from one row of C to the next.</param>
    /// <param name="add">Whether C is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* a, nint lda, float* g, nint ldg, nint rows, float* c, nint ldc, bool add)
    {
        TVec c00 = default, c01 = default, c02 = default, c03 = default;
        TVec c10 = default, c11 = default, c12 = default, c13 = default;
        TVec c20 = default, c21 = default, c22 = default, c23 = default;
        TVec c30 = default, c31 = default, c32 = default, c33 = default;
        TVec c40 = default, c41 = default, c42 = default, c43 = default;
        TVec c50 = default, c51 = default, c52 = default, c53 = default;
        TVec c60 = default, c61 = default, c62 = default, c63 = default;
        TVec c70 = default, c71 = default, c72 = default, c73 = default;
        if (add)
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

        for (; rows > 0; rows--)
        {
            var g0 = TIsa.Load(g);
            var g1 = TVecs.Value > 1 ? TIsa.Load(g + TIsa.Count) : default;
            var g2 = TVecs.Value > 2 ? TIsa.Load(g + 2 * TIsa.Count) : default;
            var g3 = TVecs.Value > 3 ? TIsa.Load(g + 3 * TIsa.Count) : default;
            var x0 = TIsa.Fill(a[0]);
            c00 = TIsa.MultiplyAdd(g0, x0, c00);
            if (TVecs.Value > 1) c01 = TIsa.MultiplyAdd(g1, x0, c01);
            if (TVecs.Value > 2) c02 = TIsa.MultiplyAdd(g2, x0, c02);
            if (TVecs.Value > 3) c03 = TIsa.MultiplyAdd(g3, x0, c03);
            if (TRows.Value > 1)
            {
                var x1 = TIsa.Fill(a[1]);
                c10 = TIsa.MultiplyAdd(g0, x1, c10);
                if (TVecs.Value > 1) c11 = TIsa.MultiplyAdd(g1, x1, c11);
                if (TVecs.Value > 2) c12 = TIsa.MultiplyAdd(g2, x1, c12);
                if (TVecs.Value > 3) c13 = TIsa.MultiplyAdd(g3, x1, c13);
            }
            if (TRows.Value > 2)
            {
                var x2 = TIsa.Fill(a[2]);
                c20 = TIsa.MultiplyAdd(g0, x2, c20);
                if (TVecs.Value > 1) c21 = TIsa.MultiplyAdd(g1, x2, c21);
                if (TVecs.Value > 2) c22 = TIsa.MultiplyAdd(g2, x2, c22);
                if (TVecs.Value > 3) c23 = TIsa.MultiplyAdd(g3, x2, c23);
            }
            if (TRows.Value > 3)
            {
                var x3 = TIsa.Fill(a[3]);
                c30 = TIsa.MultiplyAdd(g0, x3, c30);
                if (TVecs.Value > 1) c31 = TIsa.MultiplyAdd(g1, x3, c31);
                if (TVecs.Value > 2) c32 = TIsa.MultiplyAdd(g2, x3, c32);
                if (TVecs.Value > 3) c33 = TIsa.MultiplyAdd(g3, x3, c33);
            }
            if (TRows.Value > 4)
            {
                var x4 = TIsa.Fill(a[4]);
                c40 = TIsa.MultiplyAdd(g0, x4, c40);
                if (TVecs.Value > 1) c41 = TIsa.MultiplyAdd(g1, x4, c41);
                if (TVecs.Value > 2) c42 = TIsa.MultiplyAdd(g2, x4, c42);
                if (TVecs.Value > 3) c43 = TIsa.MultiplyAdd(g3, x4, c43);
            }
            if (TRows.Value > 5)
            {
                var x5 = TIsa.Fill(a[5]);
                c50 = TIsa.MultiplyAdd(g0, x5, c50);
                if (TVecs.Value > 1) c51 = TIsa.MultiplyAdd(g1, x5, c51);
                if (TVecs.Value > 2) c52 = TIsa.MultiplyAdd(g2, x5, c52);
                if (TVecs.Value > 3) c53 = TIsa.MultiplyAdd(g3, x5, c53);
            }
            if (TRows.Value > 6)
            {
                var x6 = TIsa.Fill(a[6]);
                c60 = TIsa.MultiplyAdd(g0, x6, c60);
                if (TVecs.Value > 1) c61 = TIsa.MultiplyAdd(g1, x6, c61);
                if (TVecs.Value > 2) c62 = TIsa.MultiplyAdd(g2, x6, c62);
                if (TVecs.Value > 3) c63 = TIsa.MultiplyAdd(g3, x6, c63);
            }
            if (TRows.Value > 7)
            {
                var x7 = TIsa.Fill(a[7]);
                c70 = TIsa.MultiplyAdd(g0, x7, c70);
                if (TVecs.Value > 1) c71 = TIsa.MultiplyAdd(g1, x7, c71);
                if (TVecs.Value > 2) c72 = TIsa.MultiplyAdd(g2, x7, c72);
                if (TVecs.Value > 3) c73 = TIsa.MultiplyAdd(g3, x7, c73);
            }
            a += lda;
            g += ldg;
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
