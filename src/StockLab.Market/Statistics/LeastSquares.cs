namespace StockLab.Market;

/// <summary>
/// Ordinary least squares by Householder's QR: min ‖y - X·b‖. The columns are taken in their order, so the sum of squared residuals of every
/// regression on the first k columns comes with the last one: it is what Qᵀy holds below row k.
/// </summary>
/// <remarks>Reference: G. Golub and C. Van Loan, <i>Matrix Computations</i>, 4th ed., 5.2–5.3.</remarks>
internal sealed class LeastSquares
{
    private readonly double[][] columns;   // R above the diagonal of the first Count rows
    private readonly double[] diagonal;
    private readonly double[] rotated;     // Qᵀy

    /// <summary>Regresses y on the columns; both are copied.</summary>
    /// <exception cref="ArgumentException">There are not more rows than columns, or a column is a combination of those before it.</exception>
    internal LeastSquares(IReadOnlyList<double[]> x, ReadOnlySpan<double> y)
    {
        Rows = y.Length;
        Count = x.Count;
        if (Rows <= Count)
            throw new ArgumentException($"{Rows} rows do not suffice for {Count} columns: give more rows or fewer lags.");
        columns = [.. x.Select(column => (double[])column.Clone())];
        diagonal = new double[Count];
        rotated = y.ToArray();
        for (var k = 0; k < Count; k++)
        {
            var reflector = columns[k].AsSpan(k);
            var whole = Norm(columns[k]);
            var length = Norm(reflector);
            if (length <= 1e-13 * whole || whole == 0)
                throw new ArgumentException($"Column {k} of the regression is a combination of the columns before it: the series does not vary enough.");
            diagonal[k] = reflector[0] > 0 ? -length : length;
            reflector[0] -= diagonal[k];
            for (var j = k + 1; j < Count; j++)
                Reflect(reflector, columns[j].AsSpan(k));
            Reflect(reflector, rotated.AsSpan(k));
        }
    }

    internal int Rows { get; }

    internal int Count { get; }

    /// <summary>The sum of squared residuals of the regression on the first <paramref name="count"/> columns.</summary>
    internal double SquaredResiduals(int count)
    {
        var sum = 0.0;
        for (var i = count; i < Rows; i++)
            sum += rotated[i] * rotated[i];
        return sum;
    }

    /// <summary>The coefficients of all columns.</summary>
    internal double[] Coefficients()
    {
        var b = rotated[..Count];
        for (var i = Count - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < Count; j++)
                b[i] -= columns[j][i] * b[j];
            b[i] /= diagonal[i];
        }
        return b;
    }

    /// <summary>The standard error of one coefficient: √(s²·(XᵀX)⁻¹ₖₖ), s² the squared residuals over rows less columns.</summary>
    internal double StandardError(int column)
    {
        // Row `column` of R⁻¹ is z with zR = eᵀ; its squared length is the diagonal element of (RᵀR)⁻¹.
        var z = new double[Count];
        var squares = 0.0;
        for (var j = column; j < Count; j++)
        {
            var sum = j == column ? 1.0 : 0.0;
            for (var i = column; i < j; i++)
                sum -= z[i] * columns[j][i];
            z[j] = sum / diagonal[j];
            squares += z[j] * z[j];
        }
        return Math.Sqrt(SquaredResiduals(Count) / (Rows - Count) * squares);
    }

    private static double Norm(ReadOnlySpan<double> v)
    {
        var sum = 0.0;
        foreach (var value in v)
            sum += value * value;
        return Math.Sqrt(sum);
    }

    private static void Reflect(ReadOnlySpan<double> reflector, Span<double> column)
    {
        var product = 0.0;
        var squares = 0.0;
        for (var i = 0; i < reflector.Length; i++)
        {
            product += reflector[i] * column[i];
            squares += reflector[i] * reflector[i];
        }
        var scale = 2 * product / squares;
        for (var i = 0; i < reflector.Length; i++)
            column[i] -= scale * reflector[i];
    }
}
