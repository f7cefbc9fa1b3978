namespace StockLab.Forecasting;

/// <summary>
/// Multinomial logistic regression: softmax(W x + b), the straight line among classifiers. It makes Σ −ln p(label) + ½ ‖W‖² / C small, the penalty that keeps many weights from fitting few samples;
/// the constants b are not penalised.
/// </summary>
public sealed class LogisticRegression
{
    private readonly double[] weights;      // (K, F), then (K)

    private LogisticRegression(int features, int classes, double[] weights) => (Features, Classes, this.weights) = (features, classes, weights);

    /// <summary>F, values a sample.</summary>
    public int Features { get; }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>Fits.</summary>
    /// <param name="x">(N, F), row by row; of about one scale, for the penalty treats all alike.</param>
    /// <param name="labels">(N), classes from 0.</param>
    /// <param name="classes">K.</param>
    /// <param name="c">C: the larger, the less large weights cost.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static LogisticRegression Fit(ReadOnlyMemory<double> x, ReadOnlyMemory<int> labels, int classes = 3, double c = 1)
    {
        var n = labels.Length;
        if (n == 0 || x.Length % n != 0 || x.Length == 0)
            throw new ArgumentException($"{x.Length} values are not as many for each of {n} samples.");
        if (!(c > 0))
            throw new ArgumentOutOfRangeException(nameof(c), c, "C is above 0.");
        var features = x.Length / n;
        var weights = new double[classes * (features + 1)];
        Lbfgs.Minimize(Objective, weights);
        return new LogisticRegression(features, classes, weights);

        double Objective(ReadOnlySpan<double> at, Span<double> gradient)
        {
            var (value, p) = (0.0, new double[classes]);
            gradient.Clear();
            for (var w = 0; w < classes * features; w++)
            {
                value += at[w] * at[w] / (2 * c);
                gradient[w] = at[w] / c;
            }
            for (var i = 0; i < n; i++)
            {
                var row = x.Span.Slice(i * features, features);
                var label = labels.Span[i];
                Softmax(at, row, p);
                value -= Math.Log(Math.Max(p[label], double.Epsilon));
                for (var k = 0; k < classes; k++)
                {
                    var error = p[k] - (k == label ? 1 : 0);
                    var kernel = gradient.Slice(k * features, features);
                    for (var f = 0; f < features; f++)
                        kernel[f] += error * row[f];
                    gradient[(classes * features) + k] += error;
                }
            }
            return value;
        }
    }

    /// <summary>The probabilities of a sample, (K).</summary>
    public double[] Probabilities(ReadOnlySpan<double> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, Features);
        var p = new double[Classes];
        Softmax(weights, x, p);
        return p;
    }

    private static void Softmax(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, double[] p)
    {
        var (classes, features) = (p.Length, x.Length);
        for (var k = 0; k < classes; k++)
        {
            var sum = weights[(classes * features) + k];
            var kernel = weights.Slice(k * features, features);
            for (var f = 0; f < features; f++)
                sum += kernel[f] * x[f];
            p[k] = sum;
        }
        var (largest, total) = (p.Max(), 0.0);
        for (var k = 0; k < classes; k++)
            total += p[k] = Math.Exp(p[k] - largest);
        for (var k = 0; k < classes; k++)
            p[k] /= total;
    }
}
