namespace StockLab.Forecasting;

/// <summary>
/// Minimises a smooth function by its gradient: L-BFGS, which learns the function's curvature from its last steps. J. Nocedal and S. Wright, "Numerical Optimization" (2006), algorithms 7.4 and 3.5: steps of
/// a backtracking search that fulfils Armijo's condition; a pair of step and change of gradient is remembered where it shows a positive curvature.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;

    /// <summary>The value of the function at <c>at</c>; its gradient goes into <c>gradient</c>.</summary>
    internal delegate double Objective(ReadOnlySpan<double> at, Span<double> gradient);

    /// <summary>Minimises in place, from where <paramref name="at"/> is.</summary>
    /// <returns>Whether the largest component of the gradient fell to <paramref name="tolerance"/>.</returns>
    internal static bool Minimize(Objective function, double[] at, double tolerance = 1e-7, int iterations = 500)
    {
        var (gradient, next, nextGradient, direction) = (new double[at.Length], new double[at.Length], new double[at.Length], new double[at.Length]);
        var pairs = new List<(double[] Step, double[] Change, double Inverse)>();
        var value = function(at, gradient);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            if (gradient.Max(Math.Abs) <= tolerance)
                return true;
            Direction(gradient, pairs, direction);
            var slope = Dot(direction, gradient);
            var length = pairs.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(gradient, gradient))) : 1;
            double found;
            for (; ; length /= 2)
            {
                for (var i = 0; i < at.Length; i++)
                    next[i] = at[i] + (length * direction[i]);
                found = function(next, nextGradient);
                if (found <= value + (1e-4 * length * slope))
                    break;
                if (length < 1e-20)
                    return false;
            }

            // Where double precision shows no decrease any more, the minimum is found as exactly as it can be.
            if (found >= value)
                return gradient.Max(Math.Abs) <= tolerance;

            var (step, change) = (new double[at.Length], new double[at.Length]);
            for (var i = 0; i < at.Length; i++)
                (step[i], change[i]) = (next[i] - at[i], nextGradient[i] - gradient[i]);
            if (Dot(step, change) is > 1e-12 and var curvature)
            {
                pairs.Add((step, change, 1 / curvature));
                if (pairs.Count > Memory)
                    pairs.RemoveAt(0);
            }
            next.CopyTo(at, 0);
            nextGradient.CopyTo(gradient, 0);
            value = found;
        }
        return gradient.Max(Math.Abs) <= tolerance;
    }

    // The two loops: −H·gradient, H being the inverse Hessian that the pairs tell of.
    private static void Direction(double[] gradient, List<(double[] Step, double[] Change, double Inverse)> pairs, double[] direction)
    {
        gradient.CopyTo(direction, 0);
        var weights = new double[pairs.Count];
        for (var p = pairs.Count - 1; p >= 0; p--)
        {
            weights[p] = pairs[p].Inverse * Dot(pairs[p].Step, direction);
            Add(direction, pairs[p].Change, -weights[p]);
        }
        var scale = pairs.Count == 0 ? 1 : 1 / (pairs[^1].Inverse * Dot(pairs[^1].Change, pairs[^1].Change));
        for (var i = 0; i < direction.Length; i++)
            direction[i] *= scale;
        for (var p = 0; p < pairs.Count; p++)
            Add(direction, pairs[p].Step, weights[p] - (pairs[p].Inverse * Dot(pairs[p].Change, direction)));
        for (var i = 0; i < direction.Length; i++)
            direction[i] = -direction[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Add(double[] to, double[] what, double times)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] += times * what[i];
    }
}
