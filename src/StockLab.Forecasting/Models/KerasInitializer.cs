namespace StockLab.Forecasting;

/// <summary>
/// Keras's initial weights, as plain arrays and from our own random numbers, so that every engine starts from the same network:
/// kernels glorot-uniform, recurrent kernels orthogonal, biases 0, the LSTM's forget-gate bias 1.
/// </summary>
/// <remarks>
/// The five source experiments are Keras programs, and from torch's own initial weights the TSLA network ends twice as far from the prices.
/// torch keeps kernels transposed, (gates · H, inputs), and two bias vectors, b_ih + b_hh, where Keras's LSTM and SimpleRNN have one: b_ih takes Keras's
/// values and b_hh starts at 0. Both are trained, so the sum moves twice as fast as Keras's single bias would.
/// Definitions: keras.initializers.GlorotUniform (Glorot and Bengio, 2010), OrthogonalInitializer (Saxe et al., 2013), unit_forget_bias (Jozefowicz et al., 2015).
/// </remarks>
public static class KerasInitializer
{
    /// <summary>The initial values of parameters, recognised by the names that torch gives them; others are left out.</summary>
    /// <param name="parameters">Name and shape of each.</param>
    /// <param name="random">The source of the random numbers, used in the order of the parameters.</param>
    public static List<NamedArray> Initialize(IEnumerable<(string Name, int[] Shape)> parameters, SeededRandom random)
    {
        var all = parameters.ToList();
        var gates = all.Where(p => p.Name.Contains("weight_hh_l", StringComparison.Ordinal))
            .ToDictionary(p => p.Name.Replace("weight_hh_l", "bias_ih_l", StringComparison.Ordinal), p => p.Shape[0] / p.Shape[1]);

        var result = new List<NamedArray>();
        foreach (var (name, shape) in all)
        {
            var part = name[(name.LastIndexOf('.') + 1)..];
            float[]? values = null;
            if (part.StartsWith("weight_hh_l", StringComparison.Ordinal))
                values = Orthogonal(shape[0], shape[1], random);
            else if (part.StartsWith("weight_ih_l", StringComparison.Ordinal) || (part == "weight" && shape.Length == 2))
                values = GlorotUniform(shape[0], shape[1], random);
            else if (gates.TryGetValue(name, out var count) && count == 4)
                values = UnitForgetBias(shape[0] / 4);
            else if (part.StartsWith("bias", StringComparison.Ordinal))
                values = new float[NamedArray.Size(shape)];

            if (values is not null)
                result.Add(new NamedArray(name, shape, values));
        }
        return result;
    }

    /// <summary>Uniform on ±√(6 / (inputs + outputs)), so that signals neither grow nor fade on their way through the layer.</summary>
    /// <param name="outputs">Rows of the kernel: all gates together, as in Keras.</param>
    /// <param name="inputs">Columns of the kernel.</param>
    /// <param name="random">The source of the random numbers.</param>
    /// <returns>(outputs, inputs), row-major.</returns>
    public static float[] GlorotUniform(int outputs, int inputs, SeededRandom random)
    {
        var limit = Math.Sqrt(6.0 / (inputs + outputs));
        var values = new float[outputs * inputs];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)random.NextUniform(-limit, limit);
        return values;
    }

    /// <summary>A random kernel whose columns are orthonormal (rows where it is wider than high), so that a state keeps its length from day to day.</summary>
    /// <returns>(rows, columns), row-major.</returns>
    public static float[] Orthogonal(int rows, int columns, SeededRandom random)
    {
        var (high, wide) = (Math.Max(rows, columns), Math.Min(rows, columns));
        var normal = new double[high * wide];
        for (var i = 0; i < normal.Length; i++)
            normal[i] = random.NextGaussian();
        Orthonormalize(normal, high, wide);

        var values = new float[rows * columns];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
                values[r * columns + c] = (float)(rows >= columns ? normal[r * wide + c] : normal[c * wide + r]);
        return values;
    }

    /// <summary>
    /// Makes the columns of a (rows, columns) matrix orthonormal in place: the Q of its QR decomposition with a positive diagonal of R, which is
    /// what Keras takes. By Gram and Schmidt, each projection done twice for full precision.
    /// </summary>
    public static void Orthonormalize(Span<double> matrix, int rows, int columns)
    {
        for (var c = 0; c < columns; c++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var earlier = 0; earlier < c; earlier++)
                {
                    double dot = 0;
                    for (var r = 0; r < rows; r++)
                        dot += matrix[r * columns + earlier] * matrix[r * columns + c];
                    for (var r = 0; r < rows; r++)
                        matrix[r * columns + c] -= dot * matrix[r * columns + earlier];
                }
            }

            double square = 0;
            for (var r = 0; r < rows; r++)
                square += matrix[r * columns + c] * matrix[r * columns + c];
            var scale = 1 / Math.Sqrt(square);
            for (var r = 0; r < rows; r++)
                matrix[r * columns + c] *= scale;
        }
    }

    /// <summary>An LSTM's bias (4H): 1 for the forget gate, the second block in torch's order i, f, g, o; 0 elsewhere.</summary>
    public static float[] UnitForgetBias(int hidden)
    {
        var values = new float[4 * hidden];
        values.AsSpan(hidden, hidden).Fill(1);
        return values;
    }
}
