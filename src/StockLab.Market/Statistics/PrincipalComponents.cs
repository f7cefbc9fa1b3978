using System.Collections.Immutable;
using StockLab.Display;

namespace StockLab.Market;

/// <summary>
/// Principal components: the directions, at right angles to each other, along which the rows of a table vary most, and how much of the variance each explains.
/// </summary>
/// <remarks>
/// The eigenvectors of the covariance matrix (divisor n-1), or of the correlation matrix where columns are standardised, by Jacobi's rotations. A component's
/// sign is chosen so that
/// its greatest loading is positive. Convention: scikit-learn <c>PCA</c> (after <c>StandardScaler</c>, whose divisor n leaves the shares the same).
/// Reference: I. Jolliffe, <i>Principal Component Analysis</i>, 2nd ed.; G. Golub, C. Van Loan, <i>Matrix Computations</i>, 8.5.
/// </remarks>
/// <param name="Names">The columns.</param>
/// <param name="Means">Their means, in their units.</param>
/// <param name="Scales">What they were divided by: their sample standard deviations, or 1.</param>
/// <param name="Variances">The variance along each component, falling.</param>
/// <param name="Shares">The same as a share of the whole: the explained variance.</param>
/// <param name="Components">The loadings of each component, one a column.</param>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed record PrincipalComponents(
    ImmutableArray<string> Names, ImmutableArray<double> Means, ImmutableArray<double> Scales,
    ImmutableArray<double> Variances, ImmutableArray<double> Shares, ImmutableArray<ImmutableArray<double>> Components) : IDisplaysAs<Figure>
{
    /// <summary>Finds the components of a feature table.</summary>
    /// <param name="table">The table, without missing values: take <see cref="FeatureTable.DropMissing"/> first.</param>
    /// <param name="standardize">Whether every column counts alike, whatever its unit.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows, a value is missing, or a column to be standardised is constant.</exception>
    public static PrincipalComponents Of(FeatureTable table, bool standardize = true) =>
        Of(table.Names, [.. table.Names.Select(table.Column)], standardize);

    /// <summary>Finds the components of named columns.</summary>
    /// <exception cref="ArgumentException">There are fewer than two rows, columns of different lengths, a missing value, or a constant column to be
    /// standardised.</exception>
    public static PrincipalComponents Of(IReadOnlyList<string> names, IReadOnlyList<double[]> columns, bool standardize = true)
    {
        if (columns.Count == 0 || names.Count != columns.Count)
            throw new ArgumentException($"{names.Count} names for {columns.Count} columns: give at least one column, and a name for each.", nameof(names));
        var rows = columns[0].Length;
        var count = columns.Count;
        var centred = new double[count][];
        var scales = new double[count];
        for (var c = 0; c < count; c++)
        {
            Require.SameRows(rows, columns[c].Length, names[c]);
            if (standardize)
                Require.Varied(columns[c], least: 2, names[c]);
            else
                Require.Complete(columns[c], least: 2, names[c]);
            centred[c] = Acf.Centred(columns[c]);
            scales[c] = standardize ? Math.Sqrt(Dot(centred[c], centred[c]) / (rows - 1)) : 1;
            foreach (ref var value in centred[c].AsSpan())
                value /= scales[c];
        }
        var covariance = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
                covariance[i, j] = covariance[j, i] = Dot(centred[i], centred[j]) / (rows - 1);
        }
        var vectors = Jacobi(covariance);
        var order = Enumerable.Range(0, count).OrderByDescending(k => covariance[k, k]).ToArray();
        var variances = order.Select(k => Math.Max(0, covariance[k, k])).ToArray();
        var total = variances.Sum();
        return new PrincipalComponents(
            [.. names], [.. columns.Select((column, c) => column[0] - centred[c][0] * scales[c])], [.. scales],
            [.. variances], [.. variances.Select(variance => total > 0 ? variance / total : 0)], [.. order.Select(k => Loadings(vectors, k))]);
    }

    /// <summary>The coordinates of one row, given in the columns' units, along the first components.</summary>
    /// <exception cref="ArgumentException">The row has another number of columns.</exception>
    public double[] Project(ReadOnlySpan<double> row, int components)
    {
        Require.SameRows(Names.Length, row.Length);
        var scores = new double[components];
        for (var k = 0; k < components; k++)
        {
            for (var c = 0; c < row.Length; c++)
                scores[k] += Components[k][c] * (row[c] - Means[c]) / Scales[c];
        }
        return scores;
    }

    /// <summary>The first components of every row of a table as columns <c>PC1</c>, <c>PC2</c>, …. Components found on the training rows keep the rest of the table unseen.</summary>
    /// <param name="table">A table that has all <see cref="Names"/>, in any order; a row with a missing value gives missing components.</param>
    /// <param name="components">How many.</param>
    /// <exception cref="ArgumentException">The table lacks a column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many components.</exception>
    public FeatureTable Transform(FeatureTable table, int components)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(components);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(components, Names.Length);
        var columns = table.Select([.. Names]);
        var values = new double[table.Rows * components];
        for (var row = 0; row < table.Rows; row++)
            Project(columns.Row(row), components).CopyTo(values, row * components);
        return new FeatureTable(table.Symbol, table.Origin, table.Dates, [.. Enumerable.Range(1, components).Select(k => $"PC{k}")], values);
    }

    /// <summary>How many components it takes to explain at least this share of the variance.</summary>
    public int CountFor(double share)
    {
        var sum = 0.0;
        for (var k = 0; k < Shares.Length; k++)
        {
            sum += Shares[k];
            if (sum >= share)
                return k + 1;
        }
        return Shares.Length;
    }

    /// <summary>The scree plot: what each component explains, and all up to it.</summary>
    public Figure ToDisplay()
    {
        int[] numbers = [.. Enumerable.Range(1, Shares.Length)];
        var sum = 0.0;
        return new Figure($"Explained variance of {Names.Length} columns")
            .Bars(numbers, Shares, "component", Tone.Blue)
            .Line(numbers, [.. Shares.Select(share => sum += share)], "up to here", Tone.Vermillion, markers: true)
            .XTitle("component")
            .YTitle("share of the variance");
    }

    /// <summary>One line: the explained variance.</summary>
    public override string ToString() =>
        $"PCA of {Names.Length} columns, explained variance: {string.Join(", ", Shares.Select(share => FormattableString.Invariant($"{100 * share:F1} %")))}";

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    // Rotates every off-diagonal element to zero in turn, until none is left: the matrix becomes the eigenvalues, the rotations the eigenvectors (in columns).
    private static double[,] Jacobi(double[,] a)
    {
        var n = a.GetLength(0);
        var v = new double[n, n];
        for (var i = 0; i < n; i++)
            v[i, i] = 1;
        for (var sweep = 0; sweep < 60; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    if (Math.Abs(a[p, q]) <= 1e-17 * Math.Sqrt(Math.Abs(a[p, p] * a[q, q])) || a[p, q] == 0)
                        continue;
                    rotated = true;
                    var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
                    var t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
                    var cos = 1 / Math.Sqrt(t * t + 1);
                    var sin = t * cos;
                    for (var i = 0; i < n; i++)
                        (a[i, p], a[i, q]) = (cos * a[i, p] - sin * a[i, q], sin * a[i, p] + cos * a[i, q]);
                    for (var i = 0; i < n; i++)
                        (a[p, i], a[q, i]) = (cos * a[p, i] - sin * a[q, i], sin * a[p, i] + cos * a[q, i]);
                    for (var i = 0; i < n; i++)
                        (v[i, p], v[i, q]) = (cos * v[i, p] - sin * v[i, q], sin * v[i, p] + cos * v[i, q]);
                    a[p, q] = a[q, p] = 0;
                }
            }
            if (!rotated)
                break;
        }
        return v;
    }

    private static ImmutableArray<double> Loadings(double[,] vectors, int column)
    {
        var loadings = new double[vectors.GetLength(0)];
        for (var i = 0; i < loadings.Length; i++)
            loadings[i] = vectors[i, column];
        var sign = loadings.MaxBy(Math.Abs) < 0 ? -1 : 1;
        return [.. loadings.Select(loading => sign * loading)];
    }
}
