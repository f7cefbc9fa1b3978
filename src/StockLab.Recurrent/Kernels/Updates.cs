using System.Runtime.CompilerServices;

namespace StockLab.Recurrent.Kernels;

/// <summary>What Adam needs to know for one step. Every constant was computed in double: 1 − 0.999f is wrong by 1.3e-5.</summary>
internal struct AdamStep
{
    /// <summary>Factor of every gradient (global clipping); 1 for none.</summary>
    public float Scale;

    /// <summary>Bound of every gradient after the factor; infinity for none.</summary>
    public float Bound;

    /// <summary>Coupled weight decay: added to the gradient, times the weight.</summary>
    public float Coupled;

    /// <summary>Decoupled weight decay: 1 − rate · decay, the factor of every weight.</summary>
    public float Keep;

    public float Beta1;
    public float Rest1;
    public float Beta2;
    public float Rest2;

    /// <summary>rate / (1 − β₁ᵗ), negative.</summary>
    public float Size;

    /// <summary>1 / √(1 − β₂ᵗ).</summary>
    public float Root;

    public float Epsilon;
}

/// <summary>Passes over whole parameter buffers, whose lengths are multiples of 16 floats.</summary>
internal static unsafe class Updates<TIsa, TVec>
    where TIsa : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019) in PyTorch's order of operations.</summary>
    /// <param name="w">The weights.</param>
    /// <param name="g">Their gradients.</param>
    /// <param name="m">The means.</param>
    /// <param name="v">The mean squares.</param>
    /// <param name="largest">The largest mean squares so far (AMSGrad, Reddi et al. 2018); null: the present ones count.</param>
    /// <param name="count">Floats of each.</param>
    /// <param name="step">The constants.</param>
    /// <remarks>Moments below 1e-30 become 0: a unit whose gradient has died would otherwise drag numbers along that the processor handles a hundred times slower.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adam(float* w, float* g, float* m, float* v, float* largest, nint count, AdamStep* step)
    {
        TVec beta1 = TIsa.Fill(step->Beta1), rest1 = TIsa.Fill(step->Rest1), beta2 = TIsa.Fill(step->Beta2), rest2 = TIsa.Fill(step->Rest2);
        TVec size = TIsa.Fill(step->Size), root = TIsa.Fill(step->Root), epsilon = TIsa.Fill(step->Epsilon);
        TVec zero = TIsa.Fill(0f), tiny = TIsa.Fill(1e-30f);
        for (nint i = 0; i < count; i += TIsa.Count)
        {
            var gi = TIsa.Load(g + i);
            var mi = TIsa.MultiplyAdd(beta1, TIsa.Load(m + i), TIsa.Multiply(rest1, gi));
            var vi = TIsa.MultiplyAdd(beta2, TIsa.Load(v + i), TIsa.Multiply(TIsa.Multiply(rest2, gi), gi));
            mi = TIsa.WhereGreater(tiny, TIsa.Magnitude(mi), zero, mi);
            vi = TIsa.WhereGreater(tiny, vi, zero, vi);
            TIsa.Store(m + i, mi);
            TIsa.Store(v + i, vi);
            if (largest != null)
            {
                var most = TIsa.Load(largest + i);
                vi = TIsa.WhereGreater(most, vi, most, vi);
                TIsa.Store(largest + i, vi);
            }
            var quotient = TIsa.Divide(mi, TIsa.MultiplyAdd(TIsa.SquareRoot(vi), root, epsilon));
            TIsa.Store(w + i, TIsa.MultiplyAdd(size, quotient, TIsa.Load(w + i)));
        }
    }

    /// <summary>What comes before Adam's update where it is asked for: gradients clipped by the common factor, then by value; weight decay of either kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prepare(float* w, float* g, nint count, AdamStep* step)
    {
        TVec scale = TIsa.Fill(step->Scale), high = TIsa.Fill(step->Bound), low = TIsa.Fill(-step->Bound), coupled = TIsa.Fill(step->Coupled), keep = TIsa.Fill(step->Keep);
        for (nint i = 0; i < count; i += TIsa.Count)
        {
            var wi = TIsa.Load(w + i);
            TIsa.Store(g + i, TIsa.MultiplyAdd(coupled, wi, TIsa.Clamp(low, high, TIsa.Multiply(scale, TIsa.Load(g + i)))));
            TIsa.Store(w + i, TIsa.Multiply(keep, wi));
        }
    }

    /// <summary>average = decay · average + (1 − decay) · w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Average(float* average, float* w, nint count, float decay, float rest)
    {
        TVec keep = TIsa.Fill(decay), take = TIsa.Fill(rest);
        for (nint i = 0; i < count; i += TIsa.Count)
            TIsa.Store(average + i, TIsa.MultiplyAdd(keep, TIsa.Load(average + i), TIsa.Multiply(take, TIsa.Load(w + i))));
    }

    /// <summary>Adds the slope of l1 · Σ|w| + l2 · Σw² to the gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Penalise(float* g, float* w, nint count, float l1, float l2)
    {
        TVec zero = TIsa.Fill(0f), plus = TIsa.Fill(l1), minus = TIsa.Fill(-l1), twice = TIsa.Fill(2 * l2);
        for (nint i = 0; i < count; i += TIsa.Count)
        {
            var wi = TIsa.Load(w + i);
            var sign = TIsa.WhereGreater(wi, zero, plus, TIsa.WhereGreater(zero, wi, minus, zero));
            TIsa.Store(g + i, TIsa.Add(TIsa.Load(g + i), TIsa.MultiplyAdd(twice, wi, sign)));
        }
    }

    /// <summary>x = factor · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* x, nint count, float factor)
    {
        var by = TIsa.Fill(factor);
        for (nint i = 0; i < count; i += TIsa.Count)
            TIsa.Store(x + i, TIsa.Multiply(by, TIsa.Load(x + i)));
    }

    /// <summary>z = x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* z, float* x, float* y, nint count)
    {
        for (nint i = 0; i < count; i += TIsa.Count)
            TIsa.Store(z + i, TIsa.Add(TIsa.Load(x + i), TIsa.Load(y + i)));
    }

    /// <summary>z = x ⊙ y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* z, float* x, float* y, nint count)
    {
        for (nint i = 0; i < count; i += TIsa.Count)
            TIsa.Store(z + i, TIsa.Multiply(TIsa.Load(x + i), TIsa.Load(y + i)));
    }

    /// <summary>Σ x², in blocks so that the sum keeps its digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(float* x, nint count)
    {
        const int Block = 1024;
        double total = 0;
        for (nint from = 0; from < count; from += Block)
        {
            var end = Math.Min(from + Block, count);
            var sum = TIsa.Fill(0f);
            for (var i = from; i < end; i += TIsa.Count)
            {
                var xi = TIsa.Load(x + i);
                sum = TIsa.MultiplyAdd(xi, xi, sum);
            }
            total += TIsa.Sum(sum);
        }
        return total;
    }

    /// <summary>Σ |x|, in blocks so that the sum keeps its digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfMagnitudes(float* x, nint count)
    {
        const int Block = 1024;
        double total = 0;
        for (nint from = 0; from < count; from += Block)
        {
            var end = Math.Min(from + Block, count);
            var sum = TIsa.Fill(0f);
            for (var i = from; i < end; i += TIsa.Count)
            {
                sum = TIsa.Add(sum, TIsa.Magnitude(TIsa.Load(x + i)));
            }
            total += TIsa.Sum(sum);
        }
        return total;
    }

    /// <summary>out (+)= the sum of the rows of g, <paramref name="width"/> floats (a multiple of 16).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnSums(float* g, nint ldg, nint rows, nint width, float* sums, bool add)
    {
        nint u = 0;
        for (; u + 4 * TIsa.Count <= width; u += 4 * TIsa.Count)
        {
            TVec a = TIsa.Fill(0f), b = a, c = a, d = a;
            if (add)
            {
                a = TIsa.Load(sums + u);
                b = TIsa.Load(sums + u + TIsa.Count);
                c = TIsa.Load(sums + u + 2 * TIsa.Count);
                d = TIsa.Load(sums + u + 3 * TIsa.Count);
            }
            var from = g + u;
            for (var row = rows; row > 0; row--, from += ldg)
            {
                a = TIsa.Add(a, TIsa.Load(from));
                b = TIsa.Add(b, TIsa.Load(from + TIsa.Count));
                c = TIsa.Add(c, TIsa.Load(from + 2 * TIsa.Count));
                d = TIsa.Add(d, TIsa.Load(from + 3 * TIsa.Count));
            }
            TIsa.Store(sums + u, a);
            TIsa.Store(sums + u + TIsa.Count, b);
            TIsa.Store(sums + u + 2 * TIsa.Count, c);
            TIsa.Store(sums + u + 3 * TIsa.Count, d);
        }
        for (; u < width; u += TIsa.Count)
        {
            var sum = add ? TIsa.Load(sums + u) : TIsa.Fill(0f);
            for (nint row = 0; row < rows; row++)
                sum = TIsa.Add(sum, TIsa.Load(g + row * ldg + u));
            TIsa.Store(sums + u, sum);
        }
    }

    /// <summary>Writes the same floats into every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillRows(float* g, nint ldg, nint rows, float* values, nint width)
    {
        for (nint u = 0; u < width; u += TIsa.Count)
        {
            var value = TIsa.Load(values + u);
            for (nint row = 0; row < rows; row++)
                TIsa.Store(g + row * ldg + u, value);
        }
    }
}
