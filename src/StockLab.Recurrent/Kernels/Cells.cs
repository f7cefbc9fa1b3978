using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>
/// The equations of the cells, element by element, for one panel: every row of <c>g</c> holds the panel's slots one after the other, <c>units</c> floats each;
/// c, t (tanh c), h and the gradients are plain rows, <c>ld</c> floats apart, already at the panel's first unit.
/// </summary>
internal static unsafe class Cells<TIsa, TVec>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>
    /// i, f, o = σ(…), g = tanh(…), c = f ⊙ c₋₁ + i ⊙ g, h = o ⊙ tanh(c) (Hochreiter and Schmidhuber 1997, forget gate of Gers 1999). The slots (i, f, g, o)
    /// come in before and go out after their activation.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LstmForward(float* g, nint ldg, nint units, nint rows, float* before, float* c, float* t, float* h, nint ld)
    {
        for (; rows > 0; rows--, g += ldg, before += ld, c += ld, t += ld, h += ld)
        {
            for (nint u = 0; u < units; u += TIsa.Count)
            {
                var slot = g + u;
                var i = Curves<TIsa, TVec>.Sigmoid(TIsa.Load(slot));
                var f = Curves<TIsa, TVec>.Sigmoid(TIsa.Load(slot + units));
                var n = Curves<TIsa, TVec>.Tanh(TIsa.Load(slot + 2 * units));
                var o = Curves<TIsa, TVec>.Sigmoid(TIsa.Load(slot + 3 * units));
                TIsa.Store(slot, i);
                TIsa.Store(slot + units, f);
                TIsa.Store(slot + 2 * units, n);
                TIsa.Store(slot + 3 * units, o);
                var cell = TIsa.MultiplyAdd(f, TIsa.Load(before + u), TIsa.Multiply(i, n));
                var tanh = Curves<TIsa, TVec>.Tanh(cell);
                TIsa.Store(c + u, cell);
                TIsa.Store(t + u, tanh);
                TIsa.Store(h + u, TIsa.Multiply(o, tanh));
            }
        }
    }

    /// <summary>
    /// The gates of a tail, all slots of a row in the same registers: s · tanh(s · x) + 1 − s is tanh for s = 1 and the sigmoid for s = ½, so one curve serves them all.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LstmTailGates(float* g, nint ldg, nint rows, nint width, float* scales)
    {
        for (nint u = 0; u < width; u += TIsa.Count)
        {
            var scale = TIsa.Load(scales + u);
            var rest = TIsa.Subtract(TIsa.Fill(1f), scale);
            for (nint row = 0; row < rows; row++)
            {
                var slot = g + row * ldg + u;
                TIsa.Store(slot, TIsa.MultiplyAdd(scale, Curves<TIsa, TVec>.Tanh(TIsa.Multiply(scale, TIsa.Load(slot))), rest));
            }
        }
    }

    /// <summary>c and h from the gates of <see cref="LstmTailGates"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LstmTailState(float* g, nint ldg, nint units, nint rows, float* before, float* c, float* t, float* h, nint ld)
    {
        for (; rows > 0; rows--, g += ldg, before += ld, c += ld, t += ld, h += ld)
        {
            for (nint u = 0; u < units; u += TIsa.Count)
            {
                var slot = g + u;
                var cell = TIsa.MultiplyAdd(TIsa.Load(slot + units), TIsa.Load(before + u), TIsa.Multiply(TIsa.Load(slot), TIsa.Load(slot + 2 * units)));
                var tanh = Curves<TIsa, TVec>.Tanh(cell);
                TIsa.Store(c + u, cell);
                TIsa.Store(t + u, tanh);
                TIsa.Store(h + u, TIsa.Multiply(TIsa.Load(slot + 3 * units), tanh));
            }
        }
    }

    /// <summary>
    /// The slots turn into their gradients before the activation, and are added up into <c>sums</c>, the gradient of the biases; dc becomes the gradient of the cell
    /// before.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LstmBackward(float* g, nint ldg, nint units, nint rows, float* before, float* t, float* dh, float* dc, nint ld, float* sums)
    {
        var one = TIsa.Fill(1f);
        for (nint u = 0; u < units; u += TIsa.Count)
        {
            var sum = sums + u;
            TVec si = TIsa.Load(sum), sf = TIsa.Load(sum + units), sn = TIsa.Load(sum + 2 * units), so = TIsa.Load(sum + 3 * units);
            for (nint row = 0; row < rows; row++)
            {
                var slot = g + row * ldg + u;
                var at = row * ld + u;
                var i = TIsa.Load(slot);
                var f = TIsa.Load(slot + units);
                var n = TIsa.Load(slot + 2 * units);
                var o = TIsa.Load(slot + 3 * units);
                var tanh = TIsa.Load(t + at);
                var dhu = TIsa.Load(dh + at);
                var dho = TIsa.Multiply(dhu, o);
                var dcu = TIsa.Add(TIsa.Load(dc + at), TIsa.Multiply(dho, TIsa.Subtract(one, TIsa.Multiply(tanh, tanh))));
                var dci = TIsa.Multiply(dcu, i);
                var dcf = TIsa.Multiply(dcu, f);
                var di = TIsa.Multiply(TIsa.Multiply(dci, n), TIsa.Subtract(one, i));
                var df = TIsa.Multiply(TIsa.Multiply(dcf, TIsa.Load(before + at)), TIsa.Subtract(one, f));
                var dn = TIsa.Multiply(dci, TIsa.Subtract(one, TIsa.Multiply(n, n)));
                var @do = TIsa.Multiply(TIsa.Multiply(dho, tanh), TIsa.Subtract(one, o));
                TIsa.Store(slot, di);
                TIsa.Store(slot + units, df);
                TIsa.Store(slot + 2 * units, dn);
                TIsa.Store(slot + 3 * units, @do);
                TIsa.Store(dc + at, dcf);
                si = TIsa.Add(si, di);
                sf = TIsa.Add(sf, df);
                sn = TIsa.Add(sn, dn);
                so = TIsa.Add(so, @do);
            }
            TIsa.Store(sum, si);
            TIsa.Store(sum + units, sf);
            TIsa.Store(sum + 2 * units, sn);
            TIsa.Store(sum + 3 * units, so);
        }
    }

    /// <summary>
    /// r, z = σ(…), n = tanh(n_x + r ⊙ n_h), h = (1 − z) ⊙ n + z ⊙ h₋₁ (Cho 2014, with the reset after the product as in cuDNN and PyTorch). Slots: n_x, r, z,
    /// n_h; the first three go out after their activation.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GruForward(float* g, nint ldg, nint units, nint rows, float* before, float* h, nint ld)
    {
        for (; rows > 0; rows--, g += ldg, before += ld, h += ld)
        {
            for (nint u = 0; u < units; u += TIsa.Count)
            {
                var slot = g + u;
                var r = Curves<TIsa, TVec>.Sigmoid(TIsa.Load(slot + units));
                var z = Curves<TIsa, TVec>.Sigmoid(TIsa.Load(slot + 2 * units));
                var n = Curves<TIsa, TVec>.Tanh(TIsa.MultiplyAdd(r, TIsa.Load(slot + 3 * units), TIsa.Load(slot)));
                TIsa.Store(slot, n);
                TIsa.Store(slot + units, r);
                TIsa.Store(slot + 2 * units, z);
                TIsa.Store(h + u, TIsa.MultiplyAdd(z, TIsa.Subtract(TIsa.Load(before + u), n), n));
            }
        }
    }

    /// <summary>The slots turn into their gradients before the activation, and are added up into <c>sums</c>, the gradient of the biases; dhBefore, the gradient of h₋₁ (null at the first step), is set or added to by the direct part z ⊙ dh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GruBackward(float* g, nint ldg, nint units, nint rows, float* before, float* dh, float* dhBefore, bool add, nint ld, float* sums)
    {
        var one = TIsa.Fill(1f);
        for (nint u = 0; u < units; u += TIsa.Count)
        {
            var sum = sums + u;
            TVec sx = TIsa.Load(sum), sr = TIsa.Load(sum + units), sz = TIsa.Load(sum + 2 * units), sh = TIsa.Load(sum + 3 * units);
            for (nint row = 0; row < rows; row++)
            {
                var slot = g + row * ldg + u;
                var at = row * ld + u;
                var n = TIsa.Load(slot);
                var r = TIsa.Load(slot + units);
                var z = TIsa.Load(slot + 2 * units);
                var nh = TIsa.Load(slot + 3 * units);
                var dhu = TIsa.Load(dh + at);
                var rest = TIsa.Subtract(one, z);
                var dhz = TIsa.Multiply(dhu, z);
                var dnx = TIsa.Multiply(TIsa.Multiply(dhu, rest), TIsa.Subtract(one, TIsa.Multiply(n, n)));
                var dnh = TIsa.Multiply(dnx, r);
                var dr = TIsa.Multiply(TIsa.Multiply(dnh, nh), TIsa.Subtract(one, r));
                var dz = TIsa.Multiply(TIsa.Multiply(dhz, rest), TIsa.Subtract(TIsa.Load(before + at), n));
                TIsa.Store(slot, dnx);
                TIsa.Store(slot + units, dr);
                TIsa.Store(slot + 2 * units, dz);
                TIsa.Store(slot + 3 * units, dnh);
                if (dhBefore != null)
                    TIsa.Store(dhBefore + at, add ? TIsa.Add(TIsa.Load(dhBefore + at), dhz) : dhz);
                sx = TIsa.Add(sx, dnx);
                sr = TIsa.Add(sr, dr);
                sz = TIsa.Add(sz, dz);
                sh = TIsa.Add(sh, dnh);
            }
            TIsa.Store(sum, sx);
            TIsa.Store(sum + units, sr);
            TIsa.Store(sum + 2 * units, sz);
            TIsa.Store(sum + 3 * units, sh);
        }
    }

    /// <summary>h = tanh(g), <paramref name="count"/> floats (Elman 1990).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RnnForward(float* g, float* h, nint count)
    {
        for (nint u = 0; u < count; u += TIsa.Count)
            TIsa.Store(h + u, Curves<TIsa, TVec>.Tanh(TIsa.Load(g + u)));
    }

    /// <summary>g = dh ⊙ (1 − h²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RnnBackward(float* g, float* h, float* dh, nint count)
    {
        var one = TIsa.Fill(1f);
        for (nint u = 0; u < count; u += TIsa.Count)
        {
            var hu = TIsa.Load(h + u);
            TIsa.Store(g + u, TIsa.Multiply(TIsa.Load(dh + u), TIsa.Subtract(one, TIsa.Multiply(hu, hu))));
        }
    }

    /// <summary>The activation of a dense layer, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(Activation activation, float* z, nint count)
    {
        var zero = TIsa.Fill(0f);
        for (nint u = 0; u < count; u += TIsa.Count)
        {
            var x = TIsa.Load(z + u);
            TIsa.Store(z + u, activation switch
            {
                // 0 > x keeps NaN: a broken network must not look like a quiet one.
                Activation.Relu => TIsa.WhereGreater(zero, x, zero, x),
                Activation.Tanh => Curves<TIsa, TVec>.Tanh(x),
                Activation.Sigmoid => Curves<TIsa, TVec>.Sigmoid(x),
                _ => x,
            });
        }
    }

    /// <summary>d = d ⊙ activation′, from the activation's own output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ActivateBackward(Activation activation, float* z, float* d, nint count)
    {
        var zero = TIsa.Fill(0f);
        var one = TIsa.Fill(1f);
        for (nint u = 0; u < count; u += TIsa.Count)
        {
            var y = TIsa.Load(z + u);
            var x = TIsa.Load(d + u);
            TIsa.Store(d + u, activation switch
            {
                Activation.Relu => TIsa.WhereGreater(y, zero, x, zero),
                Activation.Tanh => TIsa.Multiply(x, TIsa.Subtract(one, TIsa.Multiply(y, y))),
                Activation.Sigmoid => TIsa.Multiply(x, TIsa.Multiply(y, TIsa.Subtract(one, y))),
                _ => x,
            });
        }
    }
}
