using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>
/// C (+)= A · W for a single row and up to 3 column blocks of up to 4 registers: where a tile hides the latency of the multiply-add by its rows, this one does by
/// its columns. With few columns even and odd k go into chains of their own.
/// </summary>
internal static unsafe class RowTile<TIsa, TVec, TColumns, TVecs>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TColumns : struct, ISize
    where TVecs : struct, ISize
{
    /// <param name="a">The left operand.</param>
    /// <param name="row">Its row.</param>
    /// <param name="w">The right operand at the first column block.</param>
    /// <param name="ldw">Floats from one row of W to the next.</param>
    /// <param name="jump">Floats from one column block of W to the next.</param>
    /// <param name="c">The result's first column block.</param>
    /// <param name="cJump">Floats from one column block of C to the next.</param>
    /// <param name="start">The row that C starts from; null: C is added to.</param>
    /// <param name="startJump">Floats from one column block of it to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Operand* a, nint row, float* w, nint ldw, nint jump, float* c, nint cJump, float* start, nint startJump)
    {
        TVec c00 = default, c01 = default, c02 = default, c03 = default;
        TVec c10 = default, c11 = default, c12 = default, c13 = default;
        TVec c20 = default, c21 = default, c22 = default, c23 = default;
        var from = start != null ? start : c;
        var fromJump = start != null ? startJump : cJump;
        c00 = TIsa.Load(from);
        if (TVecs.Value > 1) c01 = TIsa.Load(from + TIsa.Count);
        if (TVecs.Value > 2) c02 = TIsa.Load(from + 2 * TIsa.Count);
        if (TVecs.Value > 3) c03 = TIsa.Load(from + 3 * TIsa.Count);
        if (TColumns.Value > 1) c10 = TIsa.Load(from + fromJump);
        if (TColumns.Value > 1 && TVecs.Value > 1) c11 = TIsa.Load(from + fromJump + TIsa.Count);
        if (TColumns.Value > 1 && TVecs.Value > 2) c12 = TIsa.Load(from + fromJump + 2 * TIsa.Count);
        if (TColumns.Value > 1 && TVecs.Value > 3) c13 = TIsa.Load(from + fromJump + 3 * TIsa.Count);
        if (TColumns.Value > 2) c20 = TIsa.Load(from + 2 * fromJump);
        if (TColumns.Value > 2 && TVecs.Value > 1) c21 = TIsa.Load(from + 2 * fromJump + TIsa.Count);
        if (TColumns.Value > 2 && TVecs.Value > 2) c22 = TIsa.Load(from + 2 * fromJump + 2 * TIsa.Count);
        if (TColumns.Value > 2 && TVecs.Value > 3) c23 = TIsa.Load(from + 2 * fromJump + 3 * TIsa.Count);

        for (nint segment = 0; segment <= a->Segments; segment++)
        {
            var isTail = segment == a->Segments;
            var width = isTail ? a->TailWidth : a->Width;
            var x = isTail ? a->Tail + row * a->TailRow : a->Start + row * a->Row + segment * a->Jump;
            nint k = 0;
            if (TColumns.Value == 1)
            {
                for (; k + 2 <= width; k += 2)
                {
                    var even = TIsa.Fill(x[k]);
                    var odd = TIsa.Fill(x[k + 1]);
                    var next = w + ldw;
                    c00 = TIsa.MultiplyAdd(TIsa.Load(w), even, c00);
                    c10 = TIsa.MultiplyAdd(TIsa.Load(next), odd, c10);
                    if (TVecs.Value > 1) c01 = TIsa.MultiplyAdd(TIsa.Load(w + TIsa.Count), even, c01);
                    if (TVecs.Value > 1) c11 = TIsa.MultiplyAdd(TIsa.Load(next + TIsa.Count), odd, c11);
                    if (TVecs.Value > 2) c02 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * TIsa.Count), even, c02);
                    if (TVecs.Value > 2) c12 = TIsa.MultiplyAdd(TIsa.Load(next + 2 * TIsa.Count), odd, c12);
                    if (TVecs.Value > 3) c03 = TIsa.MultiplyAdd(TIsa.Load(w + 3 * TIsa.Count), even, c03);
                    if (TVecs.Value > 3) c13 = TIsa.MultiplyAdd(TIsa.Load(next + 3 * TIsa.Count), odd, c13);
                    w = next + ldw;
                }
            }
            for (; k < width; k++)
            {
                var xk = TIsa.Fill(x[k]);
                c00 = TIsa.MultiplyAdd(TIsa.Load(w), xk, c00);
                if (TVecs.Value > 1) c01 = TIsa.MultiplyAdd(TIsa.Load(w + TIsa.Count), xk, c01);
                if (TVecs.Value > 2) c02 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * TIsa.Count), xk, c02);
                if (TVecs.Value > 3) c03 = TIsa.MultiplyAdd(TIsa.Load(w + 3 * TIsa.Count), xk, c03);
                if (TColumns.Value > 1) c10 = TIsa.MultiplyAdd(TIsa.Load(w + jump), xk, c10);
                if (TColumns.Value > 1 && TVecs.Value > 1) c11 = TIsa.MultiplyAdd(TIsa.Load(w + jump + TIsa.Count), xk, c11);
                if (TColumns.Value > 1 && TVecs.Value > 2) c12 = TIsa.MultiplyAdd(TIsa.Load(w + jump + 2 * TIsa.Count), xk, c12);
                if (TColumns.Value > 1 && TVecs.Value > 3) c13 = TIsa.MultiplyAdd(TIsa.Load(w + jump + 3 * TIsa.Count), xk, c13);
                if (TColumns.Value > 2) c20 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * jump), xk, c20);
                if (TColumns.Value > 2 && TVecs.Value > 1) c21 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * jump + TIsa.Count), xk, c21);
                if (TColumns.Value > 2 && TVecs.Value > 2) c22 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * jump + 2 * TIsa.Count), xk, c22);
                if (TColumns.Value > 2 && TVecs.Value > 3) c23 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * jump + 3 * TIsa.Count), xk, c23);
                w += ldw;
            }
        }

        if (TColumns.Value == 1)
        {
            c00 = TIsa.Add(c00, c10);
            if (TVecs.Value > 1) c01 = TIsa.Add(c01, c11);
            if (TVecs.Value > 2) c02 = TIsa.Add(c02, c12);
            if (TVecs.Value > 3) c03 = TIsa.Add(c03, c13);
        }
        TIsa.Store(c, c00);
        if (TVecs.Value > 1) TIsa.Store(c + TIsa.Count, c01);
        if (TVecs.Value > 2) TIsa.Store(c + 2 * TIsa.Count, c02);
        if (TVecs.Value > 3) TIsa.Store(c + 3 * TIsa.Count, c03);
        if (TColumns.Value > 1) TIsa.Store(c + cJump, c10);
        if (TColumns.Value > 1 && TVecs.Value > 1) TIsa.Store(c + cJump + TIsa.Count, c11);
        if (TColumns.Value > 1 && TVecs.Value > 2) TIsa.Store(c + cJump + 2 * TIsa.Count, c12);
        if (TColumns.Value > 1 && TVecs.Value > 3) TIsa.Store(c + cJump + 3 * TIsa.Count, c13);
        if (TColumns.Value > 2) TIsa.Store(c + 2 * cJump, c20);
        if (TColumns.Value > 2 && TVecs.Value > 1) TIsa.Store(c + 2 * cJump + TIsa.Count, c21);
        if (TColumns.Value > 2 && TVecs.Value > 2) TIsa.Store(c + 2 * cJump + 2 * TIsa.Count, c22);
        if (TColumns.Value > 2 && TVecs.Value > 3) TIsa.Store(c + 2 * cJump + 3 * TIsa.Count, c23);
    }
}
