namespace StockLab.Forecasting;

/// <summary>A teacher whose probabilities are drawn at random, once a sample: every mixture of answers is equally likely (a flat Dirichlet distribution). It has opinions, and no knowledge; source S2 named it as a control.</summary>
/// <param name="seed">The seed of its opinions.</param>
public sealed class RandomTeacher(long seed = 1) : ITeacher
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public void SoftLabels(int sample, Span<float> probabilities)
    {
        // Independent exponential numbers over their sum are uniform on the simplex.
        var random = new SeededRandom(seed, sample);
        var sum = 0.0;
        for (var k = 0; k < probabilities.Length; k++)
            sum += probabilities[k] = (float)-Math.Log(1 - random.NextDouble());
        for (var k = 0; k < probabilities.Length; k++)
            probabilities[k] = (float)(probabilities[k] / sum);
    }
}
