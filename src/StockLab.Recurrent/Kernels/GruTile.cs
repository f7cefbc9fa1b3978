using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>
/// One time step of a GRU for at most 6 rows of one panel of 16 units, where a slot is one register of 16 floats: the products with the inputs and with the hidden
/// states before meet in registers, and the cell takes them while they are in the nearest cache.
/// </summary>
internal static unsafe class GruTile<TIsa, TVec, TRows>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
    where TRows : struct, ISize
{
    /// <param name="x">The first row of inputs.</param>
    /// <param name="ldx">Floats from one row of inputs to the next.</param>
    /// <param name="inputs">How many inputs a row has.</param>
    /// <param name="wx">The panel's input weights: n_x, r, z for every input.</param>
    /// <param name="states">The first row of hidden states before.</param>
    /// <param name="units">How many of them go into the product; 0 at the first step.</param>
    /// <param name="wh">The panel's recurrent weights: r, z, n_h for every hidden unit.</param>
    /// <param name="start">What n_x, r and z start from.</param>
    /// <param name="candidate">What n_h starts from.</param>
    /// <param name="g">Receives n, r, z and n_h.</param>
    /// <param name="ldg">Floats from one row of those to the next.</param>
    /// <param name="before">The panel's hidden states before.</param>
    /// <param name="h">Receives the panel's hidden states.</param>
    /// <param name="ld">Floats from one row of hidden states to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, nint ldx, nint inputs, float* wx, float* states, nint units, float* wh, float* start, float* candidate, float* g, nint ldg, float* before, float* h, nint ld)
    {
        TVec n0 = TIsa.Load(start), r0 = TIsa.Load(start + TIsa.Count), z0 = TIsa.Load(start + 2 * TIsa.Count), m0 = TIsa.Load(candidate);
        TVec n1 = n0, r1 = r0, z1 = z0, m1 = m0;
        TVec n2 = n0, r2 = r0, z2 = z0, m2 = m0;
        TVec n3 = n0, r3 = r0, z3 = z0, m3 = m0;
        TVec n4 = n0, r4 = r0, z4 = z0, m4 = m0;
        TVec n5 = n0, r5 = r0, z5 = z0, m5 = m0;

        for (nint k = 0; k < inputs; k++)
        {
            TVec wn = TIsa.Load(wx), wr = TIsa.Load(wx + TIsa.Count), wz = TIsa.Load(wx + 2 * TIsa.Count);
            var a0 = TIsa.Fill(*x);
            n0 = TIsa.MultiplyAdd(wn, a0, n0);
            r0 = TIsa.MultiplyAdd(wr, a0, r0);
            z0 = TIsa.MultiplyAdd(wz, a0, z0);
            if (TRows.Value > 1)
            {
                var a1 = TIsa.Fill(x[ldx]);
                n1 = TIsa.MultiplyAdd(wn, a1, n1);
                r1 = TIsa.MultiplyAdd(wr, a1, r1);
                z1 = TIsa.MultiplyAdd(wz, a1, z1);
            }
            if (TRows.Value > 2)
            {
                var a2 = TIsa.Fill(x[2 * ldx]);
                n2 = TIsa.MultiplyAdd(wn, a2, n2);
                r2 = TIsa.MultiplyAdd(wr, a2, r2);
                z2 = TIsa.MultiplyAdd(wz, a2, z2);
            }
            if (TRows.Value > 3)
            {
                var a3 = TIsa.Fill(x[3 * ldx]);
                n3 = TIsa.MultiplyAdd(wn, a3, n3);
                r3 = TIsa.MultiplyAdd(wr, a3, r3);
                z3 = TIsa.MultiplyAdd(wz, a3, z3);
            }
            if (TRows.Value > 4)
            {
                var a4 = TIsa.Fill(x[4 * ldx]);
                n4 = TIsa.MultiplyAdd(wn, a4, n4);
                r4 = TIsa.MultiplyAdd(wr, a4, r4);
                z4 = TIsa.MultiplyAdd(wz, a4, z4);
            }
            if (TRows.Value > 5)
            {
                var a5 = TIsa.Fill(x[5 * ldx]);
                n5 = TIsa.MultiplyAdd(wn, a5, n5);
                r5 = TIsa.MultiplyAdd(wr, a5, r5);
                z5 = TIsa.MultiplyAdd(wz, a5, z5);
            }
            x++;
            wx += 3 * TIsa.Count;
        }

        for (nint k = 0; k < units; k++)
        {
            TVec wr = TIsa.Load(wh), wz = TIsa.Load(wh + TIsa.Count), wm = TIsa.Load(wh + 2 * TIsa.Count);
            var a0 = TIsa.Fill(*states);
            r0 = TIsa.MultiplyAdd(wr, a0, r0);
            z0 = TIsa.MultiplyAdd(wz, a0, z0);
            m0 = TIsa.MultiplyAdd(wm, a0, m0);
            if (TRows.Value > 1)
            {
                var a1 = TIsa.Fill(states[ld]);
                r1 = TIsa.MultiplyAdd(wr, a1, r1);
                z1 = TIsa.MultiplyAdd(wz, a1, z1);
                m1 = TIsa.MultiplyAdd(wm, a1, m1);
            }
            if (TRows.Value > 2)
            {
                var a2 = TIsa.Fill(states[2 * ld]);
                r2 = TIsa.MultiplyAdd(wr, a2, r2);
                z2 = TIsa.MultiplyAdd(wz, a2, z2);
                m2 = TIsa.MultiplyAdd(wm, a2, m2);
            }
            if (TRows.Value > 3)
            {
                var a3 = TIsa.Fill(states[3 * ld]);
                r3 = TIsa.MultiplyAdd(wr, a3, r3);
                z3 = TIsa.MultiplyAdd(wz, a3, z3);
                m3 = TIsa.MultiplyAdd(wm, a3, m3);
            }
            if (TRows.Value > 4)
            {
                var a4 = TIsa.Fill(states[4 * ld]);
                r4 = TIsa.MultiplyAdd(wr, a4, r4);
                z4 = TIsa.MultiplyAdd(wz, a4, z4);
                m4 = TIsa.MultiplyAdd(wm, a4, m4);
            }
            if (TRows.Value > 5)
            {
                var a5 = TIsa.Fill(states[5 * ld]);
                r5 = TIsa.MultiplyAdd(wr, a5, r5);
                z5 = TIsa.MultiplyAdd(wz, a5, z5);
                m5 = TIsa.MultiplyAdd(wm, a5, m5);
            }
            states++;
            wh += 3 * TIsa.Count;
        }

        Store(g, n0, r0, z0, m0);
        if (TRows.Value > 1) Store(g + ldg, n1, r1, z1, m1);
        if (TRows.Value > 2) Store(g + 2 * ldg, n2, r2, z2, m2);
        if (TRows.Value > 3) Store(g + 3 * ldg, n3, r3, z3, m3);
        if (TRows.Value > 4) Store(g + 4 * ldg, n4, r4, z4, m4);
        if (TRows.Value > 5) Store(g + 5 * ldg, n5, r5, z5, m5);
        Cells<TIsa, TVec>.GruForward(g, ldg, TIsa.Count, TRows.Value, before, h, ld);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* g, TVec n, TVec r, TVec z, TVec m)
    {
        TIsa.Store(g, n);
        TIsa.Store(g + TIsa.Count, r);
        TIsa.Store(g + 2 * TIsa.Count, z);
        TIsa.Store(g + 3 * TIsa.Count, m);
    }
}
