using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>tanh and the logistic sigmoid of whole registers.</summary>
internal static class Curves<TIsa, TVec>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>tanh(x), relative error below 3e-7 everywhere.</summary>
    /// <remarks>
    /// x · P(x²) / Q(x²), both of degree 4, the minimax fit of the relative error over |x| ≤ 8.5 (1.2e-8 before rounding), found by iteratively reweighted
    /// least squares; beyond 8.5 tanh is 1 in single precision.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Tanh(TVec x)
    {
        x = TIsa.Clamp(TIsa.Fill(-8.5f), TIsa.Fill(8.5f), x);
        var u = TIsa.Multiply(x, x);
        var p = TIsa.MultiplyAdd(TIsa.Fill(1.4269198267413685e-08f), u, TIsa.Fill(2.1251020370982587e-05f));
        var q = TIsa.MultiplyAdd(TIsa.Fill(8.145110541590839e-07f), u, TIsa.Fill(3.3488625194877386e-04f));
        p = TIsa.MultiplyAdd(p, u, TIsa.Fill(3.534025279805064e-03f));
        q = TIsa.MultiplyAdd(q, u, TIsa.Fill(2.6022745296359062e-02f));
        p = TIsa.MultiplyAdd(p, u, TIsa.Fill(0.13413245975971222f));
        q = TIsa.MultiplyAdd(q, u, TIsa.Fill(0.46746566891670227f));
        p = TIsa.MultiplyAdd(p, u, TIsa.Fill(1f));
        q = TIsa.MultiplyAdd(q, u, TIsa.Fill(1f));
        return TIsa.Divide(TIsa.Multiply(x, p), q);
    }

    /// <summary>1 / (1 + exp(-x)), absolute error below 1e-7.</summary>
    /// <remarks>½ + ½ tanh(x / 2), the factors moved into the coefficients (exactly: they are powers of 2).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Sigmoid(TVec x)
    {
        x = TIsa.Clamp(TIsa.Fill(-17f), TIsa.Fill(17f), x);
        var u = TIsa.Multiply(x, x);
        var p = TIsa.MultiplyAdd(TIsa.Fill(1.3934763933021177e-11f), u, TIsa.Fill(8.301179832415073e-08f));
        var q = TIsa.MultiplyAdd(TIsa.Fill(3.1816838053089214e-09f), u, TIsa.Fill(5.232597686699592e-06f));
        p = TIsa.MultiplyAdd(p, u, TIsa.Fill(5.521914499695413e-05f));
        q = TIsa.MultiplyAdd(q, u, TIsa.Fill(0.0016264215810224414f));
        p = TIsa.MultiplyAdd(p, u, TIsa.Fill(0.008383278734982014f));
        q = TIsa.MultiplyAdd(q, u, TIsa.Fill(0.11686641722917557f));
        p = TIsa.MultiplyAdd(p, u, TIsa.Fill(0.25f));
        q = TIsa.MultiplyAdd(q, u, TIsa.Fill(1f));
        return TIsa.Add(TIsa.Fill(0.5f), TIsa.Divide(TIsa.Multiply(x, p), q));
    }
}
