using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>C (+)= A · W for a single row: two interleaved chains a register hide the latency of the multiply-add that a tile hides by its rows.</summary>
internal static unsafe class RowTile<TIsa, TVec, TVecs>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TVecs : struct, ISize
{
    /// <inheritdoc cref="ProductTile{TIsa, TVec, TRows, TVecs}.Run"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Operand* a, nint row, float* w, nint ldw, float* c, float* start)
    {
        var from = start != null ? start : c;
        TVec e0 = TIsa.Load(from), e1 = default, e2 = default, e3 = default;
        TVec o0 = default, o1 = default, o2 = default, o3 = default;
        if (TVecs.Value > 1) e1 = TIsa.Load(from + TIsa.Count);
        if (TVecs.Value > 2) e2 = TIsa.Load(from + 2 * TIsa.Count);
        if (TVecs.Value > 3) e3 = TIsa.Load(from + 3 * TIsa.Count);

        for (nint segment = 0; segment <= a->Segments; segment++)
        {
            var isTail = segment == a->Segments;
            var width = isTail ? a->TailWidth : a->Width;
            var x = isTail ? a->Tail + row * a->TailRow : a->Start + row * a->Row + segment * a->Jump;
            nint k = 0;
            for (; k + 2 <= width; k += 2)
            {
                var even = TIsa.Fill(x[k]);
                var odd = TIsa.Fill(x[k + 1]);
                var next = w + ldw;
                e0 = TIsa.MultiplyAdd(TIsa.Load(w), even, e0);
                o0 = TIsa.MultiplyAdd(TIsa.Load(next), odd, o0);
                if (TVecs.Value > 1) e1 = TIsa.MultiplyAdd(TIsa.Load(w + TIsa.Count), even, e1);
                if (TVecs.Value > 1) o1 = TIsa.MultiplyAdd(TIsa.Load(next + TIsa.Count), odd, o1);
                if (TVecs.Value > 2) e2 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * TIsa.Count), even, e2);
                if (TVecs.Value > 2) o2 = TIsa.MultiplyAdd(TIsa.Load(next + 2 * TIsa.Count), odd, o2);
                if (TVecs.Value > 3) e3 = TIsa.MultiplyAdd(TIsa.Load(w + 3 * TIsa.Count), even, e3);
                if (TVecs.Value > 3) o3 = TIsa.MultiplyAdd(TIsa.Load(next + 3 * TIsa.Count), odd, o3);
                w = next + ldw;
            }
            if (k < width)
            {
                var last = TIsa.Fill(x[k]);
                e0 = TIsa.MultiplyAdd(TIsa.Load(w), last, e0);
                if (TVecs.Value > 1) e1 = TIsa.MultiplyAdd(TIsa.Load(w + TIsa.Count), last, e1);
                if (TVecs.Value > 2) e2 = TIsa.MultiplyAdd(TIsa.Load(w + 2 * TIsa.Count), last, e2);
                if (TVecs.Value > 3) e3 = TIsa.MultiplyAdd(TIsa.Load(w + 3 * TIsa.Count), last, e3);
                w += ldw;
            }
        }

        TIsa.Store(c, TIsa.Add(e0, o0));
        if (TVecs.Value > 1) TIsa.Store(c + TIsa.Count, TIsa.Add(e1, o1));
        if (TVecs.Value > 2) TIsa.Store(c + 2 * TIsa.Count, TIsa.Add(e2, o2));
        if (TVecs.Value > 3) TIsa.Store(c + 3 * TIsa.Count, TIsa.Add(e3, o3));
    }
}
