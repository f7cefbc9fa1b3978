namespace StockLab.Forecasting;

/// <summary>Ordinary least squares by Householder's QR decomposition.</summary>
internal static class LeastSquares
{
    /// <summary>The w that makes ‖X w − y‖² smallest; a column that the others explain gets 0.</summary>
    /// <param name="x">(rows, columns), row-major; overwritten.</param>
    /// <param name="y">(rows); overwritten.</param>
    /// <param name="columns">The number of columns, at most the number of rows.</param>
    public static double[] Solve(double[] x, double[] y, int columns)
    {
        var rows = y.Length;
        if (rows < columns)
            throw new ArgumentException($"A regression on {columns} values needs at least as many days, but there are {rows}. Take a shorter window or more rows.");

        var scale = new double[columns];
        var diagonal = new double[columns];
        for (var c = 0; c < columns; c++)
        {
            double square = 0, whole = 0;
            for (var r = c; r < rows; r++)
                square += x[r * columns + c] * x[r * columns + c];
            for (var r = 0; r < rows; r++)
                whole += x[r * columns + c] * x[r * columns + c];
            scale[c] = Math.Sqrt(whole);
            var norm = Math.Sqrt(square);
            if (norm <= 1e-12 * scale[c])       // nothing left that the columns before do not explain
                continue;

            // v = column − α e, α = −sign(x₀)·‖column‖; reflect the rest of the matrix and y on the plane normal to v.
            var alpha = x[c * columns + c] > 0 ? -norm : norm;
            diagonal[c] = alpha;
            x[c * columns + c] -= alpha;
            double v = 0;
            for (var r = c; r < rows; r++)
                v += x[r * columns + c] * x[r * columns + c];
            for (var other = c + 1; other <= columns; other++)
            {
                double dot = 0;
                for (var r = c; r < rows; r++)
                    dot += x[r * columns + c] * (other < columns ? x[r * columns + other] : y[r]);
                var factor = 2 * dot / v;
                for (var r = c; r < rows; r++)
                {
                    if (other < columns)
                        x[r * columns + other] -= factor * x[r * columns + c];
                    else
                        y[r] -= factor * x[r * columns + c];
                }
            }
        }

        var w = new double[columns];
        for (var c = columns - 1; c >= 0; c--)
        {
            if (diagonal[c] == 0)
                continue;
            var sum = y[c];
            for (var k = c + 1; k < columns; k++)
                sum -= x[c * columns + k] * w[k];
            w[c] = sum / diagonal[c];
        }
        return w;
    }
}
